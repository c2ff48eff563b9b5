// Provides the mediasoup worker for a container image, by the same ladder as on a machine. Runs in a build stage.
// Usage: node worker.mjs DESTINATION

import { chmod, copyFile } from 'node:fs/promises';

import { runCli } from '../cli.mjs';
import { interruptible } from '../interrupt.mjs';
import { ownCacheDirectory, repositoryDir } from '../paths.mjs';
import { createProgress } from '../progress.mjs';
import { workerBuildRequirements } from '../requirements.mjs';
import { ensureRequirements } from '../system-packages.mjs';
import { ensureWorker } from '../worker.mjs';

await runCli(() =>
  interruptible(async (signal) => {
    const [destination] = process.argv.slice(2);
    if (destination === undefined) {
      throw new Error('The destination is missing.');
    }
    const progress = createProgress();
    const path = process.env.PATH ?? '';
    const worker = await ensureWorker({
      repositoryDir,
      cacheDir: ownCacheDirectory(),
      env: process.env,
      progress,
      signal,
      installBuildTools: () =>
        ensureRequirements({ requirements: workerBuildRequirements, path, progress, signal }),
    });
    await copyFile(worker, destination);
    await chmod(destination, 0o755);
    return 0;
  }),
);
