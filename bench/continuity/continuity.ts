/** The continuity table: does every fault that is asked for and reports each row as it comes. */
import { execFile } from 'node:child_process';
import { cpus } from 'node:os';
import { promisify } from 'node:util';
import { BenchReport } from '../report/bench-report.ts';
import type { BenchMode } from '../report/row.ts';
import { foreignLoad } from '../rig/foreign-load.ts';
import { measureRow } from './measure-row.ts';
import { FAULT_ROWS } from './rows/rows.ts';

export type ContinuityOptions = {
  readonly mode: BenchMode;
  /** The rows to be measured, `R3`; all of them when it is not given. */
  readonly only?: readonly string[];
  /** Where the results go; bench/results when it is not given. */
  readonly folder?: string;
};

/** Cores kept busy by others; above this a gap may be theirs. */
const FOREIGN_LOAD_MAX = 0.3;

export async function continuity({ mode, only, folder }: ContinuityOptions): Promise<void> {
  const report = BenchReport.open({
    name: 'continuity',
    title: 'Continuity: what listeners have of each fault',
    mode,
    order: FAULT_ROWS.map(({ id }) => id),
    ...(folder === undefined ? {} : { folder }),
  });
  await takeAllCores();
  for (const row of FAULT_ROWS) {
    if (only !== undefined && !only.includes(row.id)) continue;
    const others = await foreignLoad();
    report.begin(row.id, others);
    const measured = await measureRow(row, mode);
    report.add({ ...measured, note: `${measured.note} ${disturbance(others)}`.trim() });
  }
  report.finish();
}

/** The performance table has moved this process to one core; here the studio, which inherits that, needs all of them. */
async function takeAllCores(): Promise<void> {
  const all = `0-${cpus().length - 1}`;
  await promisify(execFile)('taskset', ['-a', '-c', '-p', all, String(process.pid)]).catch(() => {});
}

function disturbance(others: number): string {
  return others <= FOREIGN_LOAD_MAX
    ? ''
    : `Measured while others kept ${others.toFixed(1)} cores busy: gaps are upper bounds.`;
}
