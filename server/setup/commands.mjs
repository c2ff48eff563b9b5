// Finds the programs of this machine, also in folders that a person's PATH often lacks.

import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian keeps servers in sbin, Homebrew its programs under its own prefix. */
const EXTRA_FOLDERS = [
  '/usr/local/bin',
  '/usr/local/sbin',
  '/usr/bin',
  '/usr/sbin',
  '/opt/homebrew/bin',
  '/opt/homebrew/sbin',
];

/**
 * A PATH with the folders above at its end, each folder once.
 * @param {string | undefined} path
 * @returns {string}
 */
export function widenedPath(path) {
  const folders = (path ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...new Set([...folders, ...EXTRA_FOLDERS])].join(delimiter);
}

/**
 * Finds a program.
 * @param {string} name Without a slash.
 * @param {string} path As in the environment variable PATH.
 * @returns {string | undefined} Its absolute path.
 */
export function findCommand(name, path) {
  for (const folder of path.split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) {
        return file;
      }
    } catch {
      // Not here; the next folder may have it.
    }
  }
  return undefined;
}
