// Hears that this process shall end: by SIGINT, SIGTERM or SIGHUP, or because the npm that started it is gone.

/** @type {readonly NodeJS.Signals[]} */
const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * npm runs a script in a shell. A SIGTERM to npm ends that shell and not what runs in it, so nobody
 * would tell this process; its parent's id changes then.
 */
const PARENT_POLL_MS = 250;
const parentAtStart = process.ppid;
const startedByNpm = process.env.npm_lifecycle_event !== undefined;

/** Why the setup was stopped from outside. */
export class Interrupted extends Error {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`Stopped by ${signal}.`);
    this.name = 'Interrupted';
    /** @type {NodeJS.Signals} */
    this.signal = signal;
  }
}

/**
 * Calls `onSignal` for every ending signal until disposed. A lost parent counts as one SIGTERM.
 * @param {(signal: NodeJS.Signals) => void} onSignal
 * @returns {() => void} Gives the signals back.
 */
export function listenForSignals(onSignal) {
  for (const signal of ENDING_SIGNALS) {
    process.on(signal, onSignal);
  }
  const timer = setInterval(() => {
    if (startedByNpm && process.ppid !== parentAtStart) {
      clearInterval(timer);
      onSignal('SIGTERM');
    }
  }, PARENT_POLL_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    for (const signal of ENDING_SIGNALS) {
      process.off(signal, onSignal);
    }
  };
}

/**
 * Runs `work` with a signal that an ending signal aborts, with an `Interrupted` as the reason.
 * @template T
 * @param {(signal: AbortSignal) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function interruptible(work) {
  const controller = new AbortController();
  const stop = listenForSignals((signal) => controller.abort(new Interrupted(signal)));
  try {
    return await work(controller.signal);
  } finally {
    stop();
  }
}
