/** Writes figures as people read them. Pure. */
import type { Figure } from './row.ts';

/** Three significant digits without an exponent: `0.594`, `12.3`, `1,204`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return value.toLocaleString('en-US', { minimumFractionDigits: 0, maximumFractionDigits: digits });
}

/** `1.83 %`; a dash for what was not measured. */
export function formatMedian(figure: Figure | null): string {
  return figure === null ? '–' : `${formatNumber(figure.median)} ${figure.unit}`;
}

/** `1.75–1.9`, or nothing for a single run. */
export function formatRange(figure: Figure | null): string {
  return figure === null || figure.runs < 2 ? '' : `${formatNumber(figure.low)}–${formatNumber(figure.high)}`;
}

/** `25 %` for 0.25. */
export function formatShare(share: number | null): string {
  return share === null ? '–' : `${Math.round(share * 100)} %`;
}
