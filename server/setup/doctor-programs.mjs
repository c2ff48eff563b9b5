// The doctor's look at Node, the npm packages, the worker and the programs of the operating system.

import { findCommand } from './commands.mjs';
import { findNode, nodePackage } from './node-runtime.mjs';
import { packagesInstalled } from './npm-packages.mjs';
import { installLine, packageNames, runRequirements } from './requirements.mjs';
import { runCommand } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';
import { findMissing, howToInstall } from './system-packages.mjs';
import { findWorker } from './worker.mjs';
import { installedMediasoup } from './worker-key.mjs';

/** @typedef {import('./doctor-report.mjs').Finding} Finding */
/** @typedef {import('./prepare.mjs').Place} Place */

const COMMAND_TIMEOUT_MS = 10_000;
const START_DOES_IT = '`npm start` takes care of it.';

/** What the program is encoded with, by the ffmpeg list that names it. */
const FFMPEG_PARTS = { '-encoders': ['libmp3lame', 'libopus'] };

/**
 * @param {Place} place
 * @returns {Promise<Finding[]>}
 */
export async function checkRuntime(place) {
  return [checkNode(place), await checkPackages(place), await checkWorker(place)];
}

/**
 * @param {Place} place
 * @returns {Finding}
 */
function checkNode(place) {
  const name = 'Node';
  const version = process.versions.node;
  const node = findNode(place);
  if (node !== undefined) {
    return {
      status: 'ok',
      name,
      detail: node === process.execPath ? version : `${node} (this is ${version})`,
    };
  }
  return nodePackage(place.host) === undefined
    ? {
        status: 'fail',
        name,
        detail: `this is ${version}, which is too old`,
        fix: 'Install Node 24 or newer.',
      }
    : {
        status: 'warn',
        name,
        detail: `this is ${version}; Node 24 is fetched at the first start`,
        fix: START_DOES_IT,
      };
}

/**
 * @param {Place} place
 * @returns {Promise<Finding>}
 */
async function checkPackages(place) {
  const name = 'npm packages';
  return (await packagesInstalled(place))
    ? { status: 'ok', name, detail: 'as package-lock.json says' }
    : { status: 'warn', name, detail: 'missing, or others than package-lock.json says', fix: START_DOES_IT };
}

/**
 * @param {Place} place
 * @returns {Promise<Finding>}
 */
async function checkWorker(place) {
  const name = 'mediasoup worker';
  try {
    const { version } = installedMediasoup(place.repositoryDir);
    const worker = await findWorker(place);
    return worker === undefined
      ? { status: 'warn', name, detail: `none yet for mediasoup ${version}`, fix: START_DOES_IT }
      : { status: 'ok', name, detail: `${version}, ${worker}` };
  } catch (error) {
    if (error instanceof SetupError) {
      return { status: 'fail', name, detail: error.message, fix: error.fix ?? START_DOES_IT };
    }
    return { status: 'warn', name, detail: 'mediasoup is not installed yet', fix: START_DOES_IT };
  }
}

/**
 * @param {Place} place
 * @param {string} ffmpeg The command or path of ffmpeg.
 * @returns {Promise<Finding[]>}
 */
export async function checkPrograms(place, ffmpeg) {
  const path = place.env.PATH;
  const requirements = runRequirements({ tests: false, env: place.env });
  const missing = await findMissing(requirements, path);
  const way = await howToInstall(path);
  /** @type {Finding[]} */
  const findings = [];
  for (const requirement of requirements) {
    const { name, commands = [] } = requirement;
    if (!missing.includes(requirement)) {
      const found = commands.map((command) => findCommand(command, path)).find((file) => file !== undefined);
      findings.push({ status: 'ok', name, detail: found ?? '' });
    } else if (way.prefix !== undefined) {
      findings.push({ status: 'warn', name, detail: 'not installed yet', fix: START_DOES_IT });
    } else {
      const fix =
        way.manager === undefined
          ? `Install ${name}.`
          : installLine(way.manager, packageNames([requirement], way.manager), way);
      findings.push({ status: 'fail', name, detail: 'not installed', fix });
    }
  }
  findings.push(...(await checkFfmpegParts(ffmpeg, path)));
  return findings;
}

/**
 * @param {string} ffmpeg
 * @param {string} path
 * @returns {Promise<Finding[]>}
 */
async function checkFfmpegParts(ffmpeg, path) {
  const binary = ffmpeg.includes('/') ? ffmpeg : findCommand(ffmpeg, path);
  if (binary === undefined) {
    return [];
  }
  const lacking = [];
  for (const [list, parts] of Object.entries(FFMPEG_PARTS)) {
    /** @type {Set<string>} */
    const words = new Set();
    const { code } = await runCommand(binary, ['-hide_banner', list], {
      timeoutMs: COMMAND_TIMEOUT_MS,
      onLine: (line) => words.add(line.trim().split(/\s+/)[1] ?? ''),
    });
    if (code !== 0) {
      return [
        {
          status: 'fail',
          name: 'ffmpeg parts',
          detail: `${binary} does not run`,
          fix: 'Install another ffmpeg.',
        },
      ];
    }
    lacking.push(...parts.filter((part) => !words.has(part)));
  }
  const all = Object.values(FFMPEG_PARTS).flat().join(', ');
  return [
    lacking.length === 0
      ? { status: 'ok', name: 'ffmpeg parts', detail: all }
      : {
          status: 'fail',
          name: 'ffmpeg parts',
          detail: `${binary} lacks ${lacking.join(', ')}`,
          fix: 'Install an ffmpeg built with LAME and libopus, as those of the distributions are, or set FFMPEG_PATH.',
        },
  ];
}
