/** Draws rows as an SVG: for each, a bar of ours and one of the peer with their ranges, and the target as a line. Pure. */
import { formatMedian, formatNumber } from './format.ts';
import type { Figure, MeasuredRow, Verdict } from './row.ts';

const WIDTH = 960;
const ROW_HEIGHT = 58;
const HEAD_HEIGHT = 64;
const FOOT_HEIGHT = 16;
const BARS_LEFT = 400;
const BARS_WIDTH = 330;
const BAR_HEIGHT = 13;
const TITLE_MAX = 46;

const COLORS = { ours: '#2f6fed', peer: '#9aa3b2', target: '#111827', text: '#111827', soft: '#5b6472' };
const VERDICT_COLORS: Record<Verdict, string> = {
  met: '#15803d',
  missed: '#b91c1c',
  void: '#a16207',
  'not run': '#5b6472',
};

export function drawPlot(title: string, rows: readonly MeasuredRow[]): string {
  const height = HEAD_HEIGHT + rows.length * ROW_HEIGHT + FOOT_HEIGHT;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="${escapeXml(title)}">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    label(16, 28, title, { size: 18, weight: 600 }),
    ...legend(),
    ...rows.flatMap((row, index) => drawRow(row, HEAD_HEIGHT + index * ROW_HEIGHT)),
    '</svg>',
    '',
  ].join('\n');
}

function legend(): readonly string[] {
  return [
    bar(16, 42, 12, COLORS.ours),
    label(34, 53, 'ours', { color: COLORS.soft }),
    bar(84, 42, 12, COLORS.peer),
    label(102, 53, 'peer of the same run', { color: COLORS.soft }),
    `<line x1="260" x2="260" y1="41" y2="56" stroke="${COLORS.target}" stroke-width="2"/>`,
    label(268, 53, 'target; thin lines span all runs; each row has its own scale', { color: COLORS.soft }),
  ];
}

function drawRow(row: MeasuredRow, top: number): readonly string[] {
  const largest = Math.max(row.ours?.high ?? 0, row.peerFigure?.high ?? 0, row.limit ?? 0);
  const toX = (value: number) => BARS_LEFT + (largest > 0 ? (value / largest) * BARS_WIDTH : 0);
  const title = row.title.length > TITLE_MAX ? `${row.title.slice(0, TITLE_MAX - 1)}…` : row.title;
  const ratio = row.ratio === null ? '' : `${formatNumber(row.ratio.median)} × `;
  const parts = [
    `<line x1="16" x2="${WIDTH - 16}" y1="${top}" y2="${top}" stroke="#e5e7eb"/>`,
    label(16, top + 22, `${row.id}  ${title}`, { weight: 600 }),
    label(16, top + 42, `target ${row.target}`, { color: COLORS.soft, size: 12 }),
    ...drawFigure(row.ours, { top: top + 9, color: COLORS.ours, toX }),
    ...drawFigure(row.peerFigure, { top: top + 31, color: COLORS.peer, toX }),
    label(WIDTH - 16, top + 22, `${ratio}${row.verdict}`, {
      color: VERDICT_COLORS[row.verdict],
      weight: 600,
      anchor: 'end',
    }),
  ];
  if (row.limit !== null) {
    const x = toX(row.limit).toFixed(1);
    parts.push(
      `<line x1="${x}" x2="${x}" y1="${top + 5}" y2="${top + 26}" stroke="${COLORS.target}" stroke-width="2"/>`,
    );
  }
  return parts;
}

type BarStyle = {
  readonly top: number;
  readonly color: string;
  readonly toX: (value: number) => number;
};

function drawFigure(figure: Figure | null, { top, color, toX }: BarStyle): readonly string[] {
  if (figure === null) return [];
  const middle = top + BAR_HEIGHT / 2;
  return [
    bar(BARS_LEFT, top, Math.max(1, toX(figure.median) - BARS_LEFT), color),
    `<line x1="${toX(figure.low).toFixed(1)}" x2="${toX(figure.high).toFixed(1)}" y1="${middle}" y2="${middle}" stroke="${COLORS.text}"/>`,
    label(toX(figure.high) + 6, top + 11, formatMedian(figure), { size: 12, color: COLORS.soft }),
  ];
}

function bar(x: number, y: number, width: number, color: string): string {
  return `<rect x="${x}" y="${y}" width="${width.toFixed(1)}" height="${BAR_HEIGHT}" rx="2" fill="${color}"/>`;
}

type LabelStyle = {
  readonly size?: number;
  readonly weight?: number;
  readonly color?: string;
  readonly anchor?: 'start' | 'end';
};

function label(x: number, y: number, text: string, style: LabelStyle = {}): string {
  const { size = 13, weight = 400, color = COLORS.text, anchor = 'start' } = style;
  return `<text x="${x.toFixed(1)}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${color}" text-anchor="${anchor}">${escapeXml(text)}</text>`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
