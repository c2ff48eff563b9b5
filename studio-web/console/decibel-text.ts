/** Decibels as people read, hear and type them. Pure. */
import { FADER_MAX_DB, FADER_MIN_DB, FADER_STEP_DB } from '#protocol/limits.ts';
import { oneDecimal } from '../texts/numbers.ts';
import { TEXTS } from '../texts/texts.ts';

/** For screen readers: "-6.0 dB", at the bottom "minus infinity". */
export function faderValueText(db: number): string {
  return db <= FADER_MIN_DB ? TEXTS.strip.bottom : `${oneDecimal(db)} dB`;
}

/** For the field under a fader: "-6.0", at the bottom "-∞". */
export function faderFieldText(db: number): string {
  return db <= FADER_MIN_DB ? TEXTS.strip.bottomShort : oneDecimal(db);
}

/** A value within the fader's range and on its steps. */
export function snapToFader(db: number): number {
  const limited = Math.min(FADER_MAX_DB, Math.max(FADER_MIN_DB, db));
  return Math.round(limited / FADER_STEP_DB) * FADER_STEP_DB;
}

/** What somebody typed as dB: decimal comma and the word dB are fine, "-inf" and "-∞" mean the bottom. Null when it is no number. */
export function parseFaderText(text: string): number | null {
  const cleaned = text.trim().toLowerCase().replace(/db$/, '').trim().replace(',', '.').replace('−', '-');
  if (cleaned === TEXTS.strip.bottomShort || cleaned.startsWith(TEXTS.strip.bottomInput)) return FADER_MIN_DB;
  if (!/^[+-]?\d+(\.\d+)?$/.test(cleaned)) return null;
  return snapToFader(Number(cleaned));
}

/** A level for screen readers: whole dB, or silence. */
export function levelText(db: number, minDb: number): string {
  return db <= minDb ? TEXTS.strip.silent : `${Math.round(db)} dB`;
}

/** A change of level with its sign: "+3.0", "0.0", "-12.5". */
export function signedDb(db: number): string {
  return db > 0 ? `+${oneDecimal(db)}` : oneDecimal(db);
}
