/** That the sound went through the relay, in the relay's own words: what it counts of each allocation. */
import { describe, expect, test } from 'vitest';
import { until } from '../../support/until.ts';
import { logOf } from '../stack/container-facts.ts';
import type { OwnStack } from '../stack/stack.ts';

/** coturn counts to 2048 packets of an allocation before it says so: 20 s of a voice. */
const COUNTED_WITHIN_MS = 120_000;
/** A voice of 20 s in Opus, at the very least. */
const VOICE_BYTES_MIN = 50_000;

export function relayStatisticsChecks(stack: () => OwnStack): void {
  describe('the statistics of the relay', () => {
    test('have the sound of both people, on its way to the media server', async () => {
      await until(
        'two allocations that carried a voice',
        async () => {
          const log = await logOf(await stack().container('coturn'));
          return carriedBytes(log).filter((bytes) => bytes > VOICE_BYTES_MIN).length >= 2;
        },
        COUNTED_WITHIN_MS,
      );
      expect(carriedBytes(await logOf(await stack().container('coturn'))).length).toBeGreaterThanOrEqual(2);
    });
  });
}

/** What came in from the browser, summed for each user name: `session 1: usage: …, username=<…>, rp=…, rb=…`. */
function carriedBytes(log: string): readonly number[] {
  const sums = new Map<string, number>();
  for (const [, user = '', bytes = '0'] of log.matchAll(/: usage: .*username=<([^>]*)>.*? rb=(\d+)/g))
    sums.set(user, (sums.get(user) ?? 0) + Number(bytes));
  return [...sums.values()];
}
