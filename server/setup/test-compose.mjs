// `npm run test:compose`: the tests of the compose stack alone. Says why when they cannot run here.

import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { runCli } from './cli.mjs';
import { composeEngine } from './compose-engine.mjs';
import { interruptible } from './interrupt.mjs';
import { prepare } from './prepare.mjs';
import { createProgress } from './progress.mjs';
import { exitCodeOf } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';

await runCli(() =>
  interruptible(async (signal) => {
    const progress = createProgress();
    const { repositoryDir, env } = await prepare({ tests: true, progress, signal });
    const engine = await composeEngine({ progress, signal });
    if ('missing' in engine) {
      throw new SetupError(`The compose stack cannot be tested here: ${engine.missing}.`);
    }
    try {
      const words = ['run', '--project', 'compose', '--reporter=verbose', ...process.argv.slice(2)];
      const child = spawn(join(repositoryDir, 'node_modules/.bin/vitest'), words, {
        cwd: repositoryDir,
        env: { ...env, DOCKER_HOST: engine.host },
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      signal.addEventListener('abort', () => child.kill('SIGTERM'));
      return await new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('exit', (code, endSignal) => resolve(exitCodeOf(code, endSignal)));
      });
    } finally {
      await engine.close();
    }
  }),
);
