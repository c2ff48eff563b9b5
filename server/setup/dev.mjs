// `npm run dev`: like `npm start`, with a restart of the server and a rebuild of the web app when their sources change.

import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { runCli } from './cli.mjs';
import { interruptible, listenForSignals } from './interrupt.mjs';
import { prepare } from './prepare.mjs';
import { createProgress } from './progress.mjs';
import { reachesTheServer, startServer } from './server-process.mjs';
import { watchFolder } from './watch-folder.mjs';
import { viteBuildArguments } from './web-build.mjs';

/** @typedef {import('./prepare.mjs').Prepared} Prepared */

/**
 * Rebuilds the web app on every change until stopped.
 * @param {Prepared} prepared
 * @returns {() => void}
 */
function watchWeb({ repositoryDir, node, env }) {
  const args = [...viteBuildArguments(repositoryDir), '--watch', '--logLevel', 'warn'];
  const child = spawn(node, args, { cwd: repositoryDir, env, stdio: ['ignore', 'inherit', 'inherit'] });
  return () => void child.kill('SIGTERM');
}

/**
 * Runs the server again and again until it is told to stop.
 * @param {Prepared} prepared
 * @returns {Promise<number>}
 */
async function runWatched(prepared) {
  const note = createProgress().note;
  let ending = false;
  let server = await startServer(prepared);
  /** @type {(() => void) | undefined} */
  let wake;

  const stopWatching = watchFolder(join(prepared.repositoryDir, 'server'), {
    isRelevant: (path) => path.endsWith('.ts'),
    onChange(path) {
      note(`· server/${path} changed; restarting`);
      server.stop('SIGTERM');
      wake?.();
    },
  });
  const stopWeb = watchWeb(prepared);
  const giveBack = listenForSignals((signal) => {
    ending = true;
    if (!reachesTheServer(signal, process.stdin.isTTY === true)) {
      server.stop(signal);
    }
    wake?.();
  });

  try {
    for (;;) {
      const changed = new Promise((resolve) => {
        wake = () => resolve(undefined);
      });
      const code = await server.exited;
      if (ending) {
        return code;
      }
      if (!server.stopped()) {
        note(`· The server ended with code ${code}; waiting for a change`);
        await changed;
        if (ending) {
          return code;
        }
      }
      server = await startServer(prepared);
      if (ending) {
        server.stop('SIGTERM');
      }
    }
  } finally {
    giveBack();
    stopWeb();
    stopWatching();
  }
}

await runCli(async () => {
  const prepared = await interruptible((signal) =>
    prepare({ tests: false, progress: createProgress(), signal }),
  );
  return runWatched(prepared);
});
