// `npm run verify -- --url URL`: asks a stack that runs somewhere the questions of test/compose, so that an operator can prove an installation.
// The owner's token is read from --token-file, by default .secrets/owner-token. The mounts are where the studio says that listeners find them;
// --icecast is for an Icecast that is open to the outside, and asks it for what it refuses.

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

/** The show that every studio has. */
const FIRST_SHOW = 'main';

/** @returns {{ url: string, icecast: string | undefined, tokenFile: string | undefined }} */
function readWishes() {
  try {
    const { values } = parseArgs({
      options: { url: { type: 'string' }, icecast: { type: 'string' }, 'token-file': { type: 'string' } },
    });
    const { origin } = new URL(values.url ?? '');
    return {
      url: origin,
      icecast: values.icecast?.replace(/\/$/, ''),
      tokenFile: values['token-file'],
    };
  } catch (error) {
    throw new SetupError(error instanceof Error ? error.message : String(error), { fix: USE });
  }
}

/**
 * Below which address the studio tells listeners to look.
 * @param {string} url
 * @returns {Promise<string>}
 */
async function mountsUrl(url) {
  const answer = await fetch(`${url}/api/shows/${FIRST_SHOW}`).catch(() => undefined);
  const [, found] = /"directUrl":"([^"]+)\/[^/"]+"/.exec((await answer?.text()) ?? '') ?? [];
  if (found === undefined) {
    throw new SetupError(`${url} does not answer as a studio does.`, { fix: USE });
  }
  return found;
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
          OPENSTUDIO_VERIFY_MOUNTS_URL: icecast ?? (await mountsUrl(url)),
          ...(icecast === undefined ? {} : { OPENSTUDIO_VERIFY_ICECAST_URL: icecast }),
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
