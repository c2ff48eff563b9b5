/** R13: a guest's media comes from another port from one moment to the next. */
import type { FaultRow } from '../fault-row.ts';
import { above, cutOff } from '../listener-faults.ts';
import { networkOf } from '../people.ts';

const OTHERS_MAX_MS = 40;

export const pathChange: FaultRow = {
  id: 'R13',
  title: 'Media path of a guest changes',
  method:
    'A relay between a guest and the media server goes on from another port, as a router does that was started again; the old port is gone. From then until the decoded mount has his tone again.',
  target: 'audio back ≤ 4 s',
  unit: 's',
  limit: 4,
  repeats: { quick: 3, full: 20 },
  keepsSources: true,
  stage: { guests: { spoilable: true } },
  async run(stage) {
    const guest = stage.guest(0);
    const others = stage.tonesHz.filter((toneHz) => toneHz !== guest.toneHz);
    const fromMs = performance.now();
    await networkOf(guest).changePorts();
    await stage.settle();
    const figures = stage.figures({ fromMs }, others);
    return {
      value: stage.judge.waitMs([guest.toneHz], { fromMs }) / 1000,
      details: { 'gap of the others ms': figures.airGapMs },
      faults: [...cutOff(figures), ...above('the gap of the others', figures.airGapMs, OTHERS_MAX_MS)],
    };
  },
};
