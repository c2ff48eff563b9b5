// Makes this clone ready to run, from nothing if need be, and says at once when it already is.

import { join } from 'node:path';

import { findCommand, widenedPath } from './commands.mjs';
import { withLock } from './lock.mjs';
import { ensureNode, findNode, withNodeFirst } from './node-runtime.mjs';
import { ensurePackages, packagesInstalled } from './npm-packages.mjs';
import { ownCacheDirectory, repositoryDir } from './paths.mjs';
import { chromiumCommands, runRequirements, workerBuildRequirements } from './requirements.mjs';
import { ensureRequirements, findMissing } from './system-packages.mjs';
import { ensureWeb, webIsBuilt } from './web-build.mjs';
import { ensureWorker, findWorker } from './worker.mjs';
import { detectHost } from './worker-key.mjs';

/**
 * @typedef {object} Prepared
 * @property {string} repositoryDir
 * @property {string} node The Node that runs the studio.
 * @property {NodeJS.ProcessEnv} env For every process of the studio: that Node first on the PATH, MEDIASOUP_WORKER_BIN set, and CHROMIUM_PATH if there is one.
 */

/**
 * @typedef {object} PrepareOptions
 * @property {boolean} tests Whether the tests' needs count too.
 * @property {import('./progress.mjs').Progress} progress
 * @property {AbortSignal} signal
 */

/**
 * @typedef {object} Place
 * @property {string} repositoryDir
 * @property {string} cacheDir
 * @property {import('./worker-key.mjs').Host} host
 * @property {NodeJS.ProcessEnv & { PATH: string }} env
 */

/**
 * This clone on this machine.
 * @returns {Place}
 */
export function ownPlace() {
  return {
    repositoryDir,
    cacheDir: ownCacheDirectory(),
    host: detectHost(),
    env: { ...process.env, PATH: widenedPath(process.env.PATH) },
  };
}

/**
 * Provides npm packages, Node, system packages, the mediasoup worker and the built web app, each only where it is missing.
 * @param {PrepareOptions} options
 * @returns {Promise<Prepared>}
 * @throws {import('./setup-error.mjs').SetupError} When a person has to do something first.
 */
export async function prepare(options) {
  const place = ownPlace();
  const ready = await findPrepared(place, options.tests);
  if (ready !== undefined) {
    return ready;
  }
  const { progress, signal } = options;
  return withLock(join(place.cacheDir, 'setup.lock'), () => prepareAll(place, options), {
    onWait: (pid) => progress.note(`  Another setup is at work (process ${pid}); waiting for it to finish.`),
    signal,
  });
}

/**
 * @param {boolean} tests
 * @param {NodeJS.ProcessEnv} env
 */
function requirementsOf(tests, env) {
  const networks = process.platform === 'linux' && process.getuid?.() === 0;
  return runRequirements({ tests, networks, env });
}

/**
 * The quick look: everything is there, or something is not.
 * @param {Place} place
 * @param {boolean} tests
 * @returns {Promise<Prepared | undefined>}
 */
async function findPrepared(place, tests) {
  const { env } = place;
  const node = findNode(place);
  if (node === undefined || !(await packagesInstalled(place))) {
    return undefined;
  }
  const [worker, missing, web] = await Promise.all([
    findWorker(place),
    findMissing(requirementsOf(tests, env), env.PATH),
    webIsBuilt(place.repositoryDir),
  ]);
  return worker !== undefined && missing.length === 0 && web ? prepared(place, node, worker) : undefined;
}

/**
 * @param {Place} place
 * @param {PrepareOptions} options
 * @returns {Promise<Prepared>}
 */
async function prepareAll(place, { tests, progress, signal }) {
  const shared = { ...place, progress, signal };
  const path = place.env.PATH;
  await ensurePackages(shared);
  const node = await ensureNode(shared);
  await ensureRequirements({ ...shared, path, requirements: requirementsOf(tests, place.env) });
  const worker = await ensureWorker({
    ...shared,
    installBuildTools: () => ensureRequirements({ ...shared, path, requirements: workerBuildRequirements }),
  });
  await ensureWeb({ ...shared, node, env: withNodeFirst(place.env, node) });
  return prepared(place, node, worker);
}

/**
 * @param {Place} place
 * @param {string} node
 * @param {string} worker
 * @returns {Prepared}
 */
function prepared(place, node, worker) {
  const chromium =
    place.env.CHROMIUM_PATH ||
    chromiumCommands.map((name) => findCommand(name, place.env.PATH)).find((file) => file !== undefined);
  return {
    repositoryDir: place.repositoryDir,
    node,
    env: {
      ...withNodeFirst(place.env, node),
      MEDIASOUP_WORKER_BIN: worker,
      ...(chromium === undefined ? {} : { CHROMIUM_PATH: chromium }),
    },
  };
}
