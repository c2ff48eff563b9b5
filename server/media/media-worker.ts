/** One running mediasoup worker: its process, its one WebRtcServer and the rooms on it. */
import type { types } from 'mediasoup';
import { StudioError } from '../errors.ts';
import { Closable, type CloseReason } from '../lifecycle.ts';
import type { Log } from '../log.ts';
import { preferWorker } from '../process/live-priority.ts';
import { RoomMedia } from './room-media.ts';
import { ROUTER_CODECS } from './router-codecs.ts';
import { spawnWorker } from './spawn-worker.ts';

/** A worker that was told to end gets this long before it is killed. */
const EXIT_TIMEOUT_MS = 2_000;

export type MediaWorkerOptions = {
  readonly listenIp: string;
  readonly announcedAddress: string | null;
  readonly port: number;
  readonly workerBin: string | null;
  readonly log: Log;
};

/** Closes by itself, with a reason that begins with `worker died`, when the process goes; its rooms close with it. */
export class MediaWorker extends Closable {
  readonly #worker: types.Worker;
  readonly #webRtcServer: types.WebRtcServer;
  readonly #log: Log;
  readonly #exited: Promise<void>;
  readonly #rooms = new Set<RoomMedia>();
  #opening = 0;

  private constructor(worker: types.Worker, webRtcServer: types.WebRtcServer, log: Log) {
    super();
    this.#worker = worker;
    this.#webRtcServer = webRtcServer;
    this.#log = log;
    this.#exited = exitOf(worker);
    worker.once('died', (error) => this.close(`worker died: ${error.message}`));
  }

  /** Starts the process and binds `port`, UDP and TCP. Throws a plain Error when either fails; nothing is left then. */
  static async start(options: MediaWorkerOptions): Promise<MediaWorker> {
    const worker = await spawnWorker(options.workerBin);
    preferWorker(worker.pid);
    try {
      const webRtcServer = await worker.createWebRtcServer({ listenInfos: listenInfos(options) });
      if (worker.closed) throw new Error('The worker died while it started.');
      return new MediaWorker(worker, webRtcServer, options.log);
    } catch (error) {
      await endProcess(worker);
      throw error;
    }
  }

  get pid(): number {
    return this.#worker.pid;
  }

  get roomCount(): number {
    return this.#rooms.size;
  }

  /** Rooms, including those that are being opened, and the participants in them. */
  get load(): number {
    let load = this.#opening;
    for (const room of this.#rooms) load += 1 + room.participantCount;
    return load;
  }

  /** Makes a room on this worker. Throws `media_unavailable` when the worker dies meanwhile. */
  async openRoom(): Promise<RoomMedia> {
    this.#opening += 1;
    try {
      const router = await this.guard(
        this.#worker.createRouter({ mediaCodecs: [...ROUTER_CODECS] }),
        (late) => late.close(),
      );
      const room = this.own(new RoomMedia({ router, webRtcServer: this.#webRtcServer, log: this.#log }));
      this.#rooms.add(room);
      room.onClosed(() => this.#rooms.delete(room));
      return room;
    } catch (error) {
      throw new StudioError('media_unavailable', undefined, { cause: error });
    } finally {
      this.#opening -= 1;
    }
  }

  /** Whether the worker takes and answers a request within `timeoutMs`. */
  isAnswering(timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), timeoutMs);
      this.#worker
        .getResourceUsage()
        .then(
          () => resolve(true),
          () => resolve(false),
        )
        .finally(() => clearTimeout(timer));
    });
  }

  /** Ends a process that no longer answers. What follows is what follows any death. */
  kill(): void {
    killProcess(this.#worker);
  }

  /** Closes, and resolves when the process has gone. */
  async stop(reason: CloseReason): Promise<void> {
    this.close(reason);
    await this.#exited;
  }

  protected override onClose(): void {
    void endProcess(this.#worker);
  }
}

function listenInfos(options: MediaWorkerOptions): types.TransportListenInfo[] {
  const common = {
    ip: options.listenIp,
    port: options.port,
    ...(options.announcedAddress === null ? {} : { announcedAddress: options.announcedAddress }),
  };
  return [
    { protocol: 'udp', ...common },
    { protocol: 'tcp', ...common },
  ];
}

function exitOf(worker: types.Worker): Promise<void> {
  return new Promise((resolve) => {
    if (worker.subprocessClosed) resolve();
    else worker.once('subprocessclose', () => resolve());
  });
}

/** Asks the process to end and kills it when it does not, a stopped process included. */
async function endProcess(worker: types.Worker): Promise<void> {
  const timer = setTimeout(() => killProcess(worker), EXIT_TIMEOUT_MS);
  try {
    worker.close();
  } catch {
    // mediasoup throws when its channel is stuck in a half-written message; the process never hears of it then.
    killProcess(worker);
  }
  await exitOf(worker);
  clearTimeout(timer);
}

function killProcess(worker: types.Worker): void {
  if (worker.subprocessClosed) return;
  try {
    process.kill(worker.pid, 'SIGKILL');
  } catch {
    // It went by itself in this very moment.
  }
}
