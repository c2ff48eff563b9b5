/** A listener that keeps the bytes as they come, and when. */
import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';
import { until } from '../../support/until.ts';

type Read = { readonly atMs: number; readonly bytes: Buffer };

export class RawListener {
  readonly response: IncomingMessage;
  readonly reads: Read[] = [];
  readonly #request: ClientRequest;
  #ended = false;

  /** Resolves when the mount answers 200; tries until it does. Ends with the test. */
  static async open(url: string, headers: Readonly<Record<string, string>> = {}): Promise<RawListener> {
    const opened = await until(`${url} answers 200`, () => request(url, headers), 30_000);
    const listener = new RawListener(opened.request, opened.response);
    onTestFinished(() => listener.close());
    return listener;
  }

  private constructor(call: ClientRequest, response: IncomingMessage) {
    this.#request = call;
    this.response = response;
    call.on('error', () => {});
    response.on('error', () => {});
    response.on('data', (bytes: Buffer) => this.reads.push({ atMs: performance.now(), bytes }));
    response.on('close', () => {
      this.#ended = true;
    });
  }

  /** Whether Icecast ended the connection. */
  get ended(): boolean {
    return this.#ended;
  }

  /** All bytes so far. */
  get bytes(): Buffer {
    return Buffer.concat(this.reads.map((read) => read.bytes));
  }

  /** Waits for `count` more bytes. */
  async more(count: number): Promise<void> {
    const from = this.bytes.length;
    await until(`${count} more bytes`, () => this.bytes.length - from >= count, 30_000);
  }

  /** The longest pause between two reads since `fromMs`. */
  longestByteGapMs(fromMs = 0): number {
    const times = this.reads.map((read) => read.atMs).filter((atMs) => atMs >= fromMs);
    return times.reduce((longest, atMs, index) => Math.max(longest, atMs - (times[index - 1] ?? atMs)), 0);
  }

  close(): void {
    this.#request.destroy();
  }
}

function request(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ request: ClientRequest; response: IncomingMessage } | null> {
  return new Promise((resolve) => {
    const call = get(url, { agent: false, headers });
    call.on('error', () => resolve(null));
    call.on('response', (response) => {
      if (response.statusCode === 200) resolve({ request: call, response });
      else {
        call.destroy();
        resolve(null);
      }
    });
  });
}
