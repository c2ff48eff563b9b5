/** The folder in which the compose tests keep what takes long to fetch or to make. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { ownCacheDirectory } from '../../../server/setup/paths.mjs';

export async function cacheFolder(...names: readonly string[]): Promise<string> {
  const folder = path.join(ownCacheDirectory(), 'compose', ...names);
  await mkdir(folder, { recursive: true });
  return folder;
}
