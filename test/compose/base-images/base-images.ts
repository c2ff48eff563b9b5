/**
 * Stand-ins for the base images of our Dockerfiles where none can be pulled: made of this machine's Debian archive and of the npm registry.
 * The Dockerfiles and the compose file are those that people run; the stand-ins come in by the build arguments.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type Docker from 'dockerode';
import { debianRoot } from './debian-root.ts';
import { importImage, isDone } from './import-image.ts';
import { NPM_VERSION, putNode } from './node-context.ts';
import { workerCacheImage } from './worker-cache.ts';

const FAMILY = 'openstudio-stand-in';
const ROOT_IMAGE = `${FAMILY}/debian:root`;
const WORKER_IMAGE = `${FAMILY}/worker:cache`;
const LABEL = 'openstudio.stand-in';

/** The build arguments, by the names that docker-compose.yml reads from the environment. */
export type BaseImages = Readonly<Record<string, string>>;

export type StandIns = {
  /** By these names they are built on, also while they are still being made. */
  readonly arguments: BaseImages;
  /** The server needs these alone, and takes longest. */
  readonly forServer: Promise<unknown>;
  readonly all: Promise<unknown>;
};

const NAMES = ['node', 'icecast', 'coturn', 'caddy', 'prometheus'] as const;

type Tell = (text: string) => void;

/** Makes what is missing, side by side. About a minute from nothing, a second when all is there. */
export async function standInImages(docker: Docker, tell: Tell): Promise<StandIns> {
  const digests = await Promise.all(NAMES.map(digestOf));
  const current = await Promise.all(NAMES.map((name, index) => isCurrent(docker, name, digests[index])));
  if (current.includes(false)) {
    tell('Making a Debian root for the base images.');
    await importRoot(docker);
  }
  const images = NAMES.map((name, index) =>
    current[index] ? Promise.resolve() : build(docker, name, digests[index] ?? ''),
  );
  const worker = workerCacheImage(docker, WORKER_IMAGE);
  const all = Promise.all([...images, worker]);
  // Who waits for the first of them hears of the others later.
  all.catch(() => {});
  return {
    arguments: {
      NODE_IMAGE: tagOf('node'),
      ICECAST_IMAGE: tagOf('icecast'),
      COTURN_IMAGE: tagOf('coturn'),
      CADDY_IMAGE: tagOf('caddy'),
      PROMETHEUS_IMAGE: tagOf('prometheus'),
      ...((await worker) ? { WORKER_CACHE: WORKER_IMAGE } : {}),
    },
    forServer: Promise.all([images[0], worker]),
    all,
  };
}

const tagOf = (name: string): string => `${FAMILY}/${name}:latest`;
const dockerfileOf = (name: string): string => path.join(import.meta.dirname, `${name}.Dockerfile`);

/** What a stand-in is made of; another digest makes it anew. */
async function digestOf(name: (typeof NAMES)[number]): Promise<string> {
  const text = await readFile(dockerfileOf(name), 'utf8');
  const recipe = name === 'node' ? [text, process.versions.node, NPM_VERSION] : [text];
  return createHash('sha256').update(recipe.join('\0')).digest('hex').slice(0, 16);
}

async function isCurrent(docker: Docker, name: string, digest: string | undefined): Promise<boolean> {
  return docker
    .getImage(tagOf(name))
    .inspect()
    .then(
      ({ Config }) => Config.Labels?.[LABEL] === digest,
      () => false,
    );
}

/** `docker import` of a Debian root. */
async function importRoot(docker: Docker): Promise<void> {
  await importImage(docker, {
    folder: await debianRoot(),
    name: ROOT_IMAGE,
    changes: ['ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
  });
}

/** One stand-in, by the engine's own builder: a context of few files, and the Dockerfile beside this file. */
async function build(docker: Docker, name: (typeof NAMES)[number], digest: string): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'openstudio-stand-in-'));
  try {
    if (name === 'node') await putNode(folder);
    const text = await readFile(dockerfileOf(name), 'utf8');
    await writeFile(path.join(folder, 'Dockerfile'), `${text}LABEL ${LABEL}=${digest}\n`);
    const stream = await docker.buildImage(
      { context: folder, src: await readdir(folder) },
      { t: tagOf(name), rm: true },
    );
    await isDone(docker, stream);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
