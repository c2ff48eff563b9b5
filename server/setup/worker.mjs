// Provides a mediasoup worker that runs on this machine, by the first rung of the ladder that holds.

import { chmod, copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';

import { SetupError } from './setup-error.mjs';
import { downloadWorker } from './worker-download.mjs';
import { detectHost, installedMediasoup, workerKey } from './worker-key.mjs';
import { isCurrentWorker, parseWorkerOrigin, workerDownloadUrl, workerRungs } from './worker-ladder.mjs';
import { workerRuns } from './worker-probe.mjs';
import { recipeDigest } from './worker-recipe.mjs';
import { buildWorker } from './worker-source.mjs';

/** @typedef {import('./progress.mjs').Progress} Progress */

/**
 * @typedef {object} WorkerOptions
 * @property {string} repositoryDir With mediasoup installed in it.
 * @property {string} cacheDir
 * @property {NodeJS.ProcessEnv} env
 * @property {Progress} progress
 * @property {() => Promise<void>} installBuildTools Called before a build.
 * @property {AbortSignal} signal
 */

/**
 * Finds a worker that is already there, without fetching or building anything.
 * @param {Pick<WorkerOptions, 'repositoryDir' | 'cacheDir' | 'env'>} options
 * @returns {Promise<string | undefined>} The binary's path; it was seen to run.
 * @throws {SetupError} When MEDIASOUP_WORKER_BIN is set and does not run.
 */
export async function findWorker({ repositoryDir, cacheDir, env }) {
  if (env.MEDIASOUP_WORKER_BIN) {
    if (await workerRuns(env.MEDIASOUP_WORKER_BIN)) {
      return env.MEDIASOUP_WORKER_BIN;
    }
    throw new SetupError('MEDIASOUP_WORKER_BIN is set, but that file does not run as a worker.', {
      fix: 'Set it to a mediasoup-worker binary for this machine, or unset it.',
    });
  }
  const directory = cachedWorkerDirectory(cacheDir, repositoryDir);
  const origin = await readOrigin(directory);
  const binary = join(directory, 'mediasoup-worker');
  const current = isCurrentWorker(origin, await recipeDigest());
  return current && (await workerRuns(binary)) ? binary : undefined;
}

/**
 * Provides a worker, if need be by fetching or building one. Only one process at a time may call this.
 * @param {WorkerOptions} options
 * @returns {Promise<string>} The binary's path; it was seen to run.
 * @throws {SetupError}
 */
export async function ensureWorker(options) {
  const found = await findWorker(options);
  if (found !== undefined) {
    return found;
  }
  const { repositoryDir, cacheDir, env, signal } = options;
  const target = cachedWorkerDirectory(cacheDir, repositoryDir);
  const staging = `${target}.new`;
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  try {
    const downloaded = workerRungs(env).includes('download') && (await tryDownload(options, staging));
    signal.throwIfAborted();
    if (downloaded) {
      await rm(join(staging, 'worker.tgz'), { force: true });
    } else {
      await buildInto(options, staging);
    }
    const origin = downloaded
      ? { rung: 'download', recipe: '' }
      : { rung: 'source', recipe: await recipeDigest() };
    await writeFile(join(staging, 'origin.json'), `${JSON.stringify(origin)}\n`);
    await rm(target, { recursive: true, force: true });
    await rename(staging, target);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return join(target, 'mediasoup-worker');
}

/**
 * @param {WorkerOptions} options
 * @param {string} staging
 * @returns {Promise<boolean>}
 */
async function tryDownload({ repositoryDir, env, progress, signal }, staging) {
  const { version } = installedMediasoup(repositoryDir);
  const { platform, arch } = detectHost();
  const url = workerDownloadUrl({ version, platform, arch, kernelRelease: release(), env });
  const step = progress.step(`Fetching mediasoup's worker ${version}`);
  const outcome = await downloadWorker(url, staging, signal);
  if ('binary' in outcome) {
    step.done();
    return true;
  }
  step.fail(`${outcome.reason}; it will be built here instead`);
  return false;
}

/**
 * @param {WorkerOptions} options
 * @param {string} staging
 */
async function buildInto(options, staging) {
  const { repositoryDir, progress, signal, installBuildTools } = options;
  await installBuildTools();
  const { directory: packageDir } = installedMediasoup(repositoryDir);
  const scratch = `${staging}.scratch`;
  const step = progress.step("Building mediasoup's worker (once; about 4 minutes on 2 cores)");
  try {
    const recipe = await recipeDigest();
    const built = await buildWorker({ packageDir, scratch, recipe, step, signal });
    const binary = join(staging, 'mediasoup-worker');
    await copyFile(built, binary);
    await chmod(binary, 0o755);
    if (!(await workerRuns(binary))) {
      throw new SetupError('The worker was built, but it does not run on this machine.');
    }
  } catch (error) {
    step.fail();
    throw error;
  }
  await rm(scratch, { recursive: true, force: true });
  step.done();
}

/**
 * @param {string} cacheDir
 * @param {string} repositoryDir
 * @returns {string}
 */
function cachedWorkerDirectory(cacheDir, repositoryDir) {
  return join(cacheDir, 'worker', workerKey(installedMediasoup(repositoryDir).version, detectHost()));
}

/** @param {string} directory */
async function readOrigin(directory) {
  try {
    return parseWorkerOrigin(await readFile(join(directory, 'origin.json'), 'utf8'));
  } catch {
    return undefined;
  }
}
