/** Every way in from outside, tried by somebody who wants to broadcast or to rule: none leads to Icecast (row S22). */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { describe, expect, test } from 'vitest';
import { ADMIN_PAGES } from './icecast-checks.ts';

const ANSWER_WITHIN_MS = 5_000;
const CLOSED: Answer = { status: 0, program: '' };

type Answer = { readonly status: number; readonly program: string };

/** `places` are origins. */
export function doorChecks(places: () => readonly string[]): void {
  describe('from outside', () => {
    test.each([
      ['the admin pages', 'GET', ADMIN_PAGES],
      ['the way in for sources', 'PUT', ['/main.mp3', '/stolen.mp3']],
      ['the old way in for sources', 'SOURCE', ['/main.mp3', '/stolen.mp3']],
    ] as const)('no open port leads to %s', async (_what, method, pages) => {
      const tries = places().flatMap((place) => pages.map((page) => place + page));
      const found = await Promise.all(
        tries.map(async (url) => [method, url, await answerOf(url, method)] as const),
      );
      const letThrough = found.filter(
        ([, , { status, program }]) => (status >= 200 && status < 300) || program.includes('Icecast'),
      );
      expect(letThrough).toEqual([]);
    });
  });
}

/** The status, and which program says that it answers; CLOSED when nobody does. */
function answerOf(url: string, method: string): Promise<Answer> {
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    const options = {
      method,
      agent: false,
      rejectUnauthorized: false,
      timeout: ANSWER_WITHIN_MS,
      headers: { 'Content-Type': 'audio/mpeg' },
    };
    const call = request(url, options, (answer) => {
      answer.destroy();
      resolve({ status: answer.statusCode ?? 0, program: String(answer.headers.server ?? '') });
    });
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve(CLOSED));
    call.end();
  });
}
