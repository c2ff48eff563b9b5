// Provides the mediasoup worker for a container image, by the same ladder as on a machine. Runs in a build stage.
// Usage: node worker.mjs DESTINATION

import { existsSync } from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';
import { join } from 'node:path';

import { runCli } from '../cli.mjs';
import { interruptible } from '../interrupt.mjs';
import { ownCacheDirectory, repositoryDir } from '../paths.mjs';
import { createProgress } from '../progress.mjs';
import { workerBuildRequirements } from '../requirements.mjs';
import { ensureRequirements } from '../system-packages.mjs';
import { ensureWorker, findWorker } from '../worker.mjs';

await runCli(() =>
  interruptible(async (signal) => {
    const [destination] = process.argv.slice(2);
    if (destination === undefined) {
      throw new Error('The destination is missing.');
    }
    const progress = createProgress();
    const path = process.env.PATH ?? '';
    const cacheDir = ownCacheDirectory();
    const place = { repositoryDir, cacheDir, env: process.env };
    const installBuildTools = () =>
      ensureRequirements({ requirements: workerBuildRequirements, path, progress, signal });
    // A build that the builder's cache kept runs only beside the libraries it was linked with, and this stage begins without them.
    if (existsSync(join(cacheDir, 'worker')) && (await findWorker(place)) === undefined) {
      await installBuildTools();
    }
    const worker = await ensureWorker({ ...place, progress, signal, installBuildTools });
    await copyFile(worker, destination);
    await chmod(destination, 0o755);
    return 0;
  }),
);
