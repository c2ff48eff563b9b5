/** How far the loudness of a program is from its target, in words that need no colour. Pure. */
import { CONSOLE_TEXTS } from '../texts/console-texts.ts';
import { signedDb } from './decibel-text.ts';

export type LoudnessJudgement = {
  readonly kind: 'silent' | 'onTarget' | 'louder' | 'quieter';
  readonly text: string;
};

/** EBU R 128 allows live programs 1 LU either way (Tech 3343, section 2). */
const TOLERANCE_LU = 1;
/** EBU R128's meters show nothing below this. */
export const SILENT_LUFS = -70;

/** `lufs` is the integrated loudness; null or below SILENT_LUFS before there was sound. */
export function judgeLoudness(lufs: number | null, targetLufs: number): LoudnessJudgement {
  const texts = CONSOLE_TEXTS.loudness;
  if (lufs === null || lufs <= SILENT_LUFS) return { kind: 'silent', text: texts.silent };
  const deviation = Math.round((lufs - targetLufs) * 10) / 10;
  if (Math.abs(deviation) <= TOLERANCE_LU) {
    return { kind: 'onTarget', text: texts.onTarget(signedDb(deviation)) };
  }
  const lu = Math.abs(deviation);
  return deviation > 0
    ? { kind: 'louder', text: texts.louder(lu) }
    : { kind: 'quieter', text: texts.quieter(lu) };
}
