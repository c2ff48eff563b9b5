// Finds and ends processes that a run left behind: they carry the run's mark in their environment. Linux only (proc(5)).

import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** The variable with the mark; children inherit it. */
export const RUN_MARK = 'OPENSTUDIO_RUN';

/** What a process gets to end by itself before it is killed. */
const TERM_GRACE_MS = 2_000;
const POLL_INTERVAL_MS = 50;

/**
 * A mark for one run.
 * @returns {string}
 */
export function newRunMark() {
  return randomUUID();
}

/**
 * The processes that carry a mark, without this one.
 * @param {string} mark
 * @param {string} [variable] The variable that holds it.
 * @returns {Promise<number[]>} Process ids; none where there is no /proc.
 */
export async function markedProcesses(mark, variable = RUN_MARK) {
  let names;
  try {
    names = await readdir('/proc');
  } catch {
    return [];
  }
  const entry = `${variable}=${mark}`;
  const found = await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name))
      .map(async (name) => {
        try {
          const [environment, status] = await Promise.all([
            readFile(`/proc/${name}/environ`, 'utf8'),
            readFile(`/proc/${name}/stat`, 'utf8'),
          ]);
          // A zombie is gone already; only its parent has not looked yet.
          const isZombie = status.slice(status.lastIndexOf(')') + 2).startsWith('Z');
          return environment.split('\0').includes(entry) && !isZombie ? Number(name) : undefined;
        } catch {
          return undefined;
        }
      }),
  );
  return found.flatMap((pid) => (pid === undefined || pid === process.pid ? [] : [pid]));
}

/**
 * Ends the processes that carry a mark.
 * @param {string} mark
 * @param {{ variable?: string, graceMs?: number }} [options] The variable that holds the mark, and the time between SIGTERM and SIGKILL.
 * @returns {Promise<number>} How many there were.
 */
export async function endMarkedProcesses(mark, { variable = RUN_MARK, graceMs = TERM_GRACE_MS } = {}) {
  const pids = await markedProcesses(mark, variable);
  for (const pid of pids) {
    sendSignal(pid, 'SIGTERM');
  }
  const deadline = performance.now() + graceMs;
  let left = pids;
  while (left.length > 0 && performance.now() < deadline) {
    await sleep(POLL_INTERVAL_MS);
    left = await markedProcesses(mark, variable);
  }
  for (const pid of left) {
    sendSignal(pid, 'SIGKILL');
  }
  return pids.length;
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function sendSignal(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended in between.
  }
}
