/** R1: one of the guests falls silent for a minute, in each way that there is. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { StudioVisitor } from '../../../test/support/studio-visitor.ts';
import type { FaultRow } from '../fault-row.ts';
import { above, cutOff, figureDetails } from '../listener-faults.ts';

const SILENT_MS = { quick: 5_000, full: 20_000 } as const;
const BYTE_GAP_MAX_MS = 500;
/** Until the silence of a muted guest has reached the judge, and until the sound of one who speaks again has. */
const SETTLE_MS = 1_500;

type Way = { readonly name: string; set(guest: StudioVisitor, silent: boolean): void };

const WAYS: readonly Way[] = [
  { name: 'muted', set: (guest, silent) => guest.setMuted(silent) },
  { name: 'without RTP', set: (guest, silent) => guest.microphone.setCut(silent) },
  { name: 'silence', set: (guest, silent) => guest.microphone.setTone(silent ? 0 : guest.toneHz) },
];

export const guestSilent: FaultRow = {
  id: 'R1',
  title: 'One of four guests muted, without RTP, silent',
  method:
    'A guest falls silent in three ways, one after the other: muted (the server pauses the producer), RTP stops without a word, silence is sent. The gap is the longest stretch of decoded sound without the tones of all others.',
  target: 'air gap of the others ≤ 40 ms, byte gap ≤ 0.5 s',
  unit: 'ms',
  limit: 40,
  repeats: { quick: 1, full: 3 },
  keepsSources: true,
  stage: {},
  async run(stage, mode) {
    const guest = stage.guest(0);
    const others = stage.tonesHz.filter((toneHz) => toneHz !== guest.toneHz);
    const fromMs = performance.now();
    const faults: string[] = [];
    for (const way of WAYS) {
      const silentFromMs = performance.now();
      way.set(guest, true);
      await sleep(SILENT_MS[mode]);
      const span = { fromMs: silentFromMs + SETTLE_MS };
      if (stage.judge.presence(guest.toneHz, span) > 0)
        faults.push(`the guest was heard although ${way.name}`);
      const backFromMs = performance.now();
      way.set(guest, false);
      await stage.judge.untilHeard(guest.toneHz, true, backFromMs);
      await sleep(SETTLE_MS);
    }
    const figures = stage.figures({ fromMs }, others);
    return {
      value: figures.airGapMs,
      details: figureDetails(figures),
      faults: [...faults, ...cutOff(figures), ...above('the byte gap', figures.byteGapMs, BYTE_GAP_MAX_MS)],
    };
  },
};
