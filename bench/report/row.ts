/** What one row of a bench table says. Plain data: it is printed, plotted and kept as JSON as it is. */
import type { Machine } from './machine.ts';

/** A measured value over several runs: the median, the smallest and the largest, and how many runs there were. */
export type Figure = {
  readonly unit: string;
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly runs: number;
};

/**
 * `met` and `missed` judge the target. `void`: the peer scattered too much for the ratio to mean anything. `not run`: something that the
 * row needs was not there, and the note says what.
 */
export type Verdict = 'met' | 'missed' | 'void' | 'not run';

/** One more value of a row, as it should be read: `p95`, `112 ms`, `298 ms`. An empty text where a side has none. */
export type RowDetail = { readonly name: string; readonly ours: string; readonly peer: string };

/** What a row's file hands in. Values that could not be measured are null, never a guess. */
export type BenchRow = {
  /** As in the table of the specification: `4`, `R12`. */
  readonly id: string;
  readonly title: string;
  /** How it was measured and what is in the value, in a few sentences. */
  readonly method: string;
  /** Name and version of what it was measured against, or null when the row has no peer. */
  readonly peer: string | null;
  readonly ours: Figure | null;
  readonly peerFigure: Figure | null;
  /** Ours divided by the peer's of the same pair; without a unit. */
  readonly ratio: Figure | null;
  /** How far the peer's own runs lie apart: (largest - smallest) / median. */
  readonly spread: number | null;
  /** The target in words: `≤ 0.6 × ffmpeg, ≤ 3 %`. */
  readonly target: string;
  /** The target for `ours`, in its unit, to be drawn; null when it has none. */
  readonly limit: number | null;
  readonly verdict: Verdict;
  /** Why a target was missed, what disturbed a run, what was not there. May be empty. */
  readonly note: string;
  readonly details: readonly RowDetail[];
};

/** A row as it is kept: with the circumstances that it was measured in. */
export type MeasuredRow = BenchRow & {
  /** ISO 8601, when the row was done. */
  readonly at: string;
  readonly machine: Machine;
  readonly mode: BenchMode;
  readonly tookS: number;
  /** How many cores were busy with something else before the row began; disturbs the row when it is not near 0. */
  readonly loadBefore: number;
};

/** `quick` takes fewer and shorter runs. */
export type BenchMode = 'quick' | 'full';
