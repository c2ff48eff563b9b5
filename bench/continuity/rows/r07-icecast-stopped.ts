/** R7: Icecast hangs for a minute: connections stand, nothing moves. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultRow } from '../fault-row.ts';
import { firstSeenMs, isAlarming } from '../host-view.ts';
import { above, cutOff } from '../listener-faults.ts';

const STOPPED_MS = { quick: 15_000, full: 60_000 } as const;
const BACK_MAX_MS = 3_000;

export const icecastStopped: FaultRow = {
  id: 'R7',
  title: 'SIGSTOP of Icecast for 60 s',
  method:
    'An Icecast of the bench gets SIGSTOP, for 60 s (15 s when quick), then SIGCONT. The value is the time until the host is told; the other target is the time from SIGCONT until the decoded mount has every tone.',
  target: 'alarm ≤ 4 s, back ≤ 3 s after SIGCONT',
  unit: 's',
  limit: 4,
  repeats: { quick: 1, full: 5 },
  stage: { icecast: 'external' },
  async run(stage, mode) {
    const { icecast } = stage.external;
    const stoppedAtMs = performance.now();
    icecast.freeze();
    await sleep(STOPPED_MS[mode]);
    const wokenAtMs = performance.now();
    icecast.thaw();
    await stage.settle();
    const alarmMs = firstSeenMs(stage.host.programs, stoppedAtMs, isAlarming) ?? Number.POSITIVE_INFINITY;
    const backMs = stage.judge.waitMs(stage.tonesHz, { fromMs: wokenAtMs });
    return {
      value: alarmMs / 1000,
      details: { 'back after SIGCONT ms': backMs },
      faults: [
        ...above('the time back', backMs, BACK_MAX_MS),
        ...cutOff(stage.figures({ fromMs: stoppedAtMs })),
      ],
    };
  },
};
