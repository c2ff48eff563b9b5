/** What a file in rows/ hands in: one fault, how it is done once, and what is asked of the program meanwhile. */
import type { BenchMode } from '../report/row.ts';
import type { Closings } from './closings.ts';
import type { Stage, StageOptions } from './stage.ts';

/** One repetition. */
export type FaultRun = {
  /** What the target judges, in the row's unit. */
  readonly value: number;
  /** Further figures; the name ends with the unit: `byte gap ms`. */
  readonly details: Readonly<Record<string, number>>;
  /** What must not happen and did, in words: `2 of 20 listeners were cut off`. Any of them misses the target. */
  readonly faults: readonly string[];
};

export type FaultRow = {
  /** As in the table of the specification: `R3`. */
  readonly id: string;
  readonly title: string;
  readonly method: string;
  readonly target: string;
  readonly unit: string;
  /** What `value` may be at most; the 95th percentile is judged. */
  readonly limit: number;
  /** How often it is done. */
  readonly repeats: Readonly<Record<BenchMode, number>>;
  /** What must be there before the stage is made, too, and goes when it has closed. */
  readonly stage: StageOptions | ((closings: Closings) => Promise<StageOptions>);
  /** Whether the fault leaves nothing to go on with, so that each repetition needs a stage of its own. */
  readonly usesUp?: boolean;
  /** Whether the fault leaves Icecast and the server alone, so that Icecast must not see a single new source connection. */
  readonly keepsSources?: boolean;
  run(stage: Stage, mode: BenchMode): Promise<FaultRun>;
};
