/** Puts the way of the sound before everything else that wants the cores: late signaling is noticed by few, late sound by everybody. */
import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

/**
 * Niceness of what makes the program: mixer and encoder need a few hundredths of a core and must get them every 20 ms. The studio as a
 * whole runs at -5.
 */
const LIVE_PATH_NICENESS = -15;
/** Of the workers, which carry everybody's sound, but whose work grows with the people. */
const WORKER_NICENESS = -10;

/** Of what can wait: it gets the cores when nobody else wants them. */
const PATIENT_NICENESS = 15;

/** For the thread that calls, and for the processes that it will start. Without the right to it, all stays as it is. */
export function preferLivePathThread(): void {
  prefer(() => {
    // Linux knows threads by numbers of their own: `<process>/task/<thread>`.
    const [thread = ''] = readlinkSync('/proc/thread-self').split('/').slice(-1);
    setPriority(Number(thread), LIVE_PATH_NICENESS);
  });
}

/** For a worker that runs already. */
export function preferWorker(pid: number): void {
  prefer(() => setPriority(pid, WORKER_NICENESS));
}

/** For a process that runs already and is in no hurry. */
export function yieldToLive(pid: number): void {
  prefer(() => setPriority(pid, PATIENT_NICENESS));
}

function prefer(act: () => void): void {
  try {
    act();
  } catch {
    // Not allowed for this account, or not a Linux: the sound takes its turn like everybody.
  }
}
