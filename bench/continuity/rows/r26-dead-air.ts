/** R26: everybody is there and sends, and nothing can be heard. */
import { Ear, outlineOf } from '../../../test/support/ear.ts';
import { until } from '../../../test/support/until.ts';
import type { FaultRow } from '../fault-row.ts';
import { firstSeenMs } from '../host-view.ts';
import { cutOff } from '../listener-faults.ts';

const QUIET_DB = -70;
const SPEECH_DB = -20;
/** Program before everybody falls silent, and of the bed. */
const PROGRAM_S = 2;
const BED_S = 4;
const BED_DEADLINE_MS = 30_000;
const WANTED = 'program, bed, program';

export const deadAir: FaultRow = {
  id: 'R26',
  title: 'Dead air: everybody sends at -70 dBFS',
  method:
    'All five send their tones at -70 dBFS. The value is the time until a host is told; then the bed must be heard at the mount, and when they speak again, the program without it. That eight hours of conversation cause no alarm is a unit test of the detector (test/unit/mixer/dead-air.test.ts).',
  target: 'alarm ≤ 6 s, then the bed, 0 dropped',
  unit: 's',
  limit: 6,
  repeats: { quick: 2, full: 10 },
  keepsSources: true,
  stage: {},
  async run(stage) {
    const ear = new Ear(`${stage.icecastUrl}/main.mp3`);
    await ear.hearsFor(PROGRAM_S);
    const fromMs = performance.now();
    for (const { microphone, toneHz } of stage.everybody) microphone.setTone(toneHz, QUIET_DB);
    await until(
      'the bed plays',
      () => firstSeenMs(stage.host.programs, fromMs, (program) => program.deadAir?.bed === true),
      BED_DEADLINE_MS,
    );
    await ear.hearsFor(BED_S);
    const backMs = performance.now();
    for (const { microphone, toneHz } of stage.everybody) microphone.setTone(toneHz, SPEECH_DB);
    await stage.settle();
    const alarmMs = firstSeenMs(stage.host.programs, fromMs, (program) => program.deadAir !== null);
    const overMs = firstSeenMs(stage.host.programs, backMs, (program) => program.deadAir === null);
    ear.close();
    const outline = outlineOf(await ear.heard(stage.host.toneHz)).join(', ');
    const figures = stage.figures({ fromMs });
    return {
      value: (alarmMs ?? Number.POSITIVE_INFINITY) / 1000,
      details: {
        'alarm over after ms': overMs ?? Number.POSITIVE_INFINITY,
        'byte gap ms': figures.byteGapMs,
      },
      faults: [...cutOff(figures), ...(outline === WANTED ? [] : [`a listener heard: ${outline}`])],
    };
  },
};
