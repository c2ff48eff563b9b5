/** A worker pool on free ports with a look into mediasoup, closed with all its processes at the end of the test. */
import { existsSync, readFileSync } from 'node:fs';
import { observer, type types } from 'mediasoup';
import { onTestFinished } from 'vitest';
import { WorkerPool, type WorkerPoolOptions } from '../../../server/media/worker-pool.ts';
import { silentLog } from '../../support/fakes/silent-log.ts';
import { freePorts } from '../../support/free-ports.ts';

/** The worker's executable, which `npm test` builds or finds. */
export function workerBin(): string {
  const path = process.env.MEDIASOUP_WORKER_BIN;
  if (path === undefined) throw new Error('Set MEDIASOUP_WORKER_BIN to a mediasoup worker, or run npm test.');
  return path;
}

export type OpenedPool = {
  readonly pool: WorkerPool;
  readonly firstPort: number;
  /** mediasoup's own workers and routers, oldest first, those that are gone included. */
  readonly workers: readonly types.Worker[];
  readonly routers: readonly types.Router[];
};

export async function openPool(options: Partial<WorkerPoolOptions> = {}): Promise<OpenedPool> {
  const workers: types.Worker[] = [];
  const routers: types.Router[] = [];
  const watch = (worker: types.Worker) => {
    workers.push(worker);
    worker.observer.on('newrouter', (router) => routers.push(router));
  };
  observer.on('newworker', watch);
  const numWorkers = options.numWorkers ?? 1;
  const firstPort = options.firstPort ?? (await freePorts(numWorkers));
  const pool = await WorkerPool.start({
    listenIp: '127.0.0.1',
    announcedAddress: null,
    workerBin: workerBin(),
    log: silentLog,
    ...options,
    numWorkers,
    firstPort,
  });
  onTestFinished(async () => {
    await pool.stop('test finished');
    observer.off('newworker', watch);
  });
  return { pool, firstPort, workers, routers };
}

/** Whether a process of that id runs; one that has ended and only waits to be reaped does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return !existsSync('/proc/self/stat');
  }
}
