/** The main thread's end of a live path: passes commands to the thread and its reports to whoever listens. */
import { Worker } from 'node:worker_threads';
import type { SoundId, StripId } from '#protocol/ids.ts';
import { StudioError } from '../errors.ts';
import { Closable, type CloseReason } from '../lifecycle.ts';
import type { ProcessLog } from '../process/process-log.ts';
import type {
  AirPlan,
  LivePathPort,
  LivePathReport,
  RtpAddress,
  RtpSource,
  SoundFile,
  SoundPlay,
  StripSettings,
} from '../program/live-path-port.ts';
import type { Command, ThreadMessage, ThreadStart } from './messages.ts';

export type LivePathThreadOptions = {
  /** Path or name of the ffmpeg program. */
  readonly ffmpegPath: string;
  readonly log: ProcessLog;
};

const ENTRY = new URL('./thread-entry.ts', import.meta.url);
/** A thread that was told to close ends by itself; one that hangs is ended after this. */
const CLOSE_TIMEOUT_MS = 1000;

/** Ten times a second something comes from a thread that is well. Looks are counted, not time: a machine that slept accuses nobody. */
const LOOK_EVERY_MS = 1000;
const LOOKS_TO_HANG = 8;

export class LivePathThread extends Closable implements LivePathPort {
  readonly rtpAddress: RtpAddress;
  readonly #worker: Worker;
  readonly #log: ProcessLog;
  readonly #listeners = new Set<(report: LivePathReport) => void>();
  readonly #leaving = new Map<number, () => void>();
  #requests = 0;
  #looksWithoutMessage = 0;

  /** Resolves when the thread mixes and RTP can be sent to it. Throws `internal` when it cannot be started. */
  static async start({ ffmpegPath, log }: LivePathThreadOptions): Promise<LivePathThread> {
    const worker = new Worker(ENTRY, { name: 'live-path', workerData: { ffmpegPath } satisfies ThreadStart });
    const rtpAddress = await readyAddress(worker);
    return new LivePathThread(worker, rtpAddress, log);
  }

  private constructor(worker: Worker, rtpAddress: RtpAddress, log: ProcessLog) {
    super();
    this.#worker = worker;
    this.rtpAddress = rtpAddress;
    this.#log = log;
    const look = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.own({ close: () => clearInterval(look) });
    worker.on('message', (message: ThreadMessage) => this.#onMessage(message));
    worker.on('error', (error) =>
      this.close(`died: ${error instanceof Error ? error.message : String(error)}`),
    );
    worker.on('exit', (code) => this.close(`died: the thread ended with code ${code}`));
  }

  acceptRtpFrom(source: RtpAddress): void {
    this.#send({ kind: 'acceptRtpFrom', source });
  }

  putStrip(id: StripId, settings: StripSettings, rampMs?: number): void {
    this.#send({ kind: 'putStrip', id, settings, rampMs });
  }

  dropStrip(id: StripId): void {
    this.#send({ kind: 'dropStrip', id });
  }

  bindSource(id: StripId, source: RtpSource | null): void {
    this.#send({ kind: 'bindSource', id, source });
  }

  putSound(id: SoundId, file: SoundFile): void {
    this.#send({ kind: 'putSound', id, file });
  }

  dropSound(id: SoundId): void {
    this.#send({ kind: 'dropSound', id });
  }

  playSound(id: SoundId, play: SoundPlay): void {
    this.#send({ kind: 'playSound', id, play });
  }

  setSound(id: SoundId, play: SoundPlay): void {
    this.#send({ kind: 'setSound', id, play });
  }

  stopSound(id: SoundId): void {
    this.#send({ kind: 'stopSound', id });
  }

  sendSounds(as: RtpSource | null): void {
    this.#send({ kind: 'sendSounds', as });
  }

  goOnAir(plan: AirPlan): void {
    this.#send({ kind: 'goOnAir', plan });
  }

  setTitle(title: string): void {
    this.#send({ kind: 'setTitle', title });
  }

  wantBed(isWanted: boolean): void {
    this.#send({ kind: 'wantBed', isWanted });
  }

  /** A listener hears nothing from this mount: Icecast is asked, and the connection given up when it does not answer either. */
  doubtMount(name: string): void {
    this.#send({ kind: 'doubtMount', name });
  }

  async goOffAir(): Promise<void> {
    if (this.closed) return;
    this.#requests += 1;
    const request = this.#requests;
    await new Promise<void>((resolve) => {
      this.#leaving.set(request, resolve);
      this.#send({ kind: 'goOffAir', request });
    });
  }

  onReport(listener: (report: LivePathReport) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  protected override onClose(reason: CloseReason): void {
    this.#listeners.clear();
    for (const resolve of this.#leaving.values()) resolve();
    this.#leaving.clear();
    this.#worker.postMessage({ kind: 'close', reason } satisfies Command);
    const hangs = setTimeout(() => {
      this.#worker.terminate().catch(() => {});
    }, CLOSE_TIMEOUT_MS);
    this.#worker.once('exit', () => clearTimeout(hangs));
  }

  #send(command: Command): void {
    if (!this.closed) this.#worker.postMessage(command);
  }

  #look(): void {
    this.#looksWithoutMessage += 1;
    if (this.#looksWithoutMessage >= LOOKS_TO_HANG) this.close('died: the thread hangs');
  }

  #onMessage(message: ThreadMessage): void {
    if (this.closed) return;
    this.#looksWithoutMessage = 0;
    switch (message.kind) {
      case 'report':
        this.#tell(message.report);
        return;
      case 'offAir':
        this.#leaving.get(message.request)?.();
        this.#leaving.delete(message.request);
        return;
      case 'warning':
        this.#log.warn({ warning: message.warning }, 'live path warned');
        return;
      case 'broken':
        this.close(`died: ${message.reason}`);
        return;
      case 'ready':
        return;
      default:
        message satisfies never;
    }
  }

  #tell(report: LivePathReport): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(report);
      } catch (error) {
        this.#log.warn({ err: error, report: report.kind }, 'a listener of live path reports failed');
      }
    }
  }
}

/** The address of the thread's first message. A thread that ends before it is a failed start. */
function readyAddress(worker: Worker): Promise<RtpAddress> {
  return new Promise((resolve, reject) => {
    const fail = (cause?: unknown) => {
      worker.off('message', onFirst);
      reject(new StudioError('internal', 'The mixer could not be started.', { cause }));
    };
    const onExit = () => fail();
    const onFirst = (message: ThreadMessage) => {
      worker.off('error', fail);
      worker.off('exit', onExit);
      if (message.kind === 'ready') resolve(message.rtpAddress);
      else fail();
    };
    worker.once('message', onFirst);
    worker.once('error', fail);
    worker.once('exit', onExit);
  });
}
