/** R15: a guest is gone from one moment to the next, without a word. */
import { until } from '../../../test/support/until.ts';
import type { FaultRow } from '../fault-row.ts';
import { above, cutOff, figureDetails } from '../listener-faults.ts';
import { networkOf } from '../people.ts';

const MIXED_OUT_MAX_MS = 200;
const OTHERS_MAX_MS = 40;

export const guestVanishes: FaultRow = {
  id: 'R15',
  title: 'A guest vanishes without a word',
  method:
    'Nothing passes to and from a guest any more, WebSocket and media. The value is the time until the host sees him away. In the same moment the host falls silent: how much longer than the host’s the guest’s tone sounds in the decoded mount is how long what was lost is made up.',
  target: 'mixed out ≤ 0.2 s, roster ≤ 8 s',
  unit: 's',
  limit: 8,
  repeats: { quick: 1, full: 20 },
  keepsSources: true,
  usesUp: true,
  stage: { guests: { spoilable: true } },
  async run(stage) {
    const guest = stage.guest(0);
    const { judge, host } = stage;
    const others = stage.tonesHz.filter((toneHz) => ![guest.toneHz, host.toneHz].includes(toneHz));
    const fromMs = performance.now();
    host.microphone.setTone(0);
    await networkOf(guest).vanish();
    const awayAtMs = await until(
      'the host sees the guest away',
      () => (host.state.participants[guest.id]?.presence === 'here' ? null : performance.now()),
      30_000,
    );
    const guestEndsMs = judge.endInSoundMs(guest.toneHz, { fromMs }) ?? Number.POSITIVE_INFINITY;
    const hostEndsMs = judge.endInSoundMs(host.toneHz, { fromMs }) ?? Number.NaN;
    const figures = stage.figures({ fromMs }, others);
    return {
      value: (awayAtMs - fromMs) / 1000,
      details: { ...figureDetails(figures), 'heard longer than the host ms': guestEndsMs - hostEndsMs },
      faults: [
        ...cutOff(figures),
        ...above('the sound of the lost guest', guestEndsMs - hostEndsMs, MIXED_OUT_MAX_MS),
        ...above('the gap of the others', figures.airGapMs, OTHERS_MAX_MS),
      ],
    };
  },
};
