/** What a host was told of the program since a moment. Times are on the scale of `performance.now()`. Pure. */
import type { ProgramEntry } from '../../server/protocol/state.ts';
import type { SeenProgram } from '../../test/support/studio-visitor.ts';

/** Whether a host reads that something is wrong: the phase, a problem, or a mount that is not proven. */
export function isAlarming({ phase, problem, mounts }: ProgramEntry): boolean {
  return phase !== 'live' || problem !== null || mounts.some(({ evidence }) => evidence !== 'heard');
}

/** The first program since `fromMs` that `test` holds for, as ms after `fromMs`; null when there was none. */
export function firstSeenMs(
  programs: readonly SeenProgram[],
  fromMs: number,
  test: (program: ProgramEntry) => boolean,
): number | null {
  const seen = programs.find(({ program, atMs }) => atMs >= fromMs && test(program));
  return seen === undefined ? null : seen.atMs - fromMs;
}

/** Whether Icecast has every mount from us. */
export function isAccepted({ mounts }: ProgramEntry): boolean {
  return mounts.every(({ evidence }) => evidence === 'accepted' || evidence === 'heard');
}
