/** R2: nobody is left while the show is on air. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Ear, outlineOf } from '../../../test/support/ear.ts';
import type { FaultRow } from '../fault-row.ts';
import { cutOff } from '../listener-faults.ts';

/** Program before everybody falls silent. */
const PROGRAM_S = 2;
const WANTED = 'program, bed, program';
const AWAY_MS = { quick: 20_000, full: 300_000 } as const;

export const everybodySilent: FaultRow = {
  id: 'R2',
  title: 'Everybody silent while on air',
  method:
    'Nobody in the studio sends a packet any more, for five minutes (20 s when quick). Counted are listeners that were cut off; Icecast must not see a new source connection, and a listener hears the program, the bed, and the program again.',
  target: '0 dropped, the source never reconnects',
  unit: 'listeners',
  limit: 0,
  repeats: { quick: 1, full: 1 },
  keepsSources: true,
  stage: {},
  async run(stage, mode) {
    const ear = new Ear(`${stage.icecastUrl}/main.mp3`);
    await ear.hearsFor(PROGRAM_S);
    const fromMs = performance.now();
    for (const { microphone } of stage.everybody) microphone.setCut(true);
    await sleep(AWAY_MS[mode]);
    const silentToMs = performance.now();
    for (const { microphone } of stage.everybody) microphone.setCut(false);
    await stage.settle();
    const figures = stage.figures({ fromMs, toMs: silentToMs });
    ear.close();
    const outline = outlineOf(await ear.heard(stage.host.toneHz)).join(', ');
    return {
      value: figures.dropped,
      details: { 'byte gap ms': figures.byteGapMs },
      faults: [...cutOff(figures), ...(outline === WANTED ? [] : [`a listener heard: ${outline}`])],
    };
  },
};
