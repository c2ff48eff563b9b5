// The folders the setup reads and writes: the repository, and a cache that belongs to the person.

import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, absolute, with a slash at the end. */
export const repositoryDir = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The folder for what is made or fetched once per person and machine, and can be deleted at any time.
 * Follows the XDG Base Directory Specification, and Apple's convention on macOS.
 * @param {{ env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string }} host
 * @returns {string}
 */
export function cacheDirectory({ env, platform, home }) {
  const xdg = env.XDG_CACHE_HOME;
  // The specification says that a relative path must be ignored.
  if (xdg?.startsWith('/')) {
    return join(xdg, 'openstudio');
  }
  return join(home, platform === 'darwin' ? 'Library/Caches' : '.cache', 'openstudio');
}

/**
 * The cache folder of this process's owner.
 * @returns {string}
 */
export function ownCacheDirectory() {
  return cacheDirectory({ env: process.env, platform: process.platform, home: homedir() });
}
