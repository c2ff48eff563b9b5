/** The continuity table: does every fault that is asked for and reports each row as it comes. */
import { execFile } from 'node:child_process';
import { cpus } from 'node:os';
import { promisify } from 'node:util';
import { BenchReport } from '../report/bench-report.ts';
import type { BenchMode, BenchRow } from '../report/row.ts';
import { foreignLoad } from '../rig/foreign-load.ts';
import { measureRow } from './measure-row.ts';
import { FAULT_ROWS } from './rows/rows.ts';
import { soak } from './soak/soak.ts';
import { SOAK_DEFAULTS, type SoakOptions } from './soak/soak-options.ts';

export type ContinuityOptions = {
  readonly mode: BenchMode;
  /** The rows to be measured, `R3`; all of them when it is not given. */
  readonly only?: readonly string[];
  /** Where the results go; bench/results when it is not given. */
  readonly folder?: string;
  /** How the soak is done when it is. */
  readonly soak?: Partial<SoakOptions>;
};

const SOAK_ID = 'R33';

/** Cores kept busy by others; above this a gap may be theirs. */
const FOREIGN_LOAD_MAX = 0.3;

export async function continuity(options: ContinuityOptions): Promise<void> {
  const { mode, only, folder } = options;
  const report = BenchReport.open({
    name: 'continuity',
    title: 'Continuity: what listeners have of each fault',
    mode,
    order: [...FAULT_ROWS.map(({ id }) => id), SOAK_ID],
    ...(folder === undefined ? {} : { folder }),
  });
  await takeAllCores();
  for (const row of FAULT_ROWS) {
    if (only !== undefined && !only.includes(row.id)) continue;
    await addRow(report, row.id, () => measureRow(row, mode));
  }
  // Far too long for a quick run that does not ask for it.
  if (only === undefined ? mode === 'full' : only.includes(SOAK_ID)) {
    await addRow(report, SOAK_ID, () => soak({ ...SOAK_DEFAULTS, ...options.soak }, folder));
  }
  report.finish();
}

async function addRow(report: BenchReport, id: string, measure: () => Promise<BenchRow>): Promise<void> {
  const others = await foreignLoad();
  report.begin(id, others);
  const measured = await measure();
  report.add({ ...measured, note: `${measured.note} ${disturbance(others)}`.trim() });
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
