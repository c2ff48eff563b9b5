/** The lock that keeps two setups from building the same worker. */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inspectLock, withLock } from '../../../server/setup/lock.mjs';

let folder: string;
let lock: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openstudio-lock-'));
  lock = join(folder, 'setup.lock');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const { signal } = new AbortController();
const ignore = () => {};

/** The id of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

test('one holder works at a time, and the next is told whom it waits for', async () => {
  const order: string[] = [];
  const waitedFor: number[] = [];
  let release: () => void = ignore;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let entered: () => void = ignore;
  const firstIsIn = new Promise<void>((resolve) => {
    entered = resolve;
  });

  const first = withLock(
    lock,
    async () => {
      order.push('first in');
      entered();
      await held;
      order.push('first out');
    },
    { onWait: ignore, signal },
  );
  await firstIsIn;
  const second = withLock(
    lock,
    async () => {
      order.push('second in');
    },
    {
      onWait: (pid) => {
        waitedFor.push(pid);
        release();
      },
      signal,
    },
  );
  await Promise.all([first, second]);

  expect(order).toEqual(['first in', 'first out', 'second in']);
  expect(waitedFor).toEqual([process.pid]);
  expect(await readdir(folder)).toEqual([]);
});

test('the lock is given back when the work fails', async () => {
  const work = withLock(lock, () => Promise.reject(new Error('no compiler')), { onWait: ignore, signal });
  await expect(work).rejects.toThrow('no compiler');
  expect(await inspectLock(lock)).toEqual({ state: 'free' });
});

test('the lock of a process that died is taken over', async () => {
  await mkdir(lock);
  await writeFile(join(lock, 'owner'), `${deadPid()} 1`);
  expect((await inspectLock(lock)).state).toBe('stale');
  expect(await withLock(lock, async () => 'done', { onWait: ignore, signal })).toBe('done');
  expect(await readdir(folder)).toEqual([]);
});

test.runIf(process.platform === 'linux')(
  'a process that only got the same id later is not the holder',
  async () => {
    await mkdir(lock);
    await writeFile(join(lock, 'owner'), `${process.pid} 1`);
    expect((await inspectLock(lock)).state).toBe('stale');
  },
);

test('a lock whose holder died before it wrote its name is left over after a while', async () => {
  await mkdir(lock);
  expect(await inspectLock(lock)).toEqual({ state: 'unknown' });
  const minuteAgo = new Date(Date.now() - 60_000);
  await utimes(lock, minuteAgo, minuteAgo);
  expect((await inspectLock(lock)).state).toBe('stale');
});

test('somebody who waits can be interrupted', async () => {
  const waiting = new AbortController();
  const result = withLock(
    lock,
    () =>
      withLock(lock, async () => 'never', {
        onWait: () => waiting.abort(new Error('Stopped by SIGINT.')),
        signal: waiting.signal,
      }),
    { onWait: ignore, signal },
  );
  await expect(result).rejects.toThrow();
  expect(waiting.signal.aborted).toBe(true);
  expect(await inspectLock(lock)).toEqual({ state: 'free' });
});
