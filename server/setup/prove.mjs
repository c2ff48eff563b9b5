// `npm run prove`: clones the last commit into an empty place, with an empty home and empty caches, and shows that
// `npm start` brings up the studio from nothing, that it leaves nothing behind, and that `npm test` is green there.

import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { runCli } from './cli.mjs';
import { interruptible } from './interrupt.mjs';
import { endMarkedProcesses, markedProcesses, newRunMark } from './leftovers.mjs';
import { repositoryDir } from './paths.mjs';
import { busyPorts, findFreeBlock } from './ports.mjs';
import { formatDuration } from './progress.mjs';
import { startNpm } from './proof-process.mjs';
import { runCommand } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';

const PROOF_MARK = 'OPENSTUDIO_PROOF';
const READY_PREFIX = 'OpenStudio is ready: ';
const LOOPBACK = '127.0.0.1';

/** A mediasoup worker from source on a busy machine with two slow cores. */
const FIRST_START_DEADLINE_MS = 30 * 60_000;
const SECOND_START_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 30_000;
const POLL_INTERVAL_MS = 200;
const TEST_DEADLINE_MS = 60 * 60_000;

/** What a clone may know of this machine: how to reach the network, and nothing of a home or a cache. */
const KEPT_VARIABLES = [
  'PATH',
  'LANG',
  'TERM',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'npm_config_registry',
];

/**
 * @typedef {object} Proof
 * @property {string} clone
 * @property {NodeJS.ProcessEnv} env
 * @property {NodeJS.ProcessEnv} portEnv The settings that give the studio ports of its own.
 * @property {{ first: number, count: number }} ports
 * @property {string} mark
 * @property {AbortSignal} signal
 * @property {(name: string, ms: number) => void} record
 */

/**
 * Fails when something does not happen in time, or when the proof is interrupted.
 * @template T
 * @param {Promise<T>} promise
 * @param {{ what: string, ms: number, signal: AbortSignal }} limit
 * @returns {Promise<T>}
 */
async function within(promise, { what, ms, signal }) {
  /** @type {() => void} */
  let release = () => {};
  const limit = new Promise((_resolve, reject) => {
    const timer = setTimeout(
      () => reject(new SetupError(`${what} took longer than ${formatDuration(ms)}.`)),
      ms,
    );
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort);
    release = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
  });
  try {
    signal.throwIfAborted();
    return await Promise.race([promise, limit]).then(() => promise);
  } finally {
    release();
  }
}

/**
 * Starts the studio, waits until it is ready, stops it, and looks at what is left.
 * @param {Proof} proof
 * @param {{ name: string, deadlineMs: number }} start
 */
async function proveStart(proof, { name, deadlineMs }) {
  const { clone, env, portEnv, signal, record } = proof;
  process.stdout.write(`\n${name}: npm start\n`);
  const studio = startNpm(['start'], { cwd: clone, env: { ...env, ...portEnv } });
  await within(studio.line(READY_PREFIX), { what: name, ms: deadlineMs, signal });
  record(`${name}, to the ready line`, studio.elapsedMs());
  const page = await fetch(`http://localhost:${portEnv.PORT}/`, { redirect: 'manual' });
  await page.body?.cancel();
  if (page.status >= 400) {
    throw new SetupError(`The studio said that it is ready, but its first page answers ${page.status}.`);
  }
  const stoppedAt = performance.now();
  studio.kill('SIGTERM');
  await within(studio.exited, { what: 'Stopping', ms: STOP_DEADLINE_MS, signal });
  let remains = await whatRemains(proof);
  while (remains !== '' && performance.now() - stoppedAt < STOP_DEADLINE_MS) {
    await sleep(POLL_INTERVAL_MS, undefined, { signal });
    remains = await whatRemains(proof);
  }
  record(`${name}, stopped`, performance.now() - stoppedAt);
  if (remains !== '') {
    throw new SetupError(`The studio left something behind: ${remains}.`);
  }
}

/**
 * What there still is of a studio.
 * @param {Proof} proof
 * @returns {Promise<string>} Nothing when all is gone.
 */
async function whatRemains({ mark, ports }) {
  const processes = await markedProcesses(mark, PROOF_MARK);
  if (processes.length > 0) {
    return `the processes ${processes.join(', ')}`;
  }
  // The studio's servers run with an environment of their own, without the mark, but they hold ports.
  const busy = await busyPorts(ports.first, ports.count, LOOPBACK);
  return busy.length > 0 ? `the ports ${busy.join(', ')}` : '';
}

/**
 * @param {Proof} proof
 */
async function proveTests({ clone, env, signal, record }) {
  process.stdout.write('\nnpm test\n');
  const tests = startNpm(['test'], { cwd: clone, env });
  const code = await within(tests.exited, { what: 'npm test', ms: TEST_DEADLINE_MS, signal });
  record('npm test', tests.elapsedMs());
  if (code !== 0) {
    throw new SetupError(`npm test ended with code ${code}.`);
  }
}

/**
 * @param {string} root
 * @param {string} clone
 * @param {AbortSignal} signal
 */
async function cloneHead(root, clone, signal) {
  const { tail: changes } = await runCommand('git', ['status', '--porcelain'], { cwd: repositoryDir });
  if (changes !== '') {
    process.stdout.write(
      'There are changes that are not committed; the last commit is proved, without them.\n',
    );
  }
  const { code, tail } = await runCommand(
    'git',
    ['clone', '--no-hardlinks', '--depth=1', `file://${repositoryDir}`, clone],
    {
      cwd: root,
      signal,
    },
  );
  if (code !== 0) {
    throw new SetupError('The last commit could not be cloned.', { fix: tail });
  }
}

/**
 * @param {string} root
 * @param {string} mark
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
async function emptyEnvironment(root, mark) {
  /** @type {NodeJS.ProcessEnv} */
  const env = { CI: 'true', [PROOF_MARK]: mark };
  for (const name of KEPT_VARIABLES) {
    if (process.env[name] !== undefined) {
      env[name] = process.env[name];
    }
  }
  const folders = { HOME: 'home', XDG_CACHE_HOME: 'cache', npm_config_cache: 'npm', TMPDIR: 'tmp' };
  for (const [name, folder] of Object.entries(folders)) {
    env[name] = join(root, folder);
    await mkdir(join(root, folder));
  }
  // As in every /tmp, programs under another account must get at what was put there for them.
  await chmod(root, 0o755);
  await chmod(join(root, folders.TMPDIR), 0o1777);
  return env;
}

await runCli(() =>
  interruptible(async (signal) => {
    const root = await mkdtemp(join(tmpdir(), 'openstudio-proof-'));
    const clone = join(root, 'clone');
    const mark = newRunMark();
    /** @type {[string, number][]} */
    const times = [];
    try {
      await cloneHead(root, clone, signal);
      const workers = availableParallelism();
      const count = 3 + workers;
      const first = await findFreeBlock(count, LOOPBACK);
      const portEnv = {
        PORT: String(first),
        ICECAST_PORT: String(first + 1),
        TURN_PORT: String(first + 2),
        MEDIASOUP_PORT: String(first + 3),
        MEDIASOUP_NUM_WORKERS: String(workers),
      };
      const proof = {
        clone,
        env: await emptyEnvironment(root, mark),
        portEnv,
        ports: { first, count },
        mark,
        signal,
        /** @param {string} name @param {number} ms */
        record: (name, ms) => void times.push([name, ms]),
      };
      await proveStart(proof, { name: 'first start', deadlineMs: FIRST_START_DEADLINE_MS });
      await proveStart(proof, { name: 'second start', deadlineMs: SECOND_START_DEADLINE_MS });
      await proveTests(proof);
      process.stdout.write('\nProved.\n');
      return 0;
    } finally {
      await endMarkedProcesses(mark, { variable: PROOF_MARK });
      await rm(root, { recursive: true, force: true });
      const width = Math.max(0, ...times.map(([name]) => name.length));
      for (const [name, ms] of times) {
        process.stdout.write(`  ${name.padEnd(width)}  ${formatDuration(ms)}\n`);
      }
    }
  }),
);
