// Installs the npm packages of package-lock.json, and knows at once when they are already there.

import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { runCommand } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';

/** Lies inside node_modules, so that it goes when they go. Holds what was installed, see `lockStamp`. */
const STAMP_FILE = '.openstudio-packages';

/** npm says first what is wrong, and then a page about its options. */
const SHOWN_ERRORS = 12;

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {boolean} [optional]
 * @property {boolean} [link]
 */

/**
 * Identifies an installation: the lock file, and the platform whose binaries npm chose.
 * @param {string} lockText The text of package-lock.json.
 * @param {import('./worker-key.mjs').Host} host
 * @returns {string}
 */
export function lockStamp(lockText, { platform, arch, libc }) {
  return `${createHash('sha256').update(lockText).digest('hex')} ${platform}-${arch}-${libc}`;
}

/**
 * The platform in a stamp: node_modules copied from another machine have that machine's binaries.
 * @param {string} stamp
 * @returns {string | undefined}
 */
function platformOf(stamp) {
  return stamp.split(' ')[1];
}

/**
 * Reads the packages of a lock file, without the root entry.
 * @param {string} text The text of package-lock.json or of npm's hidden node_modules/.package-lock.json.
 * @returns {Map<string, LockedPackage>} By path, for example `node_modules/zod`.
 */
export function parseLock(text) {
  /** @type {unknown} */
  const lock = JSON.parse(text);
  /** @type {Map<string, LockedPackage>} */
  const packages = new Map();
  if (typeof lock !== 'object' || lock === null || !('packages' in lock)) {
    return packages;
  }
  for (const [path, entry] of Object.entries(lock.packages ?? {})) {
    if (path !== '') {
      packages.set(path, entry);
    }
  }
  return packages;
}

/**
 * Whether what npm says it installed is what the lock asks for. Optional packages may be absent: most of them
 * are binaries for other platforms.
 * @param {Map<string, LockedPackage>} locked
 * @param {Map<string, LockedPackage>} installed
 * @returns {boolean}
 */
export function installationMatches(locked, installed) {
  for (const [path, { version }] of installed) {
    if (locked.get(path)?.version !== version) {
      return false;
    }
  }
  for (const [path, { optional }] of locked) {
    if (optional !== true && !installed.has(path)) {
      return false;
    }
  }
  return installed.size > 0;
}

/**
 * Tells whether node_modules is what package-lock.json says. Packages that somebody installed with npm
 * by hand are recognised once and stamped.
 * @param {{ repositoryDir: string, host: import('./worker-key.mjs').Host }} options
 * @returns {Promise<boolean>}
 */
export async function packagesInstalled({ repositoryDir, host }) {
  const lockText = await readFile(join(repositoryDir, 'package-lock.json'), 'utf8');
  const modules = join(repositoryDir, 'node_modules');
  const stamp = lockStamp(lockText, host);
  const found = await readIfThere(join(modules, STAMP_FILE));
  if (found === stamp) {
    return true;
  }
  if (found !== undefined && platformOf(found) !== platformOf(stamp)) {
    return false;
  }
  const hidden = await readIfThere(join(modules, '.package-lock.json'));
  if (hidden === undefined || !installationMatches(parseLock(lockText), parseLock(hidden))) {
    return false;
  }
  await writeFile(join(modules, STAMP_FILE), stamp);
  return true;
}

/**
 * Installs the packages when they are missing or others than the lock asks for. No install script runs.
 * @param {object} options
 * @param {string} options.repositoryDir
 * @param {import('./worker-key.mjs').Host} options.host
 * @param {import('./progress.mjs').Progress} options.progress
 * @param {AbortSignal} options.signal
 * @throws {SetupError} With npm's last lines.
 */
export async function ensurePackages({ repositoryDir, host, progress, signal }) {
  if (await packagesInstalled({ repositoryDir, host })) {
    return;
  }
  const step = progress.step('Installing the npm packages');
  let fetched = 0;
  /** @type {string[]} */
  const errors = [];
  const { code, tail } = await runCommand(
    'npm',
    [
      'ci',
      '--prefix',
      repositoryDir,
      '--ignore-scripts',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
      '--loglevel=http',
    ],
    {
      cwd: repositoryDir,
      signal,
      onLine(line) {
        if (/^npm error \S/.test(line) && errors.length < SHOWN_ERRORS) {
          errors.push(line);
        } else if (line.includes('http fetch')) {
          fetched += 1;
          step.update(`${fetched} fetched`);
        } else if (line.includes('http cache')) {
          step.update("from npm's cache");
        }
      },
    },
  );
  if (code !== 0 || signal.aborted) {
    step.fail();
    signal.throwIfAborted();
    throw new SetupError('npm could not install the packages.', {
      fix: errors.length > 0 ? errors.join('\n') : tail,
    });
  }
  const lockText = await readFile(join(repositoryDir, 'package-lock.json'), 'utf8');
  await writeFile(join(repositoryDir, 'node_modules', STAMP_FILE), lockStamp(lockText, host));
  step.done();
}

/**
 * @param {string} file
 * @returns {Promise<string | undefined>}
 */
async function readIfThere(file) {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}
