/** R20: the sound cards of two guests run too fast and too slow. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultRow } from '../fault-row.ts';
import { above, cutOff, figureDetails } from '../listener-faults.ts';
import { relativeDelay } from '../relative-delay.ts';

const PPM = 300;
const DRIFT_MS = { quick: 120_000, full: 3_600_000 } as const;
/** The studio knows the clocks by then. */
const SETTLE_MS = 15_000;

export const clockDrift: FaultRow = {
  id: 'R20',
  title: 'Clocks of guests off by +300 and -300 ppm, 1 h',
  method:
    'One guest sends 300 ppm too fast and one too slow, for an hour (two minutes when quick; uncorrected, that is 36 ms). The value is how much their delay against the host, whose clock is right, has changed at the end.',
  target: 'offset ≤ 40 ms at the end',
  unit: 'ms',
  limit: 40,
  repeats: { quick: 1, full: 1 },
  keepsSources: true,
  stage: { guests: { count: 2, clockPpm: (guest) => (guest === 0 ? PPM : -PPM) } },
  async run(stage, mode) {
    const fast = stage.guest(0);
    const slow = stage.guest(1);
    await sleep(SETTLE_MS);
    const before = [await relativeDelay(stage, fast), await relativeDelay(stage, slow)];
    const fromMs = performance.now();
    await sleep(DRIFT_MS[mode]);
    const toMs = performance.now();
    const driftPpm = await stage.metric('studio_strip_drift_ppm_max');
    const after = [await relativeDelay(stage, fast), await relativeDelay(stage, slow)];
    const moved = after.map(({ beforePauseMs }, index) =>
      Math.abs(beforePauseMs - (before[index]?.afterPausesMs ?? Number.NaN)),
    );
    const figures = stage.figures({ fromMs, toMs });
    return {
      value: Math.max(...moved),
      details: { ...figureDetails(figures), 'largest correction ppm': driftPpm },
      faults: [
        ...cutOff(figures),
        ...above('the gap in the sound', figures.airGapMs, 0),
        ...(driftPpm > PPM / 2 ? [] : [`the metric of drift said only ${driftPpm} ppm`]),
      ],
    };
  },
};
