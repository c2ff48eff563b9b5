/** R19: a guest publishes anew, again and again. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultRow } from '../fault-row.ts';
import { above, cutOff, figureDetails } from '../listener-faults.ts';
import { relativeDelay } from '../relative-delay.ts';

const TIMES = { quick: 10, full: 50 } as const;
const BETWEEN_MS = 1_000;
const GROWTH_MAX_MS = 60;

export const republish: FaultRow = {
  id: 'R19',
  title: 'Republish: new SSRC, random sequence and timestamp',
  method:
    'A guest publishes his microphone anew 50 times (10 when quick), once a second: another SSRC, random sequence numbers and timestamps. The value is the longest stretch of decoded sound without his tone. Afterwards he must not be heard later than before.',
  target: 'inserted silence ≤ 100 ms each, no growth',
  unit: 'ms',
  limit: 100,
  repeats: { quick: 1, full: 1 },
  keepsSources: true,
  stage: {},
  async run(stage, mode) {
    const guest = stage.guest(0);
    const before = await relativeDelay(stage, guest);
    const fromMs = performance.now();
    for (let time = 0; time < TIMES[mode]; time += 1) {
      await guest.republish();
      await sleep(BETWEEN_MS);
    }
    const toMs = performance.now();
    const after = await relativeDelay(stage, guest);
    const figures = stage.figures({ fromMs, toMs }, [guest.toneHz]);
    const grewMs = after.beforePauseMs - before.afterPausesMs;
    return {
      value: figures.airGapMs,
      details: { ...figureDetails(figures), 'heard later than before ms': grewMs },
      faults: [...cutOff(figures), ...above('the growth of his delay', grewMs, GROWTH_MAX_MS)],
    };
  },
};
