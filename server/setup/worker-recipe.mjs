// What has to change in mediasoup's worker source so that it builds against the libraries of a distribution.

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const recipeDir = fileURLToPath(new URL('worker-build/', import.meta.url));

/** One folder per subproject of the worker, which takes the place of a download. */
export const subprojectsDir = join(recipeDir, 'subprojects');

/** The folder with the precompiled header; it keeps its name in the worker's source. */
export const precompiledHeaderDir = join(recipeDir, 'pch');

/**
 * @typedef {object} Patch
 * @property {string} file Relative to the worker's source.
 * @property {string} find
 * @property {string} replace
 */

/** @type {readonly Patch[]} */
export const patches = [
  {
    // Debian 12 has meson 1.0.1, and the build uses nothing newer.
    file: 'meson.build',
    find: "meson_version: '>= 1.1.0'",
    replace: "meson_version: '>= 1.0.0'",
  },
  {
    // Most of the compile time goes into the same headers again and again.
    file: 'meson.build',
    find: "sources: common_sources + ['src/main.cpp'],",
    replace: "sources: common_sources + ['src/main.cpp'],\n  cpp_pch: 'pch/worker.hpp',",
  },
  {
    // A distribution's OpenSSL knows kernel TLS. This callback answers 1 to every control call whose
    // type is combined with BIO_CB_RETURN, so OpenSSL takes kernel TLS for active, allocates no write
    // buffer, and the worker crashes in the first DTLS handshake (BIO_set_callback_ex(3)).
    file: 'src/RTC/DtlsTransport.cpp',
    find: '(operationType == BIO_CB_RETURN)',
    replace: '((operationType & BIO_CB_RETURN) != 0)',
  },
];

/**
 * Applies one patch to a file's text.
 * @param {string} text
 * @param {Patch} patch
 * @returns {string}
 * @throws {Error} When the place is not there exactly once: the source is not the one the patch was written for.
 */
export function applyPatch(text, { file, find, replace }) {
  const parts = text.split(find);
  if (parts.length !== 2) {
    throw new Error(`${file} has the place to change ${parts.length - 1} times instead of once.`);
  }
  return parts.join(replace);
}

/**
 * The folder name under which meson looks for a subproject, from its wrap file (Meson manual, "Wrap dependency system").
 * @param {string} wrap The text of a `.wrap` file.
 * @returns {string}
 */
export function wrapDirectory(wrap) {
  const name = /^\s*directory\s*=\s*(\S+)\s*$/m.exec(wrap)?.[1];
  if (name === undefined || name.includes('/') || name.startsWith('.')) {
    throw new Error('The wrap file names no folder.');
  }
  return name;
}

/**
 * A digest of everything that decides how the worker is built; it changes when a cached build is outdated.
 * @returns {Promise<string>}
 */
export async function recipeDigest() {
  const hash = createHash('sha256').update(JSON.stringify(patches));
  const entries = await readdir(recipeDir, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) {
    hash.update(`${file.slice(recipeDir.length)}\n`).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 16);
}
