/** The performance table: measures every row that is asked for and reports each as it comes. */
import { BenchReport } from '../report/bench-report.ts';
import type { BenchMode, BenchRow } from '../report/row.ts';
import { separateCores } from '../rig/cores.ts';
import { foreignLoad } from '../rig/foreign-load.ts';
import { PeerMissing } from '../rig/peer-missing.ts';
import { NOTHING_MEASURED, notes, type PerformanceRow } from './performance-row.ts';
import { PERFORMANCE_ROWS } from './rows.ts';

export type PerformanceOptions = {
  readonly mode: BenchMode;
  /** The rows to be measured, `4`; all of them when it is not given. */
  readonly only?: readonly string[];
  /** Where the results go; bench/results when it is not given. */
  readonly folder?: string;
};

/** Interleaved pairs; the specification asks for five. */
const PAIRS: Record<BenchMode, number> = { quick: 3, full: 5 };
/** Cores kept busy by others; above this the figures are not to be trusted, and say so. */
const FOREIGN_LOAD_MAX = 0.3;

export async function performanceTable({ mode, only, folder }: PerformanceOptions): Promise<void> {
  const report = BenchReport.open({
    name: 'performance',
    title: 'Performance: ours and its peers, in turn on the same machine',
    mode,
    order: PERFORMANCE_ROWS.map(({ id }) => id),
    ...(folder === undefined ? {} : { folder }),
  });
  process.stdout.write(`${await separateCores()}\n`);
  for (const row of PERFORMANCE_ROWS) {
    if (only !== undefined && !only.includes(row.id)) continue;
    const others = await foreignLoad();
    report.begin(row.id, others);
    const measured = await measureRow(row, mode);
    report.add({ ...measured, note: notes(measured.note, disturbance(others)) });
  }
  report.finish();
}

/** Never throws: a row that breaks off says why, and the next one is measured. */
async function measureRow(row: PerformanceRow, mode: BenchMode): Promise<BenchRow> {
  const { id, title, method, target, limit } = row;
  const claims = { id, title, method, target, limit };
  try {
    const say = (text: string) => void process.stdout.write(`    ${text}\n`);
    return { ...claims, ...(await row.measure({ mode, pairs: PAIRS[mode], say })) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const note = error instanceof PeerMissing ? why : `Broke off: ${why}`;
    if (!(error instanceof PeerMissing))
      process.stderr.write(`${error instanceof Error ? error.stack : why}\n`);
    return { ...claims, ...NOTHING_MEASURED, note };
  }
}

function disturbance(others: number): string {
  return others <= FOREIGN_LOAD_MAX
    ? ''
    : `Measured while others kept ${others.toFixed(1)} cores busy: not to be quoted.`;
}
