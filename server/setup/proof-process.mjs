// One npm command of the proof: its lines are shown, searched and timed.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { exitCodeOf } from './run-command.mjs';

/**
 * @typedef {object} ProofProcess
 * @property {(prefix: string) => Promise<string>} line Resolves with the first line that begins so; rejects when the command ends before.
 * @property {(signal: NodeJS.Signals) => void} kill Sends a signal to npm alone, as a service manager does.
 * @property {Promise<number>} exited
 * @property {() => number} elapsedMs
 */

/**
 * Starts `npm` in `cwd`.
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {ProofProcess}
 */
export function startNpm(args, { cwd, env }) {
  const startedAt = performance.now();
  // A process group of its own: a Ctrl-C ends the proof, which then ends this command itself.
  const child = spawn('npm', args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  /** @type {Set<(line: string) => void>} */
  const listeners = new Set();
  for (const output of [child.stdout, child.stderr]) {
    createInterface({ input: output }).on('line', (line) => {
      process.stdout.write(`  | ${line}\n`);
      for (const listener of listeners) {
        listener(line);
      }
    });
  }
  /** @type {Promise<number>} */
  const exited = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(exitCodeOf(code, signal)));
  });
  return {
    exited,
    elapsedMs: () => performance.now() - startedAt,
    kill: (signal) => void child.kill(signal),
    line(prefix) {
      return new Promise((resolve, reject) => {
        /** @param {string} line */
        const listener = (line) => {
          if (line.startsWith(prefix)) {
            listeners.delete(listener);
            resolve(line);
          }
        };
        listeners.add(listener);
        exited.then(
          (code) => reject(new Error(`npm ${args.join(' ')} ended with code ${code} before "${prefix}".`)),
          reject,
        );
      });
    },
  };
}
