/** The profile tls: https in front of everything, on a certificate of its own making here, with the stream as it comes. */
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { describe, expect, test } from 'vitest';
import type { OwnStack } from '../stack/stack.ts';

/** More than a listener gets at once, so that some of it has to come live: 128 kbit/s are 16 kB a second. */
const STREAM_BYTES = 64_000;

export function tlsChecks(stack: () => OwnStack): void {
  describe('the profile tls', () => {
    const ask = (path: string, method = 'GET') => askHttps(stack().httpsPort, path, method);

    test('serves the studio over https, and offers HTTP/3', async () => {
      const answer = await ask('/readyz');
      answer.resume();
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['alt-svc']).toContain('h3=');
    });

    test('sends whoever comes without it there', async () => {
      const answer = await askHttp(stack().httpPort, '/studio/main');
      answer.resume();
      expect([answer.statusCode, answer.headers.location?.startsWith('https://')]).toEqual([308, true]);
    });

    test('plays to radios that know no https', async () => {
      const answer = await askHttp(stack().httpPort, '/main.mp3');
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'audio/mpeg']);
      answer.destroy();
    });

    test('keeps figures to itself', async () => {
      const answer = await ask('/metrics');
      answer.resume();
      expect(answer.statusCode).toBe(404);
    });

    test.each(['/live/main.mp3', '/main.mp3'])('passes %s on as it comes', async (path) => {
      const answer = await ask(path);
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'audio/mpeg']);
      const pieces = await piecesOf(answer, STREAM_BYTES);
      // A proxy that collects would hand over few large pieces.
      expect(pieces).toBeGreaterThan(10);
    });

    test('lets nobody broadcast or rule through it', async () => {
      for (const [method, path] of [
        ['PUT', '/main.mp3'],
        ['GET', '/admin/stats'],
        ['GET', '/admin/killsource?mount=/main.mp3'],
      ] as const) {
        const answer = await ask(path, method);
        answer.resume();
        expect([path, answer.statusCode]).toEqual([path, 404]);
      }
    });
  });
}

function askHttps(port: number, path: string, method: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const place = {
      host: 'localhost',
      servername: 'localhost',
      port,
      path,
      method,
      rejectUnauthorized: false,
    };
    requestHttps({ ...place, agent: false }, resolve)
      .on('error', reject)
      .end();
  });
}

function askHttp(port: number, path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    requestHttp({ host: 'localhost', port, path, agent: false }, resolve).on('error', reject).end();
  });
}

/** In how many pieces so many bytes come. */
async function piecesOf(answer: IncomingMessage, bytes: number): Promise<number> {
  let pieces = 0;
  let seen = 0;
  for await (const piece of answer) {
    pieces += 1;
    seen += Buffer.byteLength(piece);
    if (seen >= bytes) break;
  }
  return pieces;
}
