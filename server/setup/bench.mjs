// `npm run bench`: makes this clone ready, installs what the benches compare with where that may be done, and runs them.
// Arguments after `--` go to bench/main.ts.

import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { benchPeers } from './bench-peers.mjs';
import { runCli } from './cli.mjs';
import { interruptible } from './interrupt.mjs';
import { endMarkedProcesses, newRunMark, RUN_MARK } from './leftovers.mjs';
import { prepare } from './prepare.mjs';
import { createProgress } from './progress.mjs';

import { exitCodeOf } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';
import { ensureRequirements } from './system-packages.mjs';

/** @typedef {import('./prepare.mjs').Prepared} Prepared */
/** @typedef {import('./progress.mjs').Progress} Progress */

/**
 * Installs each peer that is missing. One that cannot be installed is not in the way of the others: its rows say so.
 * @param {string} path The PATH to look in.
 * @param {Progress} progress
 * @param {AbortSignal} signal
 */
async function installPeers(path, progress, signal) {
  for (const peer of benchPeers) {
    try {
      await ensureRequirements({ requirements: [peer], path, progress, signal });
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof SetupError)) {
        throw error;
      }
      progress.note(`  Without ${peer.name}: ${error.message.split('\n', 1)[0]}`);
    }
  }
}

/**
 * @param {Prepared} prepared
 * @param {AbortSignal} signal
 * @returns {Promise<number>} The exit code.
 */
async function runBench({ repositoryDir, node, env }, signal) {
  const child = spawn(node, [join('bench', 'main.ts'), ...process.argv.slice(2)], {
    cwd: repositoryDir,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, endSignal) => resolve(exitCodeOf(code, endSignal)));
    });
  } finally {
    signal.removeEventListener('abort', stop);
    signal.throwIfAborted();
  }
}

await runCli(() =>
  interruptible(async (signal) => {
    const progress = createProgress();
    const ready = await prepare({ tests: true, progress, signal });
    await installPeers(ready.env.PATH ?? '', progress, signal);
    const mark = newRunMark();
    const prepared = { ...ready, env: { ...ready.env, [RUN_MARK]: mark } };
    try {
      return await runBench(prepared, signal);
    } finally {
      await endMarkedProcesses(mark);
    }
  }),
);
