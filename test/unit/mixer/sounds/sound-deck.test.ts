import { describe, expect, test } from 'vitest';
import { type PcmSource, PIECE_FRAMES } from '../../../../server/mixer/sounds/pcm-source.ts';
import { largestStep } from '../../../support/tone.ts';
import { CARTS, counting, deckRig, OPEN, PLAY, sourceOf, steady, TICK } from './sounds-rig.ts';

const FULL_SCALE = 32_768;

/** What the source has, as the bus has it. */
const samplesOf = (source: PcmSource, from: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => {
    const frame = (from + i) % source.frames;
    return (source.piece(Math.floor(frame / PIECE_FRAMES))?.[2 * (frame % PIECE_FRAMES)] ?? 0) / FULL_SCALE;
  });

describe('a cart', () => {
  test('plays every sample once, from its first to its last, across the pieces that it is read in', async () => {
    const { hear, put, mixer } = await deckRig();
    const source = counting(PIECE_FRAMES + 1234);
    mixer.sounds.play(put(source), PLAY);
    const heard = hear(30);
    expect([...heard.subarray(0, source.frames)]).toEqual(
      samplesOf(source, 0, source.frames).map(Math.fround),
    );
    expect(heard.subarray(source.frames).every((sample) => sample === 0)).toBe(true);
    expect(mixer.sounds.progress).toEqual([]);
    expect(mixer.sounds.sum).toBeNull();
  });

  test('that loops has no gap and no sample twice, whether it is long or shorter than a tick', async () => {
    for (const frames of [PIECE_FRAMES + 7, 1001, 333]) {
      const { hear, put, mixer } = await deckRig();
      const source = counting(frames);
      mixer.sounds.play(put(source), { ...PLAY, loop: true });
      const heard = hear(60);
      expect([...heard]).toEqual(samplesOf(source, 0, heard.length).map(Math.fround));
    }
  });

  test('is on the program at its gain and its strip’s fader', async () => {
    const { hear, put, mixer } = await deckRig({ ...OPEN, faderDb: -6 });
    mixer.sounds.play(put(steady(9600, 0.5)), { ...PLAY, gainDb: -4 });
    const level = 20 * Math.log10((hear(3)[2 * TICK] ?? 0) / 0.5);
    expect(level).toBeCloseTo(-10, 2);
  });

  test('that is pressed again begins anew at once, and the first playing ends without a click', async () => {
    const { hear, put, mixer } = await deckRig();
    const id = put(sourceOf(48_000, (frame) => 8000 * Math.sin(frame / 40)));
    mixer.sounds.play(id, PLAY);
    const before = hear(10);
    mixer.sounds.play(id, PLAY);
    const heard = hear(10);
    // Two sines for 10 ms, then one; neither jumps.
    const seam = Float32Array.from([...before.subarray(-100), ...heard]);
    expect(largestStep(seam)).toBeLessThan(((2 * 8000) / 40 / FULL_SCALE) * 1.1);
    expect(mixer.sounds.progress).toMatchObject([{ id, positionMs: 200 }]);
    expect(heard.at(-1)).toBeCloseTo((8000 * Math.sin((10 * TICK - 1) / 40)) / FULL_SCALE, 4);
  });

  test('fades out over its time, in a square: a quarter of the amplitude is left half way', async () => {
    const { hear, put, mixer } = await deckRig();
    const id = put(steady(48_000, 0.5));
    mixer.sounds.play(id, { ...PLAY, fadeOutMs: 200 });
    hear(2);
    mixer.sounds.stop(id);
    expect(mixer.sounds.progress).toMatchObject([{ stopping: true, leftMs: 200 }]);
    const heard = hear(12);
    expect(heard[0]).toBeCloseTo(0.5, 3);
    expect(heard[100 * 48]).toBeCloseTo(0.125, 3);
    expect(heard.subarray(200 * 48).every((sample) => sample === 0)).toBe(true);
    expect(largestStep(heard)).toBeLessThan(0.001);
    expect(mixer.sounds.progress).toEqual([]);
  });

  test('comes in over a fade when that is asked for, from the middle', async () => {
    const { hear, put, mixer } = await deckRig();
    const source = counting(48_000);
    mixer.sounds.play(put(source), { ...PLAY, fromMs: 500, fadeInMs: 100 });
    const heard = hear(10);
    expect(heard[0]).toBe(0);
    expect([...heard.subarray(5 * TICK)]).toEqual(
      samplesOf(source, 24_000 + 5 * TICK, 5 * TICK).map(Math.fround),
    );
  });

  test('whose samples are late waits in silence and goes on where it was; one that gets none ends', async () => {
    const { hear, put, mixer } = await deckRig();
    const whole = counting(4800);
    let isThere = false;
    mixer.sounds.play(put({ ...whole, piece: (index) => (isThere ? whole.piece(index) : null) }), PLAY);
    expect(hear(5).every((sample) => sample === 0)).toBe(true);
    isThere = true;
    expect([...hear(5)]).toEqual(samplesOf(whole, 0, 4800).map(Math.fround));
    mixer.sounds.play(put({ ...whole, piece: () => null }), PLAY);
    hear(260);
    expect(mixer.sounds.progress).toEqual([]);
  });

  test('of an exclusive group ends the others of it, and leaves all else alone', async () => {
    const { hear, put, mixer } = await deckRig();
    const [first, second, other] = [
      put(steady(96_000, 0.1)),
      put(steady(96_000, 0.2)),
      put(steady(96_000, 0.4)),
    ];
    mixer.sounds.play(first, { ...PLAY, group: 1, fadeOutMs: 40 });
    mixer.sounds.play(other, { ...PLAY, group: 2 });
    hear(2);
    mixer.sounds.play(second, { ...PLAY, group: 1 });
    expect(mixer.sounds.progress.filter(({ stopping }) => stopping).map(({ id }) => id)).toEqual([first]);
    const heard = hear(4);
    expect(heard[0]).toBeCloseTo(0.7, 2);
    expect(heard.at(-1)).toBeCloseTo(0.6, 4);
    expect(mixer.sounds.progress.map(({ id }) => id)).toEqual([other, second]);
  });

  test('that ends at once, alone or by another of its group, does not click', async () => {
    for (const end of ['stop', 'group'] as const) {
      const { hear, put, mixer } = await deckRig();
      const [id, other] = [put(steady(96_000, 0.5)), put(steady(96_000, 0))];
      mixer.sounds.play(id, { ...PLAY, group: 1, fadeOutMs: 0 });
      hear(2);
      if (end === 'stop') mixer.sounds.stop(id);
      else mixer.sounds.play(other, { ...PLAY, group: 1 });
      const heard = hear(2);
      expect(heard[0]).toBeCloseTo(0.5, 2);
      expect(largestStep(heard)).toBeLessThan(0.01);
      expect(heard.subarray(TICK).every((sample) => sample === 0)).toBe(true);
    }
  });

  test('is not heard on a strip that is off, and its meter moves all the same', async () => {
    const { hear, put, mixer } = await deckRig({ ...OPEN, on: false });
    mixer.sounds.play(put(steady(9600, 0.5)), PLAY);
    expect(hear(5).every((sample) => sample === 0)).toBe(true);
    expect(mixer.takeLevels().strips[CARTS]?.peakDb).toBeCloseTo(-6, 1);
  });

  test('that is taken away while it plays fades within a moment, and its strip goes with it', async () => {
    const { hear, put, mixer } = await deckRig();
    const id = put(steady(96_000, 0.5));
    mixer.sounds.play(id, PLAY);
    hear(2);
    mixer.sounds.drop(id);
    mixer.dropStrip(CARTS);
    const heard = hear(3);
    expect(heard[0]).toBeCloseTo(0.5, 2);
    expect(largestStep(heard)).toBeLessThan(0.01);
    expect(heard.subarray(TICK).every((sample) => sample === 0)).toBe(true);
    expect(mixer.takeLevels().strips[CARTS]).toBeUndefined();
  });

  test('that is not known, or on a strip that is not there, plays nothing', async () => {
    const { hear, put, mixer } = await deckRig();
    const id = put(steady(9600, 0.5));
    mixer.dropStrip(CARTS);
    hear(1);
    mixer.sounds.play(id, PLAY);
    mixer.sounds.stop(id);
    expect(hear(3).every((sample) => sample === 0)).toBe(true);
  });
});
