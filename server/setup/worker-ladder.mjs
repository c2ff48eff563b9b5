// Decides in which order a mediasoup worker is looked for. Pure: knows the settings, not the disk or the network.

/**
 * `given`: MEDIASOUP_WORKER_BIN. `cache`: one that was fetched or built earlier. `download`: upstream's release for this
 * platform. `source`: compiled from the C++ source inside the npm package.
 * @typedef {'given' | 'cache' | 'download' | 'source'} Rung
 */

/** Where mediasoup publishes its workers, as its own install script has it. */
const RELEASES_URL = 'https://github.com/versatica/mediasoup/releases/download';

/**
 * The rungs to try, first to last. A worker that was given is never replaced by another one silently.
 * The variable that skips the download is mediasoup's own.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Rung[]}
 */
export function workerRungs(env) {
  if (env.MEDIASOUP_WORKER_BIN) {
    return ['given'];
  }
  return env.MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD ? ['cache', 'source'] : ['cache', 'download', 'source'];
}

/**
 * What is known about a worker in the cache.
 * @typedef {object} WorkerOrigin
 * @property {'download' | 'source'} rung
 * @property {string} recipe The digest of the build recipe, '' for a download.
 */

/**
 * Reads the note that lies beside a cached worker.
 * @param {string} text
 * @returns {WorkerOrigin | undefined} Nothing when the note is damaged.
 */
export function parseWorkerOrigin(text) {
  try {
    /** @type {unknown} */
    const value = JSON.parse(text);
    if (
      typeof value === 'object' &&
      value !== null &&
      'rung' in value &&
      (value.rung === 'download' || value.rung === 'source') &&
      'recipe' in value &&
      typeof value.recipe === 'string'
    ) {
      return { rung: value.rung, recipe: value.recipe };
    }
  } catch {
    return undefined;
  }
  return undefined;
}

/**
 * Whether a cached worker is what today's setup would get: a build is outdated when its recipe changed.
 * @param {WorkerOrigin | undefined} origin
 * @param {string} recipe The digest of today's recipe.
 * @returns {boolean}
 */
export function isCurrentWorker(origin, recipe) {
  return origin !== undefined && (origin.rung === 'download' || origin.recipe === recipe);
}

/**
 * The address of upstream's worker for a machine.
 * @param {{ version: string, platform: string, arch: string, kernelRelease: string, env: NodeJS.ProcessEnv }} options
 *   `kernelRelease` as in `os.release()`; upstream's names for Linux carry its major number.
 * @returns {string}
 */
export function workerDownloadUrl({ version, platform, arch, kernelRelease, env }) {
  const base = env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL || RELEASES_URL;
  const kernel = platform === 'linux' ? `-kernel${kernelRelease.split('.')[0]}` : '';
  return `${base}/${version}/mediasoup-worker-${version}-${platform}-${arch}${kernel}.tgz`;
}
