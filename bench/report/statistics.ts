/** Medians, percentiles and the comparison of interleaved runs. Pure. */
import type { Figure } from './row.ts';

/** A peer whose own runs lie further apart than this (of their median) says nothing about a ratio. */
export const SPREAD_MAX = 0.25;

/** The value below which a share (0 to 1) of `values` lies, interpolated between neighbours; NaN for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The figure of several runs; null for none. */
export function figure(values: readonly number[], unit: string): Figure | null {
  if (values.length === 0) return null;
  return {
    unit,
    median: median(values),
    low: Math.min(...values),
    high: Math.max(...values),
    runs: values.length,
  };
}

/** How far a figure's runs lie apart, as a share of their median. */
export function spreadOf({ median: middle, low, high }: Figure): number {
  return middle === 0 ? 0 : (high - low) / Math.abs(middle);
}

/** One run of ours and one of the peer, one right after the other. */
export type Pair = { readonly ours: number; readonly peer: number };

export type Comparison = {
  readonly ours: Figure | null;
  readonly peerFigure: Figure | null;
  /** Per pair, ours / peer. */
  readonly ratio: Figure | null;
  readonly spread: number | null;
};

/** Compares interleaved runs, pair by pair, so that what disturbs the machine for a while disturbs both. */
export function comparePairs(pairs: readonly Pair[], unit: string): Comparison {
  const peerFigure = figure(
    pairs.map(({ peer }) => peer),
    unit,
  );
  return {
    ours: figure(
      pairs.map(({ ours }) => ours),
      unit,
    ),
    peerFigure,
    ratio: figure(
      pairs.filter(({ peer }) => peer > 0).map(({ ours, peer }) => ours / peer),
      '×',
    ),
    spread: peerFigure === null ? null : spreadOf(peerFigure),
  };
}

/** Whether the peer scattered so much that the ratio means nothing. */
export function isVoid({ spread }: { readonly spread: number | null }): boolean {
  return spread !== null && spread > SPREAD_MAX;
}
