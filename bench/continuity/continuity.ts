/** The continuity table: does every fault that is asked for and reports each row as it comes. */
import { BenchReport } from '../report/bench-report.ts';
import type { BenchMode } from '../report/row.ts';
import { measureRow } from './measure-row.ts';
import { FAULT_ROWS } from './rows/rows.ts';

export type ContinuityOptions = {
  readonly mode: BenchMode;
  /** The rows to be measured, `R3`; all of them when it is not given. */
  readonly only?: readonly string[];
  /** Where the results go; bench/results when it is not given. */
  readonly folder?: string;
};

export async function continuity({ mode, only, folder }: ContinuityOptions): Promise<void> {
  const report = BenchReport.open({
    name: 'continuity',
    title: 'Continuity: what listeners have of each fault',
    mode,
    order: FAULT_ROWS.map(({ id }) => id),
    ...(folder === undefined ? {} : { folder }),
  });
  for (const row of FAULT_ROWS) {
    if (only !== undefined && !only.includes(row.id)) continue;
    report.begin(row.id);
    report.add(await measureRow(row, mode));
  }
  report.finish();
}
