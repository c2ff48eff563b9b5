/** R12: the WebSockets of all guests are dead for 20 s while their media goes on. */
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../../test/support/until.ts';
import type { FaultRow } from '../fault-row.ts';
import { above, cutOff, figureDetails } from '../listener-faults.ts';
import { networkOf } from '../people.ts';

const CUT_MS = 20_000;
const LOST_AUDIO_MAX_MS = 40;

export const socketCut: FaultRow = {
  id: 'R12',
  title: 'WebSockets dead for 20 s, media untouched',
  method:
    'Nothing passes on the WebSockets of four guests for 20 s, and nobody is told. From the end of that until the last of them is in the room again, as the participant he was. No sound may be missing at any time.',
  target: '0 lost audio; resumed ≤ 1.5 s after heal',
  unit: 's',
  limit: 1.5,
  repeats: { quick: 1, full: 5 },
  stage: { guests: { spoilable: true } },
  async run(stage) {
    const ids = stage.guests.map(({ id }) => id);
    const fromMs = performance.now();
    for (const guest of stage.guests) networkOf(guest).socket.freeze();
    await sleep(CUT_MS);
    const healedAtMs = performance.now();
    for (const guest of stage.guests) networkOf(guest).socket.thaw();
    await until(
      'every guest is here for the host',
      () =>
        stage.guests.every(
          ({ id, phase }) => phase.kind === 'in' && stage.host.state.participants[id]?.presence === 'here',
        ),
      40_000,
    );
    const resumedAtMs = Math.max(...stage.guests.map(({ phases }) => phases.at(-1)?.atMs ?? 0));
    await stage.settle();
    const figures = stage.figures({ fromMs });
    const strangers = stage.guests.filter(({ id }, index) => id !== ids[index]).length;
    return {
      value: Math.max(0, resumedAtMs - healedAtMs) / 1000,
      details: figureDetails(figures),
      faults: [
        ...cutOff(figures),
        ...above('the gap in the sound', figures.airGapMs, LOST_AUDIO_MAX_MS),
        ...(strangers === 0 ? [] : [`${strangers} of 4 guests came back as somebody else`]),
      ],
    };
  },
};
