import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { observer, type types } from 'mediasoup';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod/mini';
import { StudioError } from '../../../server/errors.ts';
import { WorkerPool, type WorkerPoolOptions } from '../../../server/media/worker-pool.ts';
import { silentLog } from '../../support/fakes/silent-log.ts';
import { freePorts } from '../../support/free-ports.ts';
import { until } from '../../support/until.ts';
import { isRunning, openPool, workerBin } from './open-pool.ts';

const STOPPED_WORKER_DEADLINE_MS = 30_000;

const pidsOf = (pool: WorkerPool) => pool.workers.map(({ pid }) => pid);

/** Resolves when another process than `pid` stands in the pool's first place. */
const replacementOf = (pool: WorkerPool, pid: number) =>
  until('a new worker', () => pool.workers.find((worker) => worker.pid !== pid), STOPPED_WORKER_DEADLINE_MS);

describe('the worker pool', () => {
  test('runs one worker per place, each on a port of its own', async () => {
    const { pool, firstPort } = await openPool({ numWorkers: 2 });
    expect(pool.workers.map(({ port }) => port)).toEqual([firstPort, firstPort + 1]);
    expect(new Set(pidsOf(pool)).size).toBe(2);
  });

  test('tells browsers the announced address instead of its own', async () => {
    const { pool } = await openPool({ announcedAddress: 'studio.example' });
    const room = await pool.openRoom();
    const { send } = await room.openParticipant().openTransports();
    expect(new Set(send.iceCandidates.map(({ address }) => address))).toEqual(new Set(['studio.example']));
  });

  test('gives the next room to the worker with the least to do', async () => {
    const { pool } = await openPool({ numWorkers: 2 });
    const busy = await pool.openRoom();
    busy.openParticipant();
    busy.openParticipant();
    await pool.openRoom();
    await pool.openRoom();
    expect(pool.workers.map(({ rooms }) => rooms)).toEqual([1, 2]);
  });

  test('spreads rooms that are asked for at the same time', async () => {
    const { pool } = await openPool({ numWorkers: 2 });
    await Promise.all([pool.openRoom(), pool.openRoom(), pool.openRoom(), pool.openRoom()]);
    expect(pool.workers.map(({ rooms }) => rooms)).toEqual([2, 2]);
  });

  test('a killed worker closes its rooms, and another takes rooms on the same port', async () => {
    const { pool, firstPort } = await openPool();
    const room = await pool.openRoom();
    const closed = new Promise<string>((resolve) => room.onClosed(resolve));
    const [pid = 0] = pidsOf(pool);
    process.kill(pid, 'SIGKILL');
    expect(await closed).toMatch(/^worker died/);
    const replacement = await replacementOf(pool, pid);
    expect(replacement.port).toBe(firstPort);
    const next = await pool.openRoom();
    const { send } = await next.openParticipant().openTransports();
    expect(send.iceCandidates.map(({ port }) => port)).toEqual([firstPort, firstPort]);
  });

  test('rooms of the other workers go on when one dies', async () => {
    const { pool } = await openPool({ numWorkers: 2 });
    const rooms = [await pool.openRoom(), await pool.openRoom()];
    const [pid = 0] = pidsOf(pool);
    process.kill(pid, 'SIGKILL');
    await until('the loss of a room', () => rooms.some((room) => room.closed));
    await replacementOf(pool, pid);
    expect(rooms.filter((room) => room.closed)).toHaveLength(1);
    const survivor = rooms.find((room) => !room.closed);
    await expect(survivor?.openParticipant().openTransports()).resolves.toBeDefined();
  });

  test('a worker that stops answering is replaced', async () => {
    const { pool } = await openPool();
    const room = await pool.openRoom();
    const [pid = 0] = pidsOf(pool);
    process.kill(pid, 'SIGSTOP');
    const replacement = await replacementOf(pool, pid);
    expect(replacement.pid).not.toBe(pid);
    expect(room.closedReason).toMatch(/^worker died/);
    expect(isRunning(pid)).toBe(false);
    await expect(pool.openRoom()).resolves.toBeDefined();
  });

  test('a worker that dies again and again is replaced again and again', async () => {
    const { pool, firstPort } = await openPool();
    for (let death = 0; death < 3; death += 1) {
      const [pid = 0] = pidsOf(pool);
      process.kill(pid, 'SIGKILL');
      const replacement = await replacementOf(pool, pid);
      expect(replacement.port).toBe(firstPort);
    }
    await expect(pool.openRoom()).resolves.toBeDefined();
  });

  test('says media_unavailable while no worker can be started, and comes back as soon as one can', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'openstudio-worker-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const executable = join(folder, 'mediasoup-worker');
    await symlink(workerBin(), executable);
    const { pool } = await openPool({ workerBin: executable });
    const [pid = 0] = pidsOf(pool);
    await rm(executable);
    process.kill(pid, 'SIGKILL');
    await until('the loss of the worker', () => pool.workers.length === 0);
    await expect(pool.openRoom()).rejects.toMatchObject({ code: 'media_unavailable' });
    await symlink(workerBin(), executable);
    await replacementOf(pool, pid);
    await expect(pool.openRoom()).resolves.toBeDefined();
  });

  test('leaves no process behind, not even a stopped one', async () => {
    const { pool, workers } = await openPool({ numWorkers: 2 });
    await pool.openRoom();
    const pids = pidsOf(pool);
    process.kill(pids[1] ?? 0, 'SIGSTOP');
    await pool.stop('test');
    expect(pids.map(isRunning)).toEqual([false, false]);
    expect(workers.map((worker) => worker.closed)).toEqual([true, true]);
    expect(pool.workers).toEqual([]);
    expect(pool.ownedCount).toBe(0);
    await expect(pool.openRoom()).rejects.toMatchObject({ code: 'media_unavailable' });
  });

  test('a server that is killed leaves no worker behind', async () => {
    const server = spawn(process.execPath, [join(import.meta.dirname, 'pool-process.ts')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => {
      server.kill('SIGKILL');
    });
    const [line] = await once(server.stdout, 'data');
    const pids = z.array(z.number()).parse(JSON.parse(String(line)));
    expect(pids.map(isRunning)).toEqual([true, true]);
    server.kill('SIGKILL');
    await until('the end of both workers', () => !pids.some(isRunning));
  });

  test('leaves signals to the server', async () => {
    const before = process.listenerCount('SIGTERM');
    await openPool();
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });
});

describe('a pool that cannot start', () => {
  test('names the taken port and the setting, and leaves no process', async () => {
    const firstPort = await freePorts(2);
    const taken = createSocket('udp4');
    onTestFinished(() => {
      taken.close();
    });
    taken.bind(firstPort + 1, '127.0.0.1');
    await once(taken, 'listening');
    const { error, leftovers } = await failedStart({ firstPort, numWorkers: 2 });
    expect(error.code).toBe('media_unavailable');
    expect(error.message).toContain(String(firstPort + 1));
    expect(error.message).toContain('MEDIASOUP_PORT');
    expect(leftovers).toEqual([]);
  });

  test('names the address that this machine does not have', async () => {
    const { error } = await failedStart({ listenIp: '192.0.2.7' });
    expect(error.message).toContain('192.0.2.7');
    expect(error.message).toContain('MEDIASOUP_LISTEN_IP');
  });

  test('names the missing executable', async () => {
    const { error } = await failedStart({ workerBin: '/nonexistent/mediasoup-worker' });
    expect(error.message).toContain('/nonexistent/mediasoup-worker');
    expect(error.message).toContain('MEDIASOUP_WORKER_BIN');
  });
});

/** What a start throws, and which of its processes are still there. */
async function failedStart(options: Partial<WorkerPoolOptions>) {
  const workers: types.Worker[] = [];
  const watch = (worker: types.Worker) => workers.push(worker);
  observer.on('newworker', watch);
  onTestFinished(() => {
    observer.off('newworker', watch);
  });
  const error = await WorkerPool.start({
    numWorkers: 1,
    listenIp: '127.0.0.1',
    firstPort: await freePorts(1),
    announcedAddress: null,
    workerBin: workerBin(),
    log: silentLog,
    ...options,
  }).then(
    () => expect.fail('The pool started.'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof StudioError)) throw error;
  return { error, leftovers: workers.map(({ pid }) => pid).filter(isRunning) };
}
