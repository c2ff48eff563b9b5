/** What a browser played, looked at many times a second, and what can be said of it afterwards. Pure. */

/** `atMs` in ms since the epoch. `positionS` is how far the element has played, in s. `levelDb` is what it gives out, in dBFS. */
export type ListeningSample = {
  readonly atMs: number;
  readonly positionS: number;
  readonly levelDb: number;
};

/** Quieter than any program or bed of ours. */
export const AUDIBLE_DB = -55;

/** A position that moves by less than this share of the time stands still. */
const MOVING_SHARE = 0.2;
const MS_PER_SECOND = 1000;

type Step = ListeningSample & { readonly lastedMs: number; readonly movedMs: number };

/** The longest time, in ms, for which the position stood still since `fromMs`. */
export function longestStallMs(samples: readonly ListeningSample[], fromMs: number): number {
  return longest(stepsOf(samples, fromMs), (step) => !isMoving(step));
}

/** The longest time, in ms, in which nothing was to be heard since `fromMs`, whether the position moved or not. */
export function longestSilenceMs(samples: readonly ListeningSample[], fromMs: number): number {
  return longest(stepsOf(samples, fromMs), ({ levelDb }) => levelDb < AUDIBLE_DB);
}

/** How often the element began anew since `fromMs`: its position went back. */
export function startsAgain(samples: readonly ListeningSample[], fromMs: number): number {
  return stepsOf(samples, fromMs).filter(({ movedMs }) => movedMs < 0).length;
}

/** When, since `fromMs`, it plays and is heard for the first time; null when it never does. */
export function playsAtMs(samples: readonly ListeningSample[], fromMs: number): number | null {
  return stepsOf(samples, fromMs).find((step) => isMoving(step) && step.levelDb >= AUDIBLE_DB)?.atMs ?? null;
}

/** When, since `fromMs`, nothing is to be heard for the first time; null when something always is. */
export function isQuietAtMs(samples: readonly ListeningSample[], fromMs: number): number | null {
  return stepsOf(samples, fromMs).find(({ levelDb }) => levelDb < AUDIBLE_DB)?.atMs ?? null;
}

function stepsOf(samples: readonly ListeningSample[], fromMs: number): readonly Step[] {
  return samples.flatMap((sample, index) => {
    const before = samples[index - 1];
    if (before === undefined || before.atMs < fromMs) return [];
    const lastedMs = sample.atMs - before.atMs;
    return [{ ...sample, lastedMs, movedMs: (sample.positionS - before.positionS) * MS_PER_SECOND }];
  });
}

/** A page that was not looked at for a while moved meanwhile, if it played. */
function isMoving({ movedMs, lastedMs }: Step): boolean {
  return movedMs > 0 && movedMs >= lastedMs * MOVING_SHARE;
}

function longest(steps: readonly Step[], counts: (step: Step) => boolean): number {
  let longestMs = 0;
  let runMs = 0;
  for (const step of steps) {
    runMs = counts(step) ? runMs + step.lastedMs : 0;
    longestMs = Math.max(longestMs, runMs);
  }
  return longestMs;
}
