/** Many listeners of one mount in one process: they count what they get and keep nothing. */
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const READ_BUFFER_BYTES = 64 * 1024;
const HEAD_MAX_BYTES = 2048;

/** What came of one listener, in ms since it asked to connect; Infinity for what did not happen. */
export type ListenerTimes = {
  /** The first byte of the body. */
  readonly firstAudioMs: number;
  /** As many bytes of the body as were asked for. */
  readonly enoughMs: number;
};

type Listener = {
  socket: net.Socket;
  beganAtMs: number;
  audioBytes: number;
  head: string;
  times: { firstAudioMs: number; enoughMs: number };
};

export class Crowd {
  readonly #url: URL;
  readonly #enoughBytes: number;
  readonly #listeners: Listener[] = [];
  /** Nobody looks at what is read, so all read into the same memory. */
  readonly #buffer = Buffer.alloc(READ_BUFFER_BYTES);

  /** `enoughBytes`: what `enoughMs` waits for. */
  constructor(url: string, enoughBytes = 1) {
    this.#url = new URL(url);
    this.#enoughBytes = enoughBytes;
  }

  get times(): readonly ListenerTimes[] {
    return this.#listeners.map(({ times }) => times);
  }

  /** How many have what they wait for. */
  get served(): number {
    return this.#listeners.filter(({ times }) => Number.isFinite(times.enoughMs)).length;
  }

  get audioBytes(): number {
    return this.#listeners.reduce((sum, { audioBytes }) => sum + audioBytes, 0);
  }

  /** Lets `count` more come, `everyMs` apart; 0 for all at once. */
  async join(count: number, everyMs: number): Promise<void> {
    const beganAtMs = performance.now();
    for (let index = 0; index < count; index += 1) {
      const waitMs = beganAtMs + index * everyMs - performance.now();
      if (waitMs > 0) await delay(waitMs);
      this.#add();
    }
  }

  /** Waits until all have what they wait for, or for so long. */
  async settle(deadlineMs: number): Promise<void> {
    const endsAt = performance.now() + deadlineMs;
    while (this.served < this.#listeners.length && performance.now() < endsAt) await delay(10);
  }

  leave(): void {
    for (const { socket } of this.#listeners) socket.destroy();
  }

  #add(): void {
    const listener: Listener = {
      socket: net.connect({
        port: Number(this.#url.port),
        host: this.#url.hostname,
        onread: {
          buffer: this.#buffer,
          callback: (bytes, memory) => {
            this.#take(listener, memory, bytes);
            return true;
          },
        },
      }),
      beganAtMs: performance.now(),
      audioBytes: -1,
      head: '',
      times: { firstAudioMs: Number.POSITIVE_INFINITY, enoughMs: Number.POSITIVE_INFINITY },
    };
    listener.socket.on('error', () => {});
    listener.socket.write(
      `GET ${this.#url.pathname} HTTP/1.0\r\nHost: ${this.#url.host}\r\nUser-Agent: bench\r\n\r\n`,
    );
    this.#listeners.push(listener);
  }

  #take(listener: Listener, memory: Uint8Array, bytes: number): void {
    if (listener.audioBytes < 0) {
      listener.head += Buffer.from(memory.subarray(0, bytes)).toString('latin1');
      const end = listener.head.indexOf('\r\n\r\n');
      if (end === -1 && listener.head.length < HEAD_MAX_BYTES) return;
      if (!/^\S+ 200/.test(listener.head)) {
        listener.socket.destroy();
        return;
      }
      listener.audioBytes = listener.head.length - end - 4;
      listener.head = '';
    } else listener.audioBytes += bytes;
    const { times } = listener;
    if (Number.isFinite(times.enoughMs) || listener.audioBytes === 0) return;
    const nowMs = performance.now() - listener.beganAtMs;
    times.firstAudioMs = Math.min(times.firstAudioMs, nowMs);
    if (listener.audioBytes >= this.#enoughBytes) times.enoughMs = nowMs;
  }
}
