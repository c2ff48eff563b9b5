// A lock between processes of one person: a folder that only one can create, with the holder's process id in it.

import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { startTimeOf } from './start-time.mjs';

const POLL_INTERVAL_MS = 200;

/** A holder writes its id right after creating the folder; a folder without one is a leftover after this time. */
const NAMELESS_AGE_MS = 10_000;

/**
 * @param {number} pid
 * @returns {boolean}
 */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Says who holds the lock in `directory`. `owner` is what the holder wrote, '' if it died before it could.
 * @param {string} directory
 * @returns {Promise<{ state: 'held', pid: number } | { state: 'stale', owner: string } | { state: 'free' } | { state: 'unknown' }>}
 */
export async function inspectLock(directory) {
  const owner = await readOwner(directory);
  if (owner === undefined) {
    try {
      const { mtimeMs } = await stat(directory);
      return Date.now() - mtimeMs > NAMELESS_AGE_MS ? { state: 'stale', owner: '' } : { state: 'unknown' };
    } catch {
      return { state: 'free' };
    }
  }
  const [pidText = '', started = ''] = owner.split(' ');
  const pid = Number(pidText);
  // A reused process id is not the holder.
  const holds = Number.isInteger(pid) && pid > 0 && isAlive(pid) && (await startTimeOf(pid)) === started;
  return holds ? { state: 'held', pid } : { state: 'stale', owner };
}

/**
 * @param {string} directory
 * @returns {Promise<string | undefined>}
 */
async function readOwner(directory) {
  try {
    return await readFile(join(directory, 'owner'), 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Removes a dead holder's lock. Renaming first shows whether it is still the one that was inspected:
 * another process may have removed it and taken the lock in between, and then gets it back.
 * @param {string} directory
 * @param {string} owner
 */
async function removeStale(directory, owner) {
  const aside = `${directory}.stale-${process.pid}`;
  try {
    await rename(directory, aside);
  } catch {
    return;
  }
  if (((await readOwner(aside)) ?? '') === owner) {
    await rm(aside, { recursive: true, force: true });
  } else {
    await rename(aside, directory);
  }
}

/**
 * Waits for the lock, runs `work` while holding it, and gives it back.
 * @template T
 * @param {string} directory The lock's folder; its parent is created.
 * @param {() => Promise<T>} work
 * @param {{ onWait: (holderPid: number) => void, signal: AbortSignal }} options `onWait` is called once when another process holds it.
 * @returns {Promise<T>}
 */
export async function withLock(directory, work, { onWait, signal }) {
  await mkdir(dirname(directory), { recursive: true });
  let waited = false;
  for (;;) {
    signal.throwIfAborted();
    try {
      await mkdir(directory);
      break;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
        throw error;
      }
    }
    const holder = await inspectLock(directory);
    if (holder.state === 'stale') {
      await removeStale(directory, holder.owner);
      continue;
    }
    if (holder.state === 'held' && !waited) {
      waited = true;
      onWait(holder.pid);
    }
    await sleep(POLL_INTERVAL_MS, undefined, { signal });
  }
  await writeFile(join(directory, 'owner'), `${process.pid} ${await startTimeOf(process.pid)}`);
  try {
    return await work();
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
