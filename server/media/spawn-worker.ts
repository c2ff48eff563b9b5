/** Starts one mediasoup worker process whose life is ours alone. */
import { createWorker, type types } from 'mediasoup';

/** Far above the few hundred ms a start takes, so that only a process that hangs is given up. */
const START_TIMEOUT_MS = 15_000;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Resolves when the process answers. mediasoup would close its workers by itself when this process gets a signal; a broadcast
 * that drains needs them until the end, so those listeners are taken away again.
 */
export async function spawnWorker(workerBin: string | null): Promise<types.Worker> {
  const before = new Set(SIGNALS.flatMap((signal) => process.listeners(signal)));
  const pending = createWorker({
    logLevel: 'error',
    ...(workerBin === null ? {} : { workerBin }),
  });
  for (const signal of SIGNALS) {
    for (const listener of process.listeners(signal)) {
      if (!before.has(listener)) process.removeListener(signal, listener);
    }
  }
  return startedInTime(pending);
}

function startedInTime(pending: Promise<types.Worker>): Promise<types.Worker> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`The worker did not start within ${START_TIMEOUT_MS} ms.`));
      pending.then(
        (late) => late.close(),
        () => {},
      );
    }, START_TIMEOUT_MS);
    pending.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
