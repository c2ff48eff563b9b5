// Names a mediasoup worker by what it must match: mediasoup's version, the platform, the processor and the C library.

import { closeSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The path of an ELF file's interpreter stands near its beginning. */
const ELF_HEAD_BYTES = 8192;

/**
 * @typedef {object} Host
 * @property {string} platform As in `process.platform`.
 * @property {string} arch As in `process.arch`.
 * @property {string} libc `glibc`, `musl`, or `system` where there is only one.
 */

/**
 * The C library that a program with this beginning was linked against.
 * @param {Buffer} head The first bytes of an ELF executable.
 * @returns {'glibc' | 'musl'}
 */
export function libcOfElf(head) {
  return head.includes('/ld-musl-') ? 'musl' : 'glibc';
}

/**
 * This machine. The running Node itself tells which C library programs here use.
 * @returns {Host}
 */
export function detectHost() {
  const { platform, arch } = process;
  if (platform !== 'linux') {
    return { platform, arch, libc: 'system' };
  }
  const head = Buffer.alloc(ELF_HEAD_BYTES);
  const file = openSync(process.execPath, 'r');
  try {
    readSync(file, head);
  } finally {
    closeSync(file);
  }
  return { platform, arch, libc: libcOfElf(head) };
}

/**
 * The name of the cache folder of one worker, for example `3.27.1-linux-x64-glibc`.
 * @param {string} mediasoupVersion
 * @param {Host} host
 * @returns {string}
 */
export function workerKey(mediasoupVersion, { platform, arch, libc }) {
  return `${mediasoupVersion}-${platform}-${arch}-${libc}`;
}

/**
 * The folder of the installed mediasoup package and its version.
 * @param {string} repositoryDir
 * @returns {{ directory: string, version: string }}
 */
export function installedMediasoup(repositoryDir) {
  const directory = join(repositoryDir, 'node_modules', 'mediasoup');
  /** @type {unknown} */
  const manifest = createRequire(import.meta.url)(join(directory, 'package.json'));
  if (
    typeof manifest !== 'object' ||
    manifest === null ||
    !('version' in manifest) ||
    typeof manifest.version !== 'string'
  ) {
    throw new Error('The package.json of mediasoup has no version.');
  }
  return { directory, version: manifest.version };
}
