/** Listeners of one mount who only count: bytes, pauses, and whether they were cut off. Twenty cost as much as one who decodes. */
import http from 'node:http';
import { until } from './until.ts';

/** Icecast lets five connections wait; who comes sixth tries again a second later. */
const TOGETHER = 4;
/** Pauses shorter than this are not kept. */
const PAUSE_KEPT_MS = 100;

type Pause = { readonly endedAtMs: number; readonly ms: number };

type Listener = {
  readonly request: http.ClientRequest;
  readonly pauses: Pause[];
  bytes: number;
  lastReadAtMs: number;
  endedAtMs: number | null;
};

export type CrowdOptions = {
  readonly url: string;
  readonly count: number;
  /** Connections come from this address of ours. */
  readonly localAddress?: string;
};

export class ListenerCrowd {
  readonly #options: CrowdOptions;
  readonly #listeners: Listener[] = [];
  #closed = false;

  /** Resolves when every listener receives sound. */
  static async open(options: CrowdOptions): Promise<ListenerCrowd> {
    const crowd = new ListenerCrowd(options);
    try {
      while (crowd.#listeners.length < options.count) {
        const together = Math.min(TOGETHER, options.count - crowd.#listeners.length);
        for (let index = 0; index < together; index += 1) crowd.#listen();
        const wanted = crowd.#listeners.length;
        await until(`${wanted} listeners hear ${options.url}`, () => crowd.listening === wanted, 30_000);
      }
      return crowd;
    } catch (error) {
      crowd.close();
      throw error;
    }
  }

  private constructor(options: CrowdOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#options.count;
  }

  /** How many have received something and still do. */
  get listening(): number {
    return this.#listeners.filter(({ bytes, endedAtMs }) => bytes > 0 && endedAtMs === null).length;
  }

  /** How many were cut off since `fromMs`. */
  dropped(fromMs: number): number {
    return this.#listeners.filter(({ endedAtMs }) => endedAtMs !== null && endedAtMs >= fromMs).length;
  }

  /** The longest pause that any of those who still listen had since `fromMs`, in ms; one that began before counts from there. */
  byteGapMs(fromMs: number): number {
    const nowMs = performance.now();
    const gaps = this.#listeners
      .filter(({ endedAtMs }) => endedAtMs === null)
      .map(({ pauses, lastReadAtMs }) => {
        const kept = pauses
          .filter(({ endedAtMs }) => endedAtMs >= fromMs)
          .map(({ endedAtMs, ms }) => Math.min(ms, endedAtMs - fromMs));
        return Math.max(nowMs - Math.max(lastReadAtMs, fromMs), ...kept);
      });
    return Math.max(0, ...gaps);
  }

  close(): void {
    this.#closed = true;
    for (const { request } of this.#listeners) request.destroy();
  }

  #listen(): void {
    const { url, localAddress } = this.#options;
    const address = localAddress === undefined ? {} : { localAddress };
    const request = http.get(url, { agent: false, ...address }, (response) => {
      response.on('error', () => {});
      if (response.statusCode !== 200) {
        response.resume();
        listener.endedAtMs = performance.now();
        return;
      }
      listener.lastReadAtMs = performance.now();
      response.on('data', (bytes: Buffer) => this.#take(listener, bytes));
      response.once('close', () => this.#end(listener));
    });
    request.on('error', () => this.#end(listener));
    const listener: Listener = {
      request,
      pauses: [],
      bytes: 0,
      lastReadAtMs: performance.now(),
      endedAtMs: null,
    };
    this.#listeners.push(listener);
  }

  #take(listener: Listener, bytes: Buffer): void {
    const nowMs = performance.now();
    const ms = nowMs - listener.lastReadAtMs;
    if (ms > PAUSE_KEPT_MS) listener.pauses.push({ endedAtMs: nowMs, ms });
    listener.lastReadAtMs = nowMs;
    listener.bytes += bytes.length;
  }

  #end(listener: Listener): void {
    if (!this.#closed) listener.endedAtMs ??= performance.now();
  }
}
