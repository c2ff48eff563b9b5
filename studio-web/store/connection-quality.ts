/** From measurements to one word that does not flicker: worse after three seconds, better after ten, and no longer lost at once. Pure. */
import type { ConnectionQuality } from '#protocol/state.ts';
import type { ConnectionMeasure } from '../media/connection-measure.ts';

const WORSE_AFTER_MS = 3_000;
const BETTER_AFTER_MS = 10_000;

const ORDER: readonly ConnectionQuality[] = ['excellent', 'good', 'poor', 'lost'];

/** Up to these a connection is excellent, or good; beyond it is poor. Loss in percent, times in ms. */
const EXCELLENT = { lossPercent: 2, roundTripMs: 150, jitterMs: 30 };
const GOOD = { lossPercent: 5, roundTripMs: 300, jitterMs: 60 };

/** What one measurement says by itself. `connected` is false while nothing gets through. */
export function gradeOf(measure: ConnectionMeasure, connected: boolean): ConnectionQuality {
  if (!connected) return 'lost';
  const within = (limits: typeof GOOD): boolean =>
    (measure.lossPercent ?? 0) < limits.lossPercent &&
    (measure.roundTripMs ?? 0) < limits.roundTripMs &&
    (measure.jitterMs ?? 0) < limits.jitterMs;
  if (within(EXCELLENT)) return 'excellent';
  return within(GOOD) ? 'good' : 'poor';
}

/** `shown` is the word of now; null before the first measurement. `change`: since when, and how far, all measurements have said otherwise. */
export type QualityState = {
  readonly shown: ConnectionQuality | null;
  readonly change: {
    readonly to: ConnectionQuality;
    readonly worse: boolean;
    readonly sinceMs: number;
  } | null;
};

export const QUALITY_UNKNOWN: QualityState = { shown: null, change: null };

/** The next state after a measurement that says `grade` at `nowMs`. */
export function qualityAfter(state: QualityState, grade: ConnectionQuality, nowMs: number): QualityState {
  const { shown, change } = state;
  if (shown === null) return firstQuality(state, grade, nowMs);
  // That something gets through again is a fact, and not a guess that time must confirm.
  if (shown === 'lost' && grade !== 'lost') return { shown: grade, change: null };
  if (grade === shown) return { shown, change: null };
  const worse = isWorse(grade, shown);
  if (change === null || change.worse !== worse)
    return { shown, change: { to: grade, worse, sinceMs: nowMs } };
  // As far as all of them agree: the mildest of those that are worse, the most modest of those that are better.
  const to = isWorse(grade, change.to) ? (worse ? change.to : grade) : worse ? grade : change.to;
  if (nowMs - change.sinceMs < (worse ? WORSE_AFTER_MS : BETTER_AFTER_MS)) {
    return { shown, change: { ...change, to } };
  }
  return { shown: to, change: null };
}

/** Whoever has just come is not connected yet, which is nothing to be called lost. */
function firstQuality({ change }: QualityState, grade: ConnectionQuality, nowMs: number): QualityState {
  const sinceMs = change?.sinceMs ?? nowMs;
  const isTooSoon = grade === 'lost' && nowMs - sinceMs < WORSE_AFTER_MS;
  return isTooSoon
    ? { shown: null, change: { to: grade, worse: true, sinceMs } }
    : { shown: grade, change: null };
}

function isWorse(one: ConnectionQuality, other: ConnectionQuality): boolean {
  return ORDER.indexOf(one) > ORDER.indexOf(other);
}
