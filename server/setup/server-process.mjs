// Runs the server as a child of this process and passes the ending signals on. The server does not outlive this process.

import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { HEAP_FLAGS } from './heap-flags.mjs';
import { listenForSignals } from './interrupt.mjs';
import { endMarkedProcesses, newRunMark, RUN_MARK } from './leftovers.mjs';
import { exitCodeOf, runCommand } from './run-command.mjs';

/** @typedef {import('./prepare.mjs').Prepared} Prepared */

/**
 * @typedef {object} ServerProcess
 * @property {Promise<number>} exited The exit code as a shell would report it, after everything the server left behind was ended.
 * @property {(signal: NodeJS.Signals) => void} stop Asks the server to end. It drains by itself, so asking twice changes nothing.
 * @property {() => boolean} stopped Whether it was asked to.
 */

/**
 * What to put before a command on Linux, so that the kernel sends it SIGTERM when this process dies in any way, even by SIGKILL
 * (setpriv of util-linux, PR_SET_PDEATHSIG in prctl(2)). The process id stays the same. Elsewhere nothing.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string[]>}
 */
async function deathTie(env) {
  const tie = ['setpriv', '--pdeathsig', 'TERM', '--'];
  const [command = '', ...args] = [...tie, 'true'];
  return process.platform === 'linux' && (await runCommand(command, args, { env })).code === 0 ? tie : [];
}

/**
 * Starts the server.
 * @param {Prepared} prepared
 * @returns {Promise<ServerProcess>}
 */
export async function startServer({ repositoryDir, node, env }) {
  const mark = newRunMark();
  const [command = node, ...args] = [
    ...(await deathTie(env)),
    node,
    ...HEAP_FLAGS,
    join(repositoryDir, 'server', 'main.ts'),
  ];
  const child = spawn(command, args, {
    cwd: repositoryDir,
    env: { ...env, [RUN_MARK]: mark },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  let asked = false;
  const exited = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(exitCodeOf(code, signal)));
  }).then(async (code) => {
    // Nothing is left after an orderly end; a server that was killed could not end its children.
    await endMarkedProcesses(mark);
    return code;
  });
  return {
    exited,
    stopped: () => asked,
    stop(signal) {
      if (!asked) {
        asked = true;
        // A closed terminal is a reason to end in order, and SIGHUP alone would end Node at once.
        child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
      }
    },
  };
}

/**
 * Whether the server gets a signal without being told: a Ctrl-C on a terminal goes to all processes there.
 * @param {NodeJS.Signals} signal
 * @param {boolean} onTerminal
 * @returns {boolean}
 */
export function reachesTheServer(signal, onTerminal) {
  return signal === 'SIGINT' && onTerminal;
}

/**
 * Runs the server until it ends.
 * @param {Prepared} prepared
 * @returns {Promise<number>} Its exit code.
 */
export async function runServer(prepared) {
  const server = await startServer(prepared);
  const giveBack = listenForSignals((signal) => {
    if (!reachesTheServer(signal, process.stdin.isTTY === true)) {
      server.stop(signal);
    }
  });
  try {
    return await server.exited;
  } finally {
    giveBack();
  }
}
