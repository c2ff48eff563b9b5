// A Docker engine for the tests of the compose stack: finds the one that runs, or starts one of our own that is stopped again.

import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { findCommand } from './commands.mjs';
import { runCommand } from './run-command.mjs';

/** Where Docker listens unless DOCKER_HOST says otherwise. */
export const USUAL_HOST = 'unix:///var/run/docker.sock';
const ANSWER_TIMEOUT_MS = 3_000;
const READY_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 30_000;
const LOOK_EVERY_MS = 100;
const SHOWN_LINES = 5;

/**
 * @typedef {object} Engine
 * @property {string} host For DOCKER_HOST.
 * @property {() => Promise<void>} close Ends it if it is ours.
 */

/**
 * The engine that runs, or one that was started; or why there is none.
 * @param {{ env: NodeJS.ProcessEnv & { PATH: string }, cacheDir: string }} place
 * @returns {Promise<Engine | { missing: string }>}
 */
export async function openEngine({ env, cacheDir }) {
  const host = env.DOCKER_HOST ?? USUAL_HOST;
  if (await answers(host)) {
    return { host, close: async () => {} };
  }
  if (process.getuid?.() !== 0) {
    return { missing: 'no Docker engine answers, and only root can start one' };
  }
  if (findCommand('dockerd', env.PATH) === undefined) {
    return { missing: 'no Docker engine answers, and dockerd is not installed' };
  }
  return startEngine({ env, cacheDir });
}

/**
 * Its images are in the cache, so that the next run finds them; its socket and its state are in a folder of this run.
 * @param {{ env: NodeJS.ProcessEnv, cacheDir: string }} place
 * @returns {Promise<Engine | { missing: string }>}
 */
async function startEngine({ env, cacheDir }) {
  const folder = await mkdtemp(join(tmpdir(), 'openstudio-engine-'));
  const data = join(cacheDir, 'compose', 'engine');
  await mkdir(data, { recursive: true });
  const host = `unix://${join(folder, 'docker.sock')}`;
  const logFile = join(folder, 'dockerd.log');
  // What the builder remembers would grow with every change; this holds a whole build with room to spare.
  const configFile = join(folder, 'daemon.json');
  await writeFile(
    configFile,
    JSON.stringify({ builder: { gc: { enabled: true, defaultKeepStorage: '8GB' } } }),
  );
  const words = ['--host', host, '--data-root', data, '--config-file', configFile];
  words.push('--exec-root', join(folder, 'exec'), '--pidfile', join(folder, 'docker.pid'));
  // A session of its own: a Ctrl-C shall reach the tests first, which need the engine to clean up.
  const child = spawn('dockerd', words, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const log = createWriteStream(logFile);
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  let over = false;
  ended.then(() => {
    over = true;
  });
  const close = async () => {
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
    child.kill('SIGTERM');
    await ended;
    clearTimeout(kill);
    // It leaves the name of a network namespace mounted.
    await runCommand('umount', [join(folder, 'exec', 'netns', 'default')]);
    await rm(folder, { recursive: true, force: true });
  };
  const deadline = performance.now() + READY_DEADLINE_MS;
  while (!over && performance.now() < deadline) {
    if (await answers(host)) {
      return { host, close };
    }
    await sleep(LOOK_EVERY_MS);
  }
  const text = await readFile(logFile, 'utf8').catch(() => '');
  await close();
  return {
    missing: `dockerd does not run on this machine: ${text.trim().split('\n').slice(-SHOWN_LINES).join('\n')}`,
  };
}

/**
 * Whether an engine answers there.
 * @param {string} host As in DOCKER_HOST.
 * @returns {Promise<boolean>}
 */
export function answers(host) {
  const url = new URL(host);
  const place =
    url.protocol === 'unix:' ? { socketPath: url.pathname } : { host: url.hostname, port: Number(url.port) };
  return new Promise((resolve) => {
    const call = request({ ...place, path: '/_ping', timeout: ANSWER_TIMEOUT_MS }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    call.once('timeout', () => call.destroy());
    call.once('error', () => resolve(false));
    call.end();
  });
}
