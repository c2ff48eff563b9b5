/** R32: both cores are burned by something else. */
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultRow } from '../fault-row.ts';
import { undoAtExit } from '../impairments/undo-at-exit.ts';
import { above, cutOff, figureDetails, sourcesAgain } from '../listener-faults.ts';
import type { Stage } from '../stage.ts';

const LOOPS = 4;
const BURN_MS = { quick: 20_000, full: 60_000 } as const;
const RECOVERY_MAX_MS = 2_000;
const MS_PER_MINUTE = 60_000;
const BUSY = 'for (;;) {}';

export const coresBurned: FaultRow = {
  id: 'R32',
  title: 'Both cores burned for a minute',
  method:
    'Four processes of normal priority do nothing but compute for 60 s (20 s when quick), beside the studio and its five people. The value is how many ticks of the mixer are given up per minute: each is 20 ms that listeners do not get. Afterwards every tone must be steady again.',
  target: 'underruns ≤ 2/min, recovery ≤ 2 s',
  unit: '/min',
  limit: 2,
  repeats: { quick: 1, full: 3 },
  stage: {},
  async run(stage, mode) {
    const sources = await stage.sourceConnections();
    const before = await ticksOf(stage);
    const fromMs = performance.now();
    await burn(BURN_MS[mode]);
    const endedAtMs = performance.now();
    const after = await ticksOf(stage);
    await stage.settle();
    const during = stage.figures({ fromMs, toMs: endedAtMs });
    const afterwards = stage.figures({ fromMs: endedAtMs });
    return {
      value: ((after.skipped - before.skipped) * MS_PER_MINUTE) / (endedAtMs - fromMs),
      details: {
        'late ticks a minute': ((after.late - before.late) * MS_PER_MINUTE) / (endedAtMs - fromMs),
        'without every tone afterwards ms': afterwards.waitMs,
        ...figureDetails(during),
      },
      faults: [
        ...above('the wait afterwards', afterwards.waitMs, RECOVERY_MAX_MS),
        ...cutOff(during),
        ...sourcesAgain(sources, await stage.sourceConnections()),
      ],
    };
  },
};

async function ticksOf(stage: Stage): Promise<{ late: number; skipped: number }> {
  return {
    late: await stage.metric('studio_mixer_ticks_late_total'),
    skipped: await stage.metric('studio_mixer_ticks_skipped_total'),
  };
}

async function burn(ms: number): Promise<void> {
  const loops = Array.from({ length: LOOPS }, () =>
    spawn(process.execPath, ['-e', BUSY], { stdio: 'ignore' }),
  );
  const forget = loops.map((loop) => undoAtExit(() => loop.kill('SIGKILL')));
  try {
    await sleep(ms);
  } finally {
    for (const loop of loops) loop.kill('SIGKILL');
    for (const each of forget) each();
  }
}
