/** The media engine: a fixed number of workers, each on a port of its own, of which the least loaded takes the next room. */
import { setLogEventListeners } from 'mediasoup';
import { StudioError } from '../errors.ts';
import { Closable, type CloseReason } from '../lifecycle.ts';
import type { Log } from '../log.ts';
import type { MediaEnginePort } from '../room/media-port.ts';
import type { MediaWorker } from './media-worker.ts';
import type { RoomMedia } from './room-media.ts';
import { startError } from './start-error.ts';
import { WorkerSlot } from './worker-slot.ts';

/**
 * `listenIp` is an address of this machine, `announcedAddress` what browsers are told instead of it (needed when `listenIp` is
 * 0.0.0.0). Worker n takes port `firstPort` + n, UDP and TCP. `workerBin` is the worker's executable, null for mediasoup's own.
 */
export type WorkerPoolOptions = {
  readonly numWorkers: number;
  readonly listenIp: string;
  readonly announcedAddress: string | null;
  readonly firstPort: number;
  readonly workerBin: string | null;
  readonly log: Log;
};

/** One worker that runs now. */
export type WorkerEntry = { readonly pid: number; readonly port: number; readonly rooms: number };

export class WorkerPool extends Closable implements MediaEnginePort {
  readonly #slots: readonly WorkerSlot[];

  private constructor(slots: readonly WorkerSlot[]) {
    super();
    this.#slots = slots;
    for (const slot of slots) this.own(slot);
  }

  /** Starts all workers. Throws `media_unavailable` with a sentence that says what to do when one cannot; nothing is left then. */
  static async start(options: WorkerPoolOptions): Promise<WorkerPool> {
    const { numWorkers, firstPort, log, ...common } = options;
    setLogEventListeners({
      onwarn: (namespace, text) => log.debug({ namespace }, text),
      onerror: (namespace, text, error) => log.warn({ namespace, err: error }, text),
    });
    const pool = new WorkerPool(
      Array.from(
        { length: numWorkers },
        (_, index) => new WorkerSlot({ ...common, port: firstPort + index, log }),
      ),
    );
    const results = await Promise.allSettled(pool.#slots.map((slot) => slot.start()));
    for (const [index, result] of results.entries()) {
      if (result.status === 'fulfilled') continue;
      await pool.stop('start failed');
      throw startError(result.reason, { ...options, port: firstPort + index });
    }
    return pool;
  }

  /** The workers that run now; a place whose worker is being replaced is missing. */
  get workers(): readonly WorkerEntry[] {
    return this.#slots.flatMap(({ worker, port }) =>
      worker === null ? [] : [{ pid: worker.pid, port, rooms: worker.roomCount }],
    );
  }

  async openRoom(): Promise<RoomMedia> {
    let best: MediaWorker | null = null;
    for (const { worker } of this.#slots) {
      if (worker !== null && (best === null || worker.load < best.load)) best = worker;
    }
    if (best === null) throw new StudioError('media_unavailable');
    return best.openRoom();
  }

  /** Closes, and resolves when no worker process is left. */
  async stop(reason: CloseReason): Promise<void> {
    const stopped = Promise.all(this.#slots.map((slot) => slot.stop(reason)));
    this.close(reason);
    await stopped;
  }
}
