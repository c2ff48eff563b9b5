// `npm run verify -- --url URL`: asks a stack that runs somewhere the questions of test/compose, so that an operator can prove an installation.
// The owner's token is read from --token-file, by default .secrets/owner-token; Icecast is at --icecast, by default port 8000 of the same host.

import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { runCli } from './cli.mjs';
import { interruptible } from './interrupt.mjs';
import { prepare } from './prepare.mjs';
import { createProgress } from './progress.mjs';
import { exitCodeOf } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';

const USE = 'npm run verify -- --url URL [--icecast URL] [--token-file FILE]';

/** @returns {{ url: string, icecast: string, tokenFile: string | undefined }} */
function readWishes() {
  try {
    const { values } = parseArgs({
      options: { url: { type: 'string' }, icecast: { type: 'string' }, 'token-file': { type: 'string' } },
    });
    const { origin, hostname } = new URL(values.url ?? '');
    return {
      url: origin,
      icecast: values.icecast ?? `http://${hostname}:8000`,
      tokenFile: values['token-file'],
    };
  } catch (error) {
    throw new SetupError(error instanceof Error ? error.message : String(error), { fix: USE });
  }
}

await runCli(() =>
  interruptible(async (signal) => {
    const { url, icecast, tokenFile } = readWishes();
    const { repositoryDir, env } = await prepare({ tests: true, progress: createProgress(), signal });
    const file = tokenFile ?? join(repositoryDir, '.secrets', 'owner-token');
    const token = await readFile(file, 'utf8').catch(() => {
      throw new SetupError(`The owner's token cannot be read from ${file}.`, { fix: USE });
    });
    const child = spawn(
      join(repositoryDir, 'node_modules/.bin/vitest'),
      ['run', '--project', 'verify', '--reporter=verbose'],
      {
        cwd: repositoryDir,
        env: {
          ...env,
          OPENSTUDIO_VERIFY_URL: url,
          OPENSTUDIO_VERIFY_ICECAST_URL: icecast.replace(/\/$/, ''),
          OPENSTUDIO_VERIFY_TOKEN: token.trim(),
        },
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    );
    signal.addEventListener('abort', () => child.kill('SIGTERM'));
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, endSignal) => resolve(exitCodeOf(code, endSignal)));
    });
  }),
);
