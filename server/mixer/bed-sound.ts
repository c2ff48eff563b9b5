/** The sound of the bed: four soft chords that come and go like breath. Pure. Its ends are silent, so that it can be looped anywhere a codec is cut. */
import { SAMPLE_RATE_HZ, TICK_FRAMES } from './audio-format.ts';

const CHORD_S = 4;
/** How long a chord grows, and how long it still sounds under the next. */
const FADE_S = 1.5;
/** Peak of one note. Three of them are about -29 dBFS RMS: well below a program, well above silence. */
const NOTE_LEVEL = 0.03;

/** Notes in Hz. Pure sines below 400 Hz: nobody takes them for a fault, or for the program. */
export const CHORDS_HZ: readonly (readonly number[])[] = [
  [146.83, 220.0, 369.99],
  [123.47, 185.0, 293.66],
  [98.0, 146.83, 246.94],
  [110.0, 164.81, 277.18],
];

/** Silence before the next round. An encoder that is ended in a hurry may lose some of it, and nothing else. */
const REST_S = 0.5;

/** How long one round takes. */
export const BED_SECONDS = CHORDS_HZ.length * CHORD_S + REST_S;

const TICKS_PER_S = SAMPLE_RATE_HZ / TICK_FRAMES;

/** Pieces of 20 ms in one round. */
export const BED_TICKS = BED_SECONDS * TICKS_PER_S;

/** Where the first chord has grown: the piece to begin with when the bed shall be there at once. */
export const BED_GROWN_TICK = FADE_S * TICKS_PER_S;

/** One piece of the round, 0 to BED_TICKS - 1: interleaved stereo at 48 kHz, full scale 1. */
export function bedTick(index: number): Float32Array {
  const pcm = new Float32Array(TICK_FRAMES * 2);
  for (let frame = 0; frame < TICK_FRAMES; frame += 1) {
    const [left, right] = bedAt((index * TICK_FRAMES + frame) / SAMPLE_RATE_HZ);
    pcm[2 * frame] = left;
    pcm[2 * frame + 1] = right;
  }
  return pcm;
}

/** Both sides at a moment. The notes of a chord lie a little apart from left to right. */
function bedAt(seconds: number): readonly [left: number, right: number] {
  let left = 0;
  let right = 0;
  for (const [index, notes] of CHORDS_HZ.entries()) {
    const level = NOTE_LEVEL * envelope(seconds - index * CHORD_S, index === CHORDS_HZ.length - 1);
    if (level === 0) continue;
    for (const [note, frequencyHz] of notes.entries()) {
      const sample = level * Math.sin(2 * Math.PI * frequencyHz * seconds);
      const pan = 0.35 + 0.15 * note;
      left += sample * Math.SQRT2 * Math.cos((pan * Math.PI) / 2);
      right += sample * Math.SQRT2 * Math.sin((pan * Math.PI) / 2);
    }
  }
  return [left, right];
}

/** How loud a chord is, 0 to 1, `seconds` after its begin. The last one has nobody to fade under. */
function envelope(seconds: number, last: boolean): number {
  const ends = last ? CHORD_S : CHORD_S + FADE_S;
  if (seconds <= 0 || seconds >= ends) return 0;
  return rise(seconds / FADE_S) * rise((ends - seconds) / FADE_S);
}

function rise(part: number): number {
  return part >= 1 ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * part);
}
