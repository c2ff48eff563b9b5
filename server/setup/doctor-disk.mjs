// The doctor's look at the folder with the recordings.

import { constants, existsSync } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Below the first, a recording cannot be counted on; below the second, a long show may not fit. */
const FAIL_BELOW_BYTES = 500 * 1024 ** 2;
const WARN_BELOW_BYTES = 5 * 1024 ** 3;

/** @typedef {import('./doctor-report.mjs').Finding} Finding */

/**
 * Judges the space for data.
 * @param {number} freeBytes
 * @param {string} folder
 * @returns {Finding}
 */
export function judgeSpace(freeBytes, folder) {
  const name = 'disk space';
  const detail = `${(freeBytes / 1024 ** 3).toFixed(1)} GiB free in ${folder}`;
  if (freeBytes >= WARN_BELOW_BYTES) {
    return { status: 'ok', name, detail };
  }
  const fix = 'Delete old recordings, or set DATA_DIR to a folder on a larger disk.';
  return { status: freeBytes < FAIL_BELOW_BYTES ? 'fail' : 'warn', name, detail, fix };
}

/**
 * @param {string} dataDir
 * @returns {Promise<Finding[]>}
 */
export async function checkDisk(dataDir) {
  let folder = resolve(dataDir);
  // The folder itself is made at the first start.
  while (!existsSync(folder) && dirname(folder) !== folder) {
    folder = dirname(folder);
  }
  try {
    await access(folder, constants.W_OK);
  } catch {
    return [
      {
        status: 'fail',
        name: 'data folder',
        detail: `${folder} cannot be written`,
        fix: 'Give this account the right to write there, or set DATA_DIR to another folder.',
      },
    ];
  }
  const { bavail, bsize } = await statfs(folder);
  return [judgeSpace(bavail * bsize, folder)];
}
