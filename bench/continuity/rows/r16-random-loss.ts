/** R16: a guest's network loses every tenth packet. */
import { setTimeout as sleep } from 'node:timers/promises';
import { noLoss, randomLoss } from '../../../test/support/loss-model.ts';
import type { FaultRow } from '../fault-row.ts';
import { above, cutOff, figureDetails } from '../listener-faults.ts';
import { networkOf } from '../people.ts';

const LOSS_RATE = 0.1;
const LOSS_MS = { quick: 20_000, full: 60_000 } as const;
const SETTLE_MS = 1_000;
const DURATION_ERROR_MAX_PERCENT = 0.2;

export const randomLossRow: FaultRow = {
  id: 'R16',
  title: '10 % random loss on the way up, 60 s',
  method:
    'Each packet of a guest is lost with a probability of 10 %, for 60 s (20 s when quick), without retransmission and without FEC in his packets: libopus puts none into a tone. His encoder expects the loss, as that of a browser does after the first reports. The value is the share of 20 ms windows of the decoded mount without his tone.',
  target: 'tone presence ≥ 99 % (missing ≤ 1 %), duration error ≤ 0.2 %',
  unit: '%',
  limit: 1,
  repeats: { quick: 1, full: 5 },
  keepsSources: true,
  stage: { guests: { spoilable: true } },
  async run(stage, mode) {
    const guest = stage.guest(0);
    const others = stage.tonesHz.filter((toneHz) => toneHz !== guest.toneHz);
    const beganAtMs = performance.now();
    await networkOf(guest).setLoss(randomLoss(LOSS_RATE));
    await sleep(SETTLE_MS);
    const fromMs = performance.now();
    await sleep(LOSS_MS[mode]);
    const toMs = performance.now();
    const missing = 100 * (1 - stage.judge.presence(guest.toneHz, { fromMs, toMs }));
    // The sound comes in blocks of 88 ms, so both ends are uncertain by one.
    const errorMs = Math.max(0, Math.abs(stage.judge.soundMs({ fromMs, toMs }) - (toMs - fromMs)) - 176);
    await networkOf(guest).setLoss(noLoss);
    await stage.settle();
    const figures = stage.figures({ fromMs: beganAtMs, toMs }, others);
    return {
      value: missing,
      details: figureDetails(figures),
      faults: [
        ...cutOff(figures),
        ...above('the error of duration', (100 * errorMs) / (toMs - fromMs), DURATION_ERROR_MAX_PERCENT, '%'),
      ],
    };
  },
};
