// The settings the doctor needs, read without any package. The server's own reading (server/config.ts) is the one that counts;
// a unit test holds the defaults together.

import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import { findNode } from './node-runtime.mjs';
import { packagesInstalled } from './npm-packages.mjs';
import { runCommand } from './run-command.mjs';

/** The most workers a server starts, so the most ports to look at. */
const WORKERS_MAX = 32;

/**
 * @typedef {object} DoctorSettings
 * @property {number} port
 * @property {string} host
 * @property {string} publicUrl
 * @property {string} dataDir
 * @property {string | undefined} icecastUrl
 * @property {number} icecastPort
 * @property {string | undefined} turnUrls
 * @property {number} turnPort
 * @property {string} mediaIp
 * @property {string | undefined} announcedIp
 * @property {number} mediaPort
 * @property {number} workers One port each, from `mediaPort` on.
 * @property {string} ffmpeg
 */

/**
 * @param {NodeJS.ProcessEnv} env Empty values count as unset; values that are no numbers fall back to the defaults.
 * @returns {DoctorSettings}
 */
export function readDoctorSettings(env) {
  const port = numberOf(env.PORT, 3000);
  return {
    port,
    host: env.HOST || '127.0.0.1',
    publicUrl: env.PUBLIC_URL || `http://localhost:${port}`,
    dataDir: env.DATA_DIR || './data',
    icecastUrl: env.ICECAST_URL || undefined,
    icecastPort: numberOf(env.ICECAST_PORT, 8000),
    turnUrls: env.TURN_URLS || undefined,
    turnPort: numberOf(env.TURN_PORT, 3478),
    mediaIp: env.MEDIASOUP_LISTEN_IP || '127.0.0.1',
    announcedIp: env.MEDIASOUP_ANNOUNCED_IP || undefined,
    mediaPort: numberOf(env.MEDIASOUP_PORT, 40_000),
    workers: Math.min(WORKERS_MAX, numberOf(env.MEDIASOUP_NUM_WORKERS, availableParallelism())),
    ffmpeg: env.FFMPEG_PATH || 'ffmpeg',
  };
}

/**
 * @param {string | undefined} text
 * @param {number} fallback
 * @returns {number}
 */
function numberOf(text, fallback) {
  const value = Number(text || fallback);
  return Number.isInteger(value) && value > 0 && value < 65_536 ? value : fallback;
}

/**
 * Whether a host name or address is this machine for the browser that opens it (W3C Secure Contexts, 3.1).
 * @param {string} hostname As in `URL.hostname`.
 * @returns {boolean}
 */
export function isLocalHostname(hostname) {
  const name = hostname.replace(/^\[|\]$/g, '');
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '::1' ||
    (isIP(name) === 4 && name.startsWith('127.'))
  );
}

/**
 * Whether browsers allow a microphone on pages of this address.
 * @param {string} url
 * @returns {boolean}
 */
export function isSecureOrigin(url) {
  if (!URL.canParse(url)) {
    return false;
  }
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && isLocalHostname(hostname));
}

/**
 * Has the server's own code check all settings, once it can run.
 * @param {import('./prepare.mjs').Place} place
 * @returns {Promise<import('./doctor-report.mjs').Finding[]>}
 */
export async function checkSettings(place) {
  const node = findNode(place);
  if (node === undefined || !(await packagesInstalled(place))) {
    return [];
  }
  const script = fileURLToPath(new URL('print-setting-problems.mjs', import.meta.url));
  const { code, stdout, tail } = await runCommand(node, [script], { env: place.env });
  const name = 'settings';
  if (code !== 0) {
    return [{ status: 'fail', name, detail: 'could not be read', fix: tail }];
  }
  return stdout === ''
    ? [{ status: 'ok', name, detail: 'valid' }]
    : stdout
        .split('\n')
        .map((problem) => ({ status: 'fail', name, detail: problem, fix: 'Correct it in the environment.' }));
}
