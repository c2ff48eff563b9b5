/**
 * One table of a bench: prints each row as it comes, keeps it on the disk at once, and ends with the whole table and its plot.
 *
 *     const report = BenchReport.open({ name: 'continuity', title: 'Continuity', mode: 'quick' });
 *     report.begin('R1');
 *     report.add({ id: 'R1', title: 'ffmpeg killed', ours: figure([0.31, 0.28], 's'), verdict: 'met', ... });
 *     report.finish();
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeMachine, loadNow } from './machine.ts';
import { drawPlot } from './plot.ts';
import type { BenchMode, BenchRow, MeasuredRow } from './row.ts';
import { formatRow, formatTable } from './table.ts';

export const RESULTS_FOLDER = path.resolve(import.meta.dirname, '../results');

export type BenchReportOptions = {
  /** The name of the files in bench/results: `performance`. */
  readonly name: string;
  readonly title: string;
  readonly mode: BenchMode;
  /** The order of the table; rows that are not in it come last. */
  readonly order?: readonly string[];
  /** Where the files go; bench/results by default. */
  readonly folder?: string;
  readonly print?: (text: string) => void;
};

export class BenchReport {
  readonly #options: BenchReportOptions;
  readonly #rows: Map<string, MeasuredRow>;
  readonly #print: (text: string) => void;
  #beganAtMs = performance.now();
  #loadBefore = loadNow();

  /** Takes over the rows of an earlier run: they stay in the table, with their own dates and machines, until they are measured again. */
  static open(options: BenchReportOptions): BenchReport {
    return new BenchReport(options, readRows(fileOf(options, 'json')));
  }

  private constructor(options: BenchReportOptions, rows: readonly MeasuredRow[]) {
    this.#options = options;
    this.#rows = new Map(rows.map((row) => [row.id, row]));
    this.#print = options.print ?? ((text) => void process.stdout.write(`${text}\n`));
  }

  /** Every row of the table as it stands, in its order. */
  get rows(): readonly MeasuredRow[] {
    const order = this.#options.order ?? [];
    const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
    return [...this.#rows.values()].sort((a, b) => place(a.id) - place(b.id));
  }

  /**
   * Says that a row is being measured; its time counts from here. `load`: how many cores others keep busy; the load average when it is
   * not known better.
   */
  begin(id: string, load = loadNow()): void {
    this.#beganAtMs = performance.now();
    this.#loadBefore = load;
    this.#print(`· row ${id} (load ${load.toFixed(1)})`);
  }

  /** Prints a row and writes the JSON and the plot, so that nothing is lost when a later row fails. */
  add(row: BenchRow): void {
    const measured: MeasuredRow = {
      ...row,
      at: new Date().toISOString(),
      machine: describeMachine(),
      mode: this.#options.mode,
      tookS: (performance.now() - this.#beganAtMs) / 1000,
      loadBefore: this.#loadBefore,
    };
    this.#rows.set(row.id, measured);
    this.#print(formatRow(measured));
    this.#write();
  }

  /** Prints the whole table. */
  finish(): void {
    this.#print(`\n${formatTable(this.#options.title, this.rows)}`);
    this.#print(`\nWritten: ${this.#options.name}.json and ${this.#options.name}.svg in bench/results.`);
  }

  #write(): void {
    const { title } = this.#options;
    const kept = { title, rows: this.rows };
    mkdirSync(this.#options.folder ?? RESULTS_FOLDER, { recursive: true });
    replaceFile(fileOf(this.#options, 'json'), `${JSON.stringify(kept, null, 2)}\n`);
    replaceFile(fileOf(this.#options, 'svg'), drawPlot(title, this.rows));
  }
}

function fileOf({ name, folder }: BenchReportOptions, extension: 'json' | 'svg'): string {
  return path.join(folder ?? RESULTS_FOLDER, `${name}.${extension}`);
}

/** Never half a file, whenever the process ends. */
function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

function readRows(file: string): readonly MeasuredRow[] {
  try {
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const rows = typeof kept === 'object' && kept !== null && 'rows' in kept ? kept.rows : [];
    return Array.isArray(rows) ? rows.filter(isMeasuredRow) : [];
  } catch {
    return [];
  }
}

/** Rows of a version with other columns are forgotten. */
function isMeasuredRow(value: unknown): value is MeasuredRow {
  const columns = [
    'id',
    'title',
    'method',
    'ours',
    'peerFigure',
    'ratio',
    'verdict',
    'details',
    'machine',
    'tookS',
  ];
  return typeof value === 'object' && value !== null && columns.every((column) => column in value);
}
