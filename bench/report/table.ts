/** Sets rows as a table for a terminal. Pure. */
import { formatMedian, formatRange, formatShare } from './format.ts';
import type { MeasuredRow } from './row.ts';

const HEADINGS = ['#', 'what', 'ours', 'peer', 'ratio', 'min–max', 'spread', 'target', 'verdict'] as const;
const TITLE_WIDTH = 46;

/** A heading, a line per row, and below it the notes. */
export function formatTable(title: string, rows: readonly MeasuredRow[]): string {
  const cells = [HEADINGS, ...rows.map(rowCells)];
  const widths = HEADINGS.map((_, column) => Math.max(...cells.map((row) => width(row[column] ?? ''))));
  const lines = cells.map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0)).join('  '));
  const [head = '', ...body] = lines;
  const rule = '─'.repeat(width(head));
  return [`${title}`, rule, head, rule, ...body, rule, ...rows.flatMap(noteLines)].join('\n');
}

/** One row as lines of text, printed when it is done. */
export function formatRow(row: MeasuredRow): string {
  const { id, title, ours, peerFigure, peer, ratio, spread, target, verdict, tookS } = row;
  const figures = [
    `ours ${withRange(formatMedian(ours), formatRange(ours))}`,
    peer === null ? null : `${peer} ${withRange(formatMedian(peerFigure), formatRange(peerFigure))}`,
    ratio === null ? null : `ratio ${withRange(formatMedian(ratio), formatRange(ratio))}`,
    spread === null ? null : `peer's spread ${formatShare(spread)}`,
  ];
  return [
    `${id}  ${title}: ${verdict.toUpperCase()} (target ${target}; ${Math.round(tookS)} s)`,
    `    ${figures.filter((text) => text !== null).join('; ')}`,
    ...detailLines(row),
    ...(row.note === '' ? [] : [`    ${row.note}`]),
  ].join('\n');
}

function rowCells(row: MeasuredRow): readonly string[] {
  return [
    row.id,
    row.title.length > TITLE_WIDTH ? `${row.title.slice(0, TITLE_WIDTH - 1)}…` : row.title,
    formatMedian(row.ours),
    row.peer === null ? '–' : formatMedian(row.peerFigure),
    formatMedian(row.ratio),
    formatRange(row.ratio),
    formatShare(row.spread),
    row.target,
    row.verdict,
  ];
}

function detailLines({ details, peer }: MeasuredRow): readonly string[] {
  return details.map(({ name, ours, peer: theirs }) =>
    peer === null || theirs === '' ? `    ${name}: ${ours}` : `    ${name}: ours ${ours}, peer ${theirs}`,
  );
}

function noteLines({ id, peer, note }: MeasuredRow): readonly string[] {
  const lines = [];
  if (peer !== null) lines.push(`${id}: against ${peer}.`);
  if (note !== '') lines.push(`${id}: ${note}`);
  return lines;
}

function withRange(text: string, range: string): string {
  return range === '' ? text : `${text} (${range})`;
}

/** Code points, which is what a terminal shows for the signs used here. */
function width(text: string): number {
  return [...text].length;
}

function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)));
}
