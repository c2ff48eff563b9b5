/** R18: a guest's packets come early, late and out of order. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fairWeather } from '../../../test/support/udp-relay.ts';
import type { FaultRow } from '../fault-row.ts';
import { above, cutOff, figureDetails } from '../listener-faults.ts';
import { networkOf } from '../people.ts';
import { relativeDelay } from '../relative-delay.ts';

const BAD = { jitterMs: 120, reorderRate: 0.05 } as const;
const BAD_MS = { quick: 20_000, full: 60_000 } as const;
const PACKETS_PER_S = 50;
const ADDED_DELAY_MAX_MS = 120;
/** On average a packet of such a network is late by half of the jitter anyway. */
const MEAN_DELAY_MS = BAD.jitterMs / 2;
/** The delay has found its place by then. */
const SETTLE_MS = 3_000;

export const jitter: FaultRow = {
  id: 'R18',
  title: 'Jitter ±60 ms and 5 % reordered',
  method:
    'A relay delays each packet of a guest by 0 to 120 ms and a twentieth of them by 45 ms more, for 60 s (20 s when quick). The value is the share of his packets that came too late to be played. The other target is how much later he is heard than before, beyond the mean of the delay itself.',
  target: 'late discards ≤ 1 %, added delay ≤ 120 ms',
  unit: '%',
  limit: 1,
  repeats: { quick: 1, full: 5 },
  keepsSources: true,
  stage: { guests: { spoilable: true } },
  async run(stage, mode) {
    const guest = stage.guest(0);
    const before = await relativeDelay(stage, guest);
    await networkOf(guest).setWeather('up', BAD);
    await sleep(SETTLE_MS);
    const lateBefore = await stage.metric('studio_late_frames_total');
    const fromMs = performance.now();
    await sleep(BAD_MS[mode]);
    const toMs = performance.now();
    const late = (await stage.metric('studio_late_frames_total')) - lateBefore;
    const during = await relativeDelay(stage, guest);
    await networkOf(guest).setWeather('up', fairWeather());
    await stage.settle();
    const figures = stage.figures({ fromMs, toMs });
    const addedMs = during.afterPausesMs - before.afterPausesMs - MEAN_DELAY_MS;
    return {
      value: (100 * late) / ((PACKETS_PER_S * (toMs - fromMs)) / 1000),
      details: {
        ...figureDetails(figures),
        'added delay ms': addedMs,
        'presence of his tone %': 100 * stage.judge.presence(guest.toneHz, { fromMs, toMs }),
      },
      faults: [...cutOff(figures), ...above('the added delay', addedMs, ADDED_DELAY_MAX_MS)],
    };
  },
};
