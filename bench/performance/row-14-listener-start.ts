/** Row 14: how soon a player that has just come has enough to begin. */
import { comparePairs, median, percentile } from '../report/statistics.ts';
import { Crowd } from '../rig/crowd.ts';
import { type Side, withListenerRig } from './listener-rig.ts';
import { interleave, type PerformanceRow, type RowContext, verdictOf } from './performance-row.ts';

/** A second at 128 kbit/s. */
const ENOUGH_BYTES = 16_000;
const STARTS = { quick: 10, full: 30 };
const DEADLINE_MS = 10_000;
const TARGET_MS = 100;

export const listenerStart: PerformanceRow = {
  id: '14',
  title: 'Listener start: until a second of sound is there',
  method:
    'Listeners come one after the other while another one listens; for each the time from asking to connect until 16,000 bytes (a second) of MP3 have arrived. Our relay against Icecast as Debian installs it, which gives four seconds at once, and keeps its listeners four seconds behind by that.',
  target: `≤ ${TARGET_MS} ms`,
  limit: TARGET_MS,
  measure: (context) =>
    withListenerRig(async ({ ours, peer }) => {
      const always = [new Crowd(ours.url), new Crowd(peer.url)];
      try {
        for (const crowd of always) {
          await crowd.join(1, 0);
          await crowd.settle(DEADLINE_MS);
        }
        const runs = await interleave(
          context.pairs,
          () => starts(ours, context),
          () => starts(peer, context),
        );
        const comparison = comparePairs(
          runs.map((pair) => ({ ours: median(pair.ours), peer: median(pair.peer) })),
          'ms',
        );
        return {
          peer: peer.name,
          ...comparison,
          ...verdictOf({ spread: null }, [
            { text: `≤ ${TARGET_MS} ms`, isMet: (comparison.ours?.median ?? 9e9) <= TARGET_MS },
          ]),
          details: [
            {
              name: 'p95 of all',
              ours: `${percentile(
                runs.flatMap((pair) => pair.ours),
                0.95,
              ).toFixed(1)} ms`,
              peer: `${percentile(
                runs.flatMap((pair) => pair.peer),
                0.95,
              ).toFixed(1)} ms`,
            },
          ],
        };
      } finally {
        for (const crowd of always) crowd.leave();
      }
    }),
};

async function starts({ name, url }: Side, { mode, say }: RowContext): Promise<readonly number[]> {
  const timesMs: number[] = [];
  for (let index = 0; index < STARTS[mode]; index += 1) {
    const crowd = new Crowd(url, ENOUGH_BYTES);
    await crowd.join(1, 0);
    await crowd.settle(DEADLINE_MS);
    timesMs.push(...crowd.times.map(({ enoughMs }) => Math.min(enoughMs, DEADLINE_MS)));
    crowd.leave();
  }
  say(`${name}: ${median(timesMs).toFixed(1)} ms`);
  return timesMs;
}
