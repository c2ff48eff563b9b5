// Provides the Node that runs the studio: this one if it is new enough, else a pinned one from the npm registry.

import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { runCommand } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';

/** The oldest Node that runs server/main.ts: it strips types by itself and has what mediasoup and vitest ask for. */
export const REQUIRED_NODE_MAJOR = 24;

/** The release that is fetched when the machine's own Node is older. */
export const PINNED_NODE_VERSION = '24.21.0';

/** Processors for which the npm registry has that release as a package, for glibc. */
const PACKAGED_LINUX_ARCHES = ['x64', 'arm64'];

/** @typedef {import('./worker-key.mjs').Host} Host */

/**
 * Whether a Node of this version can run the studio.
 * @param {string} version For example `20.20.2`.
 * @returns {boolean}
 */
export function isNewEnough(version) {
  return Number(version.split('.')[0]) >= REQUIRED_NODE_MAJOR;
}

/**
 * The npm package that carries the pinned Node for a machine.
 * @param {Host} host
 * @returns {string | undefined} Nothing when there is none.
 */
export function nodePackage({ platform, arch, libc }) {
  return platform === 'linux' && libc === 'glibc' && PACKAGED_LINUX_ARCHES.includes(arch)
    ? `node-linux-${arch}@${PINNED_NODE_VERSION}`
    : undefined;
}

/**
 * The Node that is already there, without fetching one.
 * @param {{ cacheDir: string, host: Host }} options
 * @returns {string | undefined} The path of the binary.
 */
export function findNode({ cacheDir, host }) {
  if (isNewEnough(process.versions.node)) {
    return process.execPath;
  }
  const cached = join(cachedNodeDirectory(cacheDir, host), 'bin', 'node');
  return existsSync(cached) ? cached : undefined;
}

/**
 * Provides the Node that runs the studio.
 * @param {{ cacheDir: string, host: Host, progress: import('./progress.mjs').Progress, signal: AbortSignal }} options
 * @returns {Promise<string>} The path of the binary.
 * @throws {SetupError} When this machine's Node is too old and none can be fetched for it.
 */
export async function ensureNode(options) {
  const found = findNode(options);
  if (found !== undefined) {
    return found;
  }
  const spec = nodePackage(options.host);
  if (spec === undefined) {
    throw new SetupError(
      `OpenStudio needs Node ${REQUIRED_NODE_MAJOR} or newer; this is Node ${process.versions.node}.`,
      { fix: `Install Node ${REQUIRED_NODE_MAJOR}, for example from https://nodejs.org/, and start again.` },
    );
  }
  return fetchNode(spec, options);
}

/**
 * @param {string} spec
 * @param {Parameters<typeof ensureNode>[0]} options
 * @returns {Promise<string>}
 */
async function fetchNode(spec, { cacheDir, host, progress, signal }) {
  const step = progress.step(
    `Fetching Node ${PINNED_NODE_VERSION} (this machine has ${process.versions.node})`,
  );
  const target = cachedNodeDirectory(cacheDir, host);
  const staging = `${target}.new`;
  try {
    await rm(staging, { recursive: true, force: true });
    await mkdir(staging, { recursive: true });
    // A manifest of its own, so that npm takes this folder and no other one for the root.
    await writeFile(join(staging, 'package.json'), '{ "private": true }\n');
    const { code, tail } = await runCommand(
      'npm',
      [
        'install',
        '--prefix',
        staging,
        '--no-package-lock',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        spec,
      ],
      { cwd: staging, signal },
    );
    signal.throwIfAborted();
    if (code !== 0) {
      throw new SetupError(`Node ${PINNED_NODE_VERSION} could not be fetched with npm.`, { fix: tail });
    }
    const name = spec.slice(0, spec.lastIndexOf('@'));
    const unpacked = join(staging, 'node_modules', name, 'bin');
    const { stdout } = await runCommand(join(unpacked, 'node'), ['--version']);
    if (stdout !== `v${PINNED_NODE_VERSION}`) {
      throw new SetupError(`Node ${PINNED_NODE_VERSION} was fetched, but it does not run on this machine.`);
    }
    await rm(target, { recursive: true, force: true });
    await mkdir(target, { recursive: true });
    await rename(unpacked, join(target, 'bin'));
  } catch (error) {
    step.fail();
    throw error;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  step.done();
  return join(target, 'bin', 'node');
}

/**
 * @param {string} cacheDir
 * @param {Host} host
 * @returns {string}
 */
function cachedNodeDirectory(cacheDir, { platform, arch }) {
  return join(cacheDir, 'node', `${PINNED_NODE_VERSION}-${platform}-${arch}`);
}

/**
 * The environment in which `node` means the given binary, also for the `#!` lines of npm's commands.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} node The path of a Node binary.
 * @returns {NodeJS.ProcessEnv}
 */
export function withNodeFirst(env, node) {
  return { ...env, PATH: `${dirname(node)}:${env.PATH ?? ''}` };
}
