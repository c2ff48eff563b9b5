/** A listener of a mount that writes down every byte and when it came, and does nothing else with them. */
import net from 'node:net';
import { TimedBytes } from './timed-bytes.ts';

const HEAD_END = '\r\n\r\n';

export class RawListener {
  readonly bytes = new TimedBytes();
  readonly beganAtMs = performance.now();
  readonly #socket: net.Socket;
  readonly #answered: Promise<void>;
  #head = '';

  /** Resolves when the mount answers 200; rejects when it answers otherwise. */
  static async open(url: string): Promise<RawListener> {
    const listener = new RawListener(new URL(url));
    try {
      await listener.#answered;
      return listener;
    } catch (error) {
      listener.close();
      throw error;
    }
  }

  private constructor(url: URL) {
    this.#socket = net.connect({ port: Number(url.port), host: url.hostname, noDelay: true });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#answered = promise;
    this.#socket.on('error', reject);
    this.#socket.on('close', () =>
      reject(new Error(`${url.pathname} ended: ${this.#head.split('\r\n', 1)}`)),
    );
    this.#socket.write(`GET ${url.pathname} HTTP/1.0\r\nHost: ${url.host}\r\nUser-Agent: bench\r\n\r\n`);
    let inBody = false;
    this.#socket.on('data', (chunk) => {
      if (inBody) {
        this.bytes.push(chunk);
        return;
      }
      this.#head += chunk.toString('latin1');
      const end = this.#head.indexOf(HEAD_END);
      if (end === -1) return;
      inBody = true;
      const first = this.#head.slice(end + HEAD_END.length);
      this.#head = this.#head.slice(0, end);
      if (!/^\S+ 200/.test(this.#head)) {
        reject(new Error(`${url.pathname} answered: ${this.#head.split('\r\n', 1)}`));
        return;
      }
      this.bytes.push(Buffer.from(first, 'latin1'));
      resolve();
    });
  }

  close(): void {
    this.#socket.destroy();
  }
}
