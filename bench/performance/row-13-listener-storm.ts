/** Row 13: a crowd that comes all at once, as after an announcement. */
import { setTimeout as delay } from 'node:timers/promises';
import { comparePairs, percentile } from '../report/statistics.ts';
import { Crowd } from '../rig/crowd.ts';
import { type Side, withListenerRig } from './listener-rig.ts';
import { interleave, type PerformanceRow, type RowContext, verdictOf } from './performance-row.ts';

const LISTENERS = 200;
const DEADLINE_MS = { quick: 20_000, full: 60_000 };
const PAUSE_MS = 1000;
const P95_MAX_S = 0.5;
const RATIO_MAX = 0.02;

export const listenerStorm: PerformanceRow = {
  id: '13',
  title: `${LISTENERS} listeners at once: until 95 % have sound`,
  method: `${LISTENERS} connections are asked for at the same moment; for each the time until its first byte of sound. Who has none when the run ends (20 s, 60 s in a full run) counts as if he had just got it, which flatters the slower side. Our relay against Icecast as Debian installs it, whose listen backlog is 5.`,
  target: `${LISTENERS} of ${LISTENERS}, p95 ≤ ${P95_MAX_S} s, ≤ ${RATIO_MAX} × Icecast`,
  limit: P95_MAX_S,
  measure: (context) =>
    withListenerRig(async ({ ours, peer }) => {
      const runs = await interleave(
        context.pairs,
        () => storm(ours, context),
        () => storm(peer, context),
      );
      const comparison = comparePairs(
        runs.map((pair) => ({ ours: pair.ours.p95S, peer: pair.peer.p95S })),
        's',
      );
      const servedLeast = Math.min(...runs.map((pair) => pair.ours.served));
      return {
        peer: peer.name,
        ...comparison,
        ...verdictOf(comparison, [
          { text: `${LISTENERS} of ${LISTENERS}`, isMet: servedLeast === LISTENERS },
          { text: `p95 ≤ ${P95_MAX_S} s`, isMet: (comparison.ours?.median ?? 9) <= P95_MAX_S },
          { text: `≤ ${RATIO_MAX} × Icecast`, isMet: (comparison.ratio?.median ?? 9) <= RATIO_MAX },
        ]),
        details: [
          {
            name: `served of ${LISTENERS}, each run`,
            ours: runs.map((pair) => pair.ours.served).join(', '),
            peer: runs.map((pair) => pair.peer.served).join(', '),
          },
          {
            name: 'p50, each run',
            ours: runs.map((pair) => secondsText(pair.ours.p50S)).join(', '),
            peer: runs.map((pair) => secondsText(pair.peer.p50S)).join(', '),
          },
        ],
      };
    }),
};

type Storm = { readonly served: number; readonly p50S: number; readonly p95S: number };

async function storm({ name, url }: Side, { mode, say }: RowContext): Promise<Storm> {
  const crowd = new Crowd(url);
  try {
    await crowd.join(LISTENERS, 0);
    await crowd.settle(DEADLINE_MS[mode]);
    const seconds = crowd.times.map(({ firstAudioMs }) => Math.min(firstAudioMs, DEADLINE_MS[mode]) / 1000);
    const result = { served: crowd.served, p50S: percentile(seconds, 0.5), p95S: percentile(seconds, 0.95) };
    say(
      `${name}: ${result.served} of ${LISTENERS}, p50 ${secondsText(result.p50S)}, p95 ${secondsText(result.p95S)}`,
    );
    return result;
  } finally {
    crowd.leave();
    await delay(PAUSE_MS);
  }
}

function secondsText(seconds: number): string {
  return `${seconds.toFixed(3)} s`;
}
