/** That the sound went through the relay, in the relay's own words: what it counts of each allocation. */
import { describe, test } from 'vitest';
import { until } from '../../support/until.ts';
import { logOf } from '../stack/container-facts.ts';
import type { OwnStack } from '../stack/stack.ts';

/** coturn counts to 2048 packets of an allocation before it says so: 20 s of a voice. */
const COUNTED_WITHIN_MS = 120_000;
/** A voice of 20 s in Opus, at the very least. */
const VOICE_BYTES_MIN = 50_000;

export function relayStatisticsChecks(stack: () => OwnStack): void {
  describe('the statistics of the relay', () => {
    test('have the sound of both people on its way to the media server, and of the other one on its way back', async () => {
      await until(
        'two allocations that carried a voice',
        async () => {
          const log = await logOf(await stack().container('coturn'));
          const people = carriedBytes(log).filter(
            ({ received, sent }) => received > VOICE_BYTES_MIN && sent > VOICE_BYTES_MIN,
          );
          return people.length >= 2;
        },
        COUNTED_WITHIN_MS,
      );
    });
  });
}

type Carried = { readonly received: number; readonly sent: number };

/** What came in from the browser and went out to it, summed for each user name, and not what peers sent: `usage: …, username=<…>, rp=…, rb=…, sp=…, sb=…`. */
function carriedBytes(log: string): readonly Carried[] {
  const sums = new Map<string, Carried>();
  for (const [, user = '', received, sent] of log.matchAll(
    /(?<!peer )\busage: .*username=<([^>]*)>.*? rb=(\d+).*? sb=(\d+)/g,
  )) {
    const before = sums.get(user) ?? { received: 0, sent: 0 };
    sums.set(user, { received: before.received + Number(received), sent: before.sent + Number(sent) });
  }
  return [...sums.values()];
}
