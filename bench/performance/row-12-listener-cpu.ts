/** Row 12: what a listener costs once he listens. */
import { setTimeout as delay } from 'node:timers/promises';
import { formatNumber } from '../report/format.ts';
import { comparePairs } from '../report/statistics.ts';
import { measureCpu } from '../rig/cpu-window.ts';
import { Crowd } from '../rig/crowd.ts';
import { type Side, withListenerRig } from './listener-rig.ts';
import { interleave, type PerformanceRow, type RowContext, verdictOf } from './performance-row.ts';

const LISTENERS = 1000;
const JOIN_EVERY_MS = 4;
const SETTLE_MS = 2500;
const IDLE_S = 2;
const WINDOW_S = { quick: 5, full: 12 };
const LEAVE_MS = 1500;
const BYTES_PER_S = 16_000;
const RATIO_MAX = 1;

export const listenerCpu: PerformanceRow = {
  id: '12',
  title: `CPU per listener, ${LISTENERS} of MP3 at 128 kbit/s`,
  method: `${LISTENERS} listeners join ${1000 / JOIN_EVERY_MS} a second; CPU time of the process over a window while all listen, less what it uses without listeners, divided by their number. Our relay (the HTTP side of the studio, in Node) against Icecast as Debian installs it.`,
  target: `≤ ${formatNumber(RATIO_MAX)} × Icecast`,
  limit: null,
  measure: (context) =>
    withListenerRig(async ({ ours, peer }) => {
      const runs = await interleave(
        context.pairs,
        () => cpuPerListener(ours, context),
        () => cpuPerListener(peer, context),
      );
      const comparison = comparePairs(
        runs.map((pair) => ({ ours: pair.ours.percent, peer: pair.peer.percent })),
        '%',
      );
      return {
        peer: peer.name,
        ...comparison,
        ...verdictOf(comparison, [
          {
            text: `≤ ${formatNumber(RATIO_MAX)} × Icecast`,
            isMet: (comparison.ratio?.median ?? 9) <= RATIO_MAX,
          },
        ]),
        details: [
          {
            name: 'of the bytes due, delivered at least',
            ours: shareText(runs.map((pair) => pair.ours.delivered)),
            peer: shareText(runs.map((pair) => pair.peer.delivered)),
          },
        ],
      };
    }),
};

type Use = { readonly percent: number; readonly delivered: number };

async function cpuPerListener({ name, pid, url }: Side, { mode, say }: RowContext): Promise<Use> {
  const idle = await measureCpu([pid], IDLE_S);
  const crowd = new Crowd(url);
  try {
    await crowd.join(LISTENERS, JOIN_EVERY_MS);
    await delay(SETTLE_MS);
    const before = crowd.audioBytes;
    const beganAtMs = performance.now();
    const busy = await measureCpu([pid], WINDOW_S[mode]);
    const due = ((performance.now() - beganAtMs) / 1000) * BYTES_PER_S * LISTENERS;
    const delivered = (crowd.audioBytes - before) / due;
    const percent = (busy.percent - idle.percent) / LISTENERS;
    say(
      `${name}: ${busy.percent.toFixed(1)} % with ${crowd.served} listeners, ${idle.percent.toFixed(1)} % without`,
    );
    if (crowd.served < LISTENERS)
      throw new Error(`${name} served only ${crowd.served} of ${LISTENERS} listeners.`);
    return { percent, delivered };
  } finally {
    crowd.leave();
    await delay(LEAVE_MS);
  }
}

function shareText(shares: readonly number[]): string {
  return `${(100 * Math.min(...shares)).toFixed(1)} %`;
}
