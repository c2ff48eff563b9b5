/** Faders and pan as amplitudes. Pure formulas. */
import { FADER_MAX_DB, FADER_MIN_DB } from '#protocol/limits.ts';

/** The amplitude of a fader at `db`: 10^(db/20), and 0 at FADER_MIN_DB, below it, or when it is no number. */
export function faderGain(db: number): number {
  if (!(db > FADER_MIN_DB)) return 0;
  return 10 ** (Math.min(db, FADER_MAX_DB) / 20);
}

/**
 * The amplitude of the left side at `pan` (-1 left, 0 centre, 1 right): sqrt(2) * cos((pan + 1) * pi/4). The power of
 * both sides together is the same everywhere, and it is normalised so that the centre passes each side at unity: a mono
 * voice at the centre keeps its level per side, and hard left has +3 dB on the left and nothing on the right.
 */
export function panGainLeft(pan: number): number {
  return Math.SQRT2 * Math.cos(panAngle(pan));
}

/** The right side: sqrt(2) * sin((pan + 1) * pi/4). */
export function panGainRight(pan: number): number {
  return Math.SQRT2 * Math.sin(panAngle(pan));
}

function panAngle(pan: number): number {
  const inRange = Number.isFinite(pan) ? Math.max(-1, Math.min(1, pan)) : 0;
  return ((inRange + 1) * Math.PI) / 4;
}
