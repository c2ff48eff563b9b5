// Turns the first SIGINT, SIGTERM or SIGHUP into an abort, so that what was begun can be undone.

/** @type {readonly NodeJS.Signals[]} */
const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

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
 * Calls `onSignal` for every ending signal until disposed.
 * @param {(signal: NodeJS.Signals) => void} onSignal
 * @returns {() => void} Gives the signals back.
 */
export function listenForSignals(onSignal) {
  for (const signal of ENDING_SIGNALS) {
    process.on(signal, onSignal);
  }
  return () => {
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
