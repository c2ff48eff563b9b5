/** One place in the pool: a port, and the worker that stands there. Replaces the worker whenever it is gone or stuck. */
import { setTimeout } from 'node:timers/promises';
import { Closable, type CloseReason } from '../lifecycle.ts';
import { failuresAfter, restartDelayMs } from '../process/backoff.ts';
import { MediaWorker, type MediaWorkerOptions } from './media-worker.ts';

/** How often a worker is asked for a sign of life, and how long it may take to answer. */
const PROBE_INTERVAL_MS = 1_000;
const PROBE_TIMEOUT_MS = 1_500;
/** One missed answer may be our own pause (a suspended machine, a long garbage collection); the second in a row is not. */
const PROBES_MISSED_MAX = 2;

export class WorkerSlot extends Closable {
  readonly #options: MediaWorkerOptions;
  #worker: MediaWorker | null = null;
  #starting: Promise<void> | null = null;
  #failures = 0;

  constructor(options: MediaWorkerOptions) {
    super();
    this.#options = options;
  }

  get port(): number {
    return this.#options.port;
  }

  /** The worker that takes rooms now, or null while there is none. */
  get worker(): MediaWorker | null {
    return this.#worker;
  }

  /** The first start: unlike the later ones it fails with the reason instead of trying again. */
  async start(): Promise<void> {
    this.#use(await MediaWorker.start(this.#options));
  }

  /** Closes, and resolves when no process is left. */
  async stop(reason: CloseReason): Promise<void> {
    const worker = this.#worker;
    this.close(reason);
    await Promise.all([worker?.stop(reason), this.#starting]);
  }

  #use(worker: MediaWorker): void {
    const { log, port } = this.#options;
    this.own(worker);
    if (this.closed) return;
    this.#worker = worker;
    const startedAtMs = performance.now();
    log.info({ workerPid: worker.pid, port }, 'Media worker running');
    worker.onClosed((reason) => {
      this.#worker = null;
      if (this.closed) return;
      log.error({ workerPid: worker.pid, port, reason }, 'Media worker gone; starting another');
      this.#restart(performance.now() - startedAtMs);
    });
    void this.#watch(worker);
  }

  #restart(upMs: number): void {
    this.#failures = failuresAfter(this.#failures, upMs);
    this.#starting = this.#startAgain(restartDelayMs(this.#failures, Math.random()));
  }

  async #startAgain(delayMs: number): Promise<void> {
    await setTimeout(delayMs, undefined, { signal: this.signal }).catch(() => {});
    if (this.closed) return;
    try {
      const worker = await MediaWorker.start(this.#options);
      if (this.closed) await worker.stop('pool closed');
      else this.#use(worker);
    } catch (error) {
      if (this.closed) return;
      this.#options.log.error({ err: error, port: this.port }, 'Media worker did not start; trying again');
      this.#restart(0);
    }
  }

  async #watch(worker: MediaWorker): Promise<void> {
    let missed = 0;
    while (missed < PROBES_MISSED_MAX) {
      if (missed === 0) {
        await setTimeout(PROBE_INTERVAL_MS, undefined, { signal: worker.signal }).catch(() => {});
      }
      if (worker.closed) return;
      missed = (await worker.isAnswering(PROBE_TIMEOUT_MS)) ? 0 : missed + 1;
    }
    if (worker.closed) return;
    const { log, port } = this.#options;
    log.error({ workerPid: worker.pid, port }, 'Media worker does not answer; ending it');
    worker.kill();
  }
}
