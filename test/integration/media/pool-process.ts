/** A process of its own with a worker pool, for tests that kill it. Prints the ids of its workers as JSON and waits. */
import { WorkerPool } from '../../../server/media/worker-pool.ts';
import { silentLog } from '../../support/fakes/silent-log.ts';
import { freePorts } from '../../support/free-ports.ts';

const pool = await WorkerPool.start({
  numWorkers: 2,
  listenIp: '127.0.0.1',
  announcedAddress: null,
  firstPort: await freePorts(2),
  workerBin: process.env.MEDIASOUP_WORKER_BIN ?? null,
  log: silentLog,
});
process.stdout.write(`${JSON.stringify(pool.workers.map(({ pid }) => pid))}\n`);
