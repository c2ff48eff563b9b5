/** What the services print while nothing is wrong: no error. To be asked before anything is broken on purpose. */
import { describe, expect, test } from 'vitest';
import { logOf } from '../stack/container-facts.ts';
import { type OwnStack, SERVICES } from '../stack/stack.ts';

/** From pino's `error` on. */
const ERROR_LEVEL = 50;
const BAD_WORDS = /\b(error|errors|fatal|failed|cannot|segfault|panic|traceback|unhandled)\b/i;
/**
 * Icecast says once that it serves no files and so has no table of their types. coturn calls it an error that a browser asks first without
 * a signature, as the protocol wants it, and that a browser closes a connection.
 */
const EXPECTED =
  /fserve_recheck_mime_types|error 401: Unauthorized|error 438|TCP socket error: Connection reset/;

export function quietLogChecks(stack: () => OwnStack): void {
  describe('while a show is on air', () => {
    test.each(SERVICES)('%s prints no error', async (service) => {
      const lines = (await logOf(await stack().container(service))).split('\n');
      expect(lines.filter((line) => isBad(line) && !EXPECTED.test(line))).toEqual([]);
    });
  });
}

function isBad(line: string): boolean {
  const level = /^\{"level":(\d+)/.exec(line)?.[1];
  return level === undefined ? BAD_WORDS.test(line) : Number(level) >= ERROR_LEVEL;
}
