/** Somebody's player: asks for an address, keeps every byte, knows when the connection ended. */
import { type IncomingHttpHeaders, type RequestOptions, request } from 'node:http';

export type Player = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** What came so far. */
  readonly bytes: () => Buffer;
  readonly ended: Promise<void>;
  /** Waits until so many bytes are there. Rejects when the connection ends before. */
  receive(count: number): Promise<Buffer>;
  /** Stops reading. */
  pause(): void;
  leave(): void;
};

export async function play(url: string, options: RequestOptions = {}): Promise<Player> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent: false, ...options }, (response) => {
      const chunks: Buffer[] = [];
      const waiting = new Set<() => void>();
      let gone = false;
      const wake = () => {
        for (const check of [...waiting]) check();
      };
      const bytes = () => Buffer.concat(chunks);
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        wake();
      });
      const ended = new Promise<void>((finish) => {
        response.on('close', () => {
          gone = true;
          wake();
          finish();
        });
      });
      response.on('error', () => {});
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        bytes,
        ended,
        receive: (count) =>
          new Promise((done, fail) => {
            const check = () => {
              if (bytes().length >= count) done(bytes());
              else if (gone) fail(new Error(`The connection ended after ${bytes().length} bytes.`));
              else return;
              waiting.delete(check);
            };
            waiting.add(check);
            check();
          }),
        pause: () => response.pause(),
        leave: () => outgoing.destroy(),
      });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}
