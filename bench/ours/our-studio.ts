/** The whole server as a system under test, without Icecast and coturn, which these rows do not need. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { HEAP_FLAGS } from '../../server/setup/heap-flags.mjs';
import { Store } from '../../server/store/store.ts';
import { freePorts } from '../../test/support/free-ports.ts';
import { BenchProcess } from '../rig/bench-process.ts';
import { workFolder } from '../rig/work-folder.ts';

const PROJECT_ROOT = path.resolve(import.meta.dirname, '../..');
const READY = /OpenStudio is ready: (\S+)/;
const DUMMY_PASSWORD = 'a-password-of-a-bench';

export type OurStudio = {
  readonly pid: number;
  readonly origin: string;
  readonly ownerLink: string;
  stop(): Promise<void>;
};

/** `shows`: slugs besides `main`. */
export async function startOurStudio(options: {
  readonly workers: number;
  readonly shows: readonly string[];
}): Promise<OurStudio> {
  const folder = await workFolder('studio');
  const dataDir = path.join(folder.path, 'data');
  await mkdir(dataDir, { mode: 0o700 });
  addShows(dataDir, options.shows);
  const firstPort = await freePorts(3 + options.workers);
  const child = await BenchProcess.start({
    file: process.execPath,
    args: [...HEAP_FLAGS, 'server/main.ts'],
    cwd: PROJECT_ROOT,
    env: {
      PORT: String(firstPort),
      DATA_DIR: dataDir,
      MEDIASOUP_PORT: String(firstPort + 3),
      MEDIASOUP_NUM_WORKERS: String(options.workers),
      ICECAST_URL: `http://127.0.0.1:${firstPort + 1}`,
      ICECAST_SOURCE_PASSWORD: DUMMY_PASSWORD,
      ICECAST_ADMIN_PASSWORD: DUMMY_PASSWORD,
      TURN_URLS: `turn:127.0.0.1:${firstPort + 2}`,
      TURN_SECRET: DUMMY_PASSWORD,
      LOG_LEVEL: 'warn',
    },
  });
  const stop = async () => {
    await child.stop();
    await folder.remove();
  };
  try {
    await child.says(READY);
    const ownerLink = READY.exec(child.lastWords)?.[1] ?? '';
    return { pid: child.pid, origin: new URL(ownerLink).origin, ownerLink, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function addShows(dataDir: string, slugs: readonly string[]): void {
  new Store({ dataDir }).close('shows are there');
  const database = new DatabaseSync(path.join(dataDir, 'openstudio.db'));
  const add = database.prepare('INSERT INTO shows (slug, name, created_at_ms) VALUES (?, ?, ?)');
  for (const slug of slugs) add.run(slug, slug, Date.now());
  database.close();
}
