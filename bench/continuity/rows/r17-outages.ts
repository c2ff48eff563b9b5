/** R17: a guest's network is away for 0.2, 1 and 5 s. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultRow } from '../fault-row.ts';
import { above, cutOff, figureDetails } from '../listener-faults.ts';
import { networkOf } from '../people.ts';
import { relativeDelay } from '../relative-delay.ts';

const OUTAGES_MS = [200, 1_000, 5_000] as const;
/** After that a delay counts as one that stays. */
const AFTERWARDS_MS = 10_000;
const OTHERS_MAX_MS = 40;

export const outages: FaultRow = {
  id: 'R17',
  title: 'Media of a guest away for 0.2, 1 and 5 s',
  method:
    'A relay drops everything of a guest for 0.2, 1 and 5 s. The value is how much later than before, compared with the host, the guest is heard ten seconds after the worst of them, until the first pause of his speech.',
  target: 'residual added latency ≤ 60 ms; others untouched',
  unit: 'ms',
  limit: 60,
  repeats: { quick: 1, full: 5 },
  keepsSources: true,
  stage: { guests: { spoilable: true } },
  async run(stage) {
    const guest = stage.guest(0);
    const others = stage.tonesHz.filter((toneHz) => ![guest.toneHz, stage.host.toneHz].includes(toneHz));
    const before = await relativeDelay(stage, guest);
    const fromMs = performance.now();
    const added: number[] = [];
    for (const outageMs of OUTAGES_MS) {
      await networkOf(guest).setBlackout(true);
      await sleep(outageMs);
      await networkOf(guest).setBlackout(false);
      await sleep(AFTERWARDS_MS);
      const after = await relativeDelay(stage, guest, 1);
      added.push(after.beforePauseMs - before.afterPausesMs);
    }
    const figures = stage.figures({ fromMs }, others);
    return {
      value: Math.max(0, ...added),
      details: {
        ...figureDetails(figures),
        ...Object.fromEntries(
          OUTAGES_MS.map((ms, index) => [`added by ${ms / 1000} s ms`, added[index] ?? 0]),
        ),
      },
      faults: [...cutOff(figures), ...above('the gap of the others', figures.airGapMs, OTHERS_MAX_MS)],
    };
  },
};
