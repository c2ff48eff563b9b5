/** Does one fault as often as it is to be done, and makes the row of the report from it. */
import { formatNumber } from '../report/format.ts';
import type { BenchMode, BenchRow, RowDetail } from '../report/row.ts';
import { figure, percentile } from '../report/statistics.ts';
import type { FaultRow, FaultRun } from './fault-row.ts';
import { sourcesAgain } from './listener-faults.ts';
import { NotRunnable } from './not-runnable.ts';
import { Stage } from './stage.ts';

const JUDGED_SHARE = 0.95;

/** Never throws: what breaks off is a missed target, and the note says where. */
export async function measureRow(row: FaultRow, mode: BenchMode): Promise<BenchRow> {
  const runs: FaultRun[] = [];
  try {
    await repeat(row, mode, runs);
    return report(row, runs, '');
  } catch (error) {
    if (error instanceof NotRunnable) return { ...report(row, [], error.message), verdict: 'not run' };
    const what = error instanceof Error ? error.message : String(error);
    return report(row, runs, `Repetition ${runs.length + 1} broke off: ${firstLine(what)}`);
  }
}

async function repeat(row: FaultRow, mode: BenchMode, runs: FaultRun[]): Promise<void> {
  const times = row.repeats[mode];
  if (row.usesUp === true) {
    for (let time = 0; time < times; time += 1) await once(row, mode, runs, 1);
  } else await once(row, mode, runs, times);
}

/** `times` repetitions on one stage. */
async function once(row: FaultRow, mode: BenchMode, runs: FaultRun[], times: number): Promise<void> {
  const stage = await Stage.open(row.stage);
  try {
    for (let time = 0; time < times; time += 1) {
      if (time > 0) await stage.settle();
      runs.push(await runOnce(row, stage, mode));
    }
  } finally {
    await stage.close();
  }
}

async function runOnce(row: FaultRow, stage: Stage, mode: BenchMode): Promise<FaultRun> {
  if (row.keepsSources !== true) return row.run(stage, mode);
  const before = await stage.sourceConnections();
  const run = await row.run(stage, mode);
  return { ...run, faults: [...run.faults, ...sourcesAgain(before, await stage.sourceConnections())] };
}

function report(row: FaultRow, runs: readonly FaultRun[], brokeOff: string): BenchRow {
  const values = runs.map(({ value }) => value);
  const judged = percentile(values, JUDGED_SHARE);
  const faults = countSame(runs.flatMap((run) => run.faults));
  const isMet = brokeOff === '' && faults.length === 0 && runs.length > 0 && judged <= row.limit;
  return {
    id: row.id,
    title: row.title,
    method: row.method,
    peer: null,
    ours: figure(values, row.unit),
    peerFigure: null,
    ratio: null,
    spread: null,
    target: row.target,
    limit: row.limit,
    verdict: isMet ? 'met' : 'missed',
    note: [...faults.map((fault) => `${fault}.`), brokeOff].filter((text) => text !== '').join(' '),
    details: runs.length === 0 ? [] : detailsOf(row, runs, values),
  };
}

function detailsOf(
  row: FaultRow,
  runs: readonly FaultRun[],
  values: readonly number[],
): readonly RowDetail[] {
  const main = detail(
    `p50 / p95 / max of ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`,
    values,
    row.unit,
  );
  const names = [...new Set(runs.flatMap((run) => Object.keys(run.details)))];
  return [
    main,
    ...names.map((name) =>
      detail(
        name,
        runs.flatMap((run) => run.details[name] ?? []),
        '',
      ),
    ),
  ];
}

function detail(name: string, values: readonly number[], unit: string): RowDetail {
  const three = [percentile(values, 0.5), percentile(values, JUDGED_SHARE), Math.max(...values)];
  const texts = values.length < 2 ? three.slice(2) : three;
  return { name, ours: `${texts.map(formatNumber).join(' / ')} ${unit}`.trim(), peer: '' };
}

/** Each different sentence once, with how often it was said. */
function countSame(sentences: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const sentence of sentences) counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  return [...counts].map(([sentence, count]) => (count === 1 ? sentence : `${sentence} (${count} times)`));
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
