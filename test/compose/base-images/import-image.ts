/** An image made of a folder, as `docker import` makes one. */
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type Docker from 'dockerode';
import { cacheFolder } from '../engine/cache.ts';
import { run } from '../engine/run.ts';

export type ImportPlan = {
  readonly folder: string;
  /** What of it goes in; all of it unless told. */
  readonly content?: string;
  /** With its tag. */
  readonly name: string;
  /** Lines of a Dockerfile. */
  readonly changes: readonly string[];
};

export async function importImage(
  docker: Docker,
  { folder, content = '.', name, changes }: ImportPlan,
): Promise<void> {
  const draft = await mkdtemp(path.join(await cacheFolder(), 'import-'));
  try {
    const archive = path.join(draft, 'root.tar');
    await run('tar', ['--numeric-owner', '-C', folder, '-cf', archive, content]);
    const [repo, tag] = name.split(':');
    await isDone(docker, await docker.importImage(archive, { repo, tag, changes: [...changes] }));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** The engine says what went wrong in the last lines of what it tells while it works. */
export async function isDone(docker: Docker, stream: NodeJS.ReadableStream): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(stream, (error) => (error === null ? resolve() : reject(error)));
  });
}
