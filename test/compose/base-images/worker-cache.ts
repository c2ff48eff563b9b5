/**
 * The media worker that this machine has made already, as an image that the builder's cache begins with: the stand-ins are the machine's own
 * Debian, so it runs there, and compiling the same source again would only take minutes.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type Docker from 'dockerode';
import { ownCacheDirectory } from '../../../server/setup/paths.mjs';
import { importImage } from './import-image.ts';

const LABEL = 'openstudio.worker';
/** The folder of the setup's cache, and what lies in it for each worker. */
const CONTENT = 'worker';
const NOTE = 'origin.json';

/** Whether there is one. */
export async function workerCacheImage(docker: Docker, name: string): Promise<boolean> {
  const digest = await digestOf(path.join(ownCacheDirectory(), CONTENT));
  if (digest === null) return false;
  const isThere = await docker
    .getImage(name)
    .inspect()
    .then(
      ({ Config }) => Config.Labels?.[LABEL] === digest,
      () => false,
    );
  if (!isThere)
    await importImage(docker, {
      folder: ownCacheDirectory(),
      content: CONTENT,
      name,
      changes: [`LABEL ${LABEL}=${digest}`],
    });
  return true;
}

/** Of every worker there and how it was made; null when there is none. */
async function digestOf(folder: string): Promise<string | null> {
  if (!existsSync(folder)) return null;
  const notes = (await readdir(folder)).map((entry) => [entry, path.join(folder, entry, NOTE)] as const);
  const made = notes.filter(([, file]) => existsSync(file));
  if (made.length === 0) return null;
  const hash = createHash('sha256');
  for (const [entry, file] of made) hash.update(`${entry}\0${await readFile(file, 'utf8')}\0`);
  return hash.digest('hex').slice(0, 16);
}
