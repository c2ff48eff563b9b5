/** How much later one person is heard than another: both fall silent in the same moment, and the decoded sound says how far apart that is. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { StudioVisitor } from '../../test/support/studio-visitor.ts';
import { until } from '../../test/support/until.ts';
import type { Stage } from './stage.ts';

/** Long enough to be seen, too short for anybody to count as paused. */
const SILENT_MS = 400;
const SPEAKING_MS = 800;

export type RelativeDelay = {
  /** At the first end of the sound: what a listener had until now. */
  readonly beforePauseMs: number;
  /** Median of what follows: in a pause, the studio brings a delay back to where it should be. */
  readonly afterPausesMs: number;
};

/** In ms, with a resolution of 20; negative when `who` is heard earlier than the host. Does not matter how long the way to the judge is. */
export async function relativeDelay(stage: Stage, who: StudioVisitor, pauses = 3): Promise<RelativeDelay> {
  const differences: number[] = [];
  for (let pause = 0; pause < pauses; pause += 1) {
    const span = { fromMs: performance.now() };
    setSilent(stage, who, true);
    await sleep(SILENT_MS);
    setSilent(stage, who, false);
    const edges = await until('both were silent and speak again', () => edgesOf(stage, who, span));
    differences.push(...edges);
    await sleep(SPEAKING_MS);
  }
  const [first = Number.NaN, ...later] = differences;
  return { beforePauseMs: first, afterPausesMs: median(later) };
}

function setSilent(stage: Stage, who: StudioVisitor, silent: boolean): void {
  for (const { microphone, toneHz } of [stage.host, who]) microphone.setTone(silent ? 0 : toneHz);
}

/** The differences at the end and at the return of the sound; null while not both are there. */
function edgesOf(stage: Stage, who: StudioVisitor, span: { fromMs: number }): readonly number[] | null {
  const { judge, host } = stage;
  const ends = [judge.endInSoundMs(who.toneHz, span), judge.endInSoundMs(host.toneHz, span)];
  const returns = [judge.returnInSoundMs(who.toneHz, span), judge.returnInSoundMs(host.toneHz, span)];
  const differences = [ends, returns].flatMap(([theirs, ours]) =>
    theirs == null || ours == null ? [] : [theirs - ours],
  );
  return differences.length === 2 ? differences : null;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
