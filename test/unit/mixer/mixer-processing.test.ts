import { describe, expect, it, vi } from 'vitest';
import { PLAIN_PROCESSING, type Processing, VOICE_PROCESSING } from '#protocol/processing.ts';
import { CHORDS_HZ } from '../../../server/mixer/bed-sound.ts';
import { compressedDb } from '../../../server/mixer/processing/compressor.ts';
import { largestStep, sideOf, sineStep, toneLevelDb } from '../../support/tone.ts';
import { OPEN, Rig } from './rig.ts';
import { Sender } from './sender.ts';

// Simulated time, but real coding: slow only on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const RATE = 48_000;
const MUSIC_SSRC = 77;
const MUSIC_HZ = 1000;
const DUCKED: Processing = {
  ...PLAIN_PROCESSING,
  duck: { on: true, depthDb: 12, attackMs: 100, holdMs: 500, releaseMs: 1000 },
};

const between = (samples: Float32Array, fromS: number, toS: number) =>
  samples.subarray(fromS * RATE, toS * RATE);

describe('a processed strip', () => {
  it('sounds in the program, and on its meter, as its settings say', async () => {
    const rig = await Rig.create();
    const id = rig.strip('alice');
    rig.send(new Sender({ levelDb: -10 }), 3000);
    rig.mixer.putStrip(id, { ...OPEN, processing: VOICE_PROCESSING, targetLufs: -16 });
    const heard = rig.hearUntil(2000);
    rig.mixer.takeLevels();
    rig.runUntil(2500);
    const level = rig.mixer.takeLevels().strips[id];
    const { compressor } = VOICE_PROCESSING;
    const expectedDb = compressedDb(-10, compressor) + compressor.makeUpDb;
    expect(Math.abs(toneLevelDb(between(heard, 1, 2), RATE, 440) - expectedDb)).toBeLessThan(0.3);
    expect(level?.peakDb).toBeCloseTo(expectedDb, 0);
    expect(level?.reductionDb).toBeCloseTo(-10 - compressedDb(-10, compressor), 0);
    expect(level?.gateClosed).toBeUndefined();
  });

  it('tells that its gate is closed', async () => {
    const rig = await Rig.create();
    const id = rig.strip('alice');
    rig.send(new Sender({ levelDb: -70 }), 3000);
    rig.mixer.putStrip(id, { ...OPEN, processing: VOICE_PROCESSING });
    rig.runUntil(2000);
    expect(rig.mixer.takeLevels().strips[id]?.gateClosed).toBe(true);
  });
});

describe('music that ducks', () => {
  /** Music all the time; Alice speaks from 2 to 4 s with her fader at `faderDb`. */
  async function show(faderDb: number, order: 'music first' | 'speech first'): Promise<Float32Array> {
    const rig = await Rig.create();
    const put = {
      music: () => rig.strip('music', MUSIC_SSRC, { ...OPEN, processing: DUCKED }),
      speech: () => rig.strip('alice', undefined, { ...OPEN, faderDb }),
    };
    if (order === 'music first') [put.music(), put.speech()];
    else [put.speech(), put.music()];
    rig.send(new Sender({ ssrc: MUSIC_SSRC, frequencyHz: MUSIC_HZ, levelDb: -20 }), 8000);
    rig.send(new Sender({ startMs: 2000 }), 4000);
    return sideOf(rig.runUntil(7500), 0);
  }

  it.each(['music first', 'speech first'] as const)(
    'makes room by its depth while somebody speaks, and comes back after its hold (%s)',
    async (order) => {
      const heard = await show(0, order);
      expect(toneLevelDb(between(heard, 1, 1.9), RATE, MUSIC_HZ)).toBeCloseTo(-20, 1);
      expect(toneLevelDb(between(heard, 2.5, 4), RATE, MUSIC_HZ)).toBeCloseTo(-32, 1);
      expect(toneLevelDb(between(heard, 4.2, 4.5), RATE, MUSIC_HZ)).toBeCloseTo(-32, 1);
      expect(toneLevelDb(between(heard, 6.2, 7.2), RATE, MUSIC_HZ)).toBeCloseTo(-20, 1);
      expect(largestStep(between(heard, 0, 7.5))).toBeLessThan(
        sineStep(-20, RATE, 440) + sineStep(-20, RATE, MUSIC_HZ) + 0.1 / 400,
      );
    },
  );

  it('does not make room for somebody whom listeners do not hear', async () => {
    const heard = await show(-60, 'speech first');
    expect(toneLevelDb(between(heard, 2.5, 4), RATE, MUSIC_HZ)).toBeCloseTo(-20, 1);
  });
});

describe('a crossfade', () => {
  it('takes a fader in a straight line to its new place, and a change of its processing meanwhile leaves that alone', async () => {
    const rig = await Rig.create();
    const id = rig.strip('alice');
    rig.send(new Sender(), 6000);
    rig.runUntil(1000);
    rig.mixer.putStrip(id, { ...OPEN, on: false }, 4000);
    const heard = rig.hearUntil(5500, (nowMs) => {
      // The same gains again, as when something else on the strip changes.
      if (nowMs === 2000) rig.mixer.putStrip(id, { ...OPEN, on: false, processing: PLAIN_PROCESSING });
    });
    for (const [second, part] of [
      [1, 0.75],
      [2, 0.5],
      [3, 0.25],
    ] as const) {
      const level = toneLevelDb(between(heard, second - 0.05, second + 0.05), RATE, 440);
      expect(level).toBeCloseTo(-20 + 20 * Math.log10(part), 0);
    }
    expect(largestStep(between(heard, 4.1, 4.4))).toBe(0);
  });

  it('does not hold up somebody who leaves', async () => {
    const rig = await Rig.create();
    const id = rig.strip('alice');
    rig.send(new Sender(), 4000);
    rig.runUntil(1000);
    rig.mixer.putStrip(id, { ...OPEN, faderDb: 10 }, 10_000);
    rig.runUntil(1500);
    rig.mixer.dropStrip(id);
    const heard = rig.hearUntil(3500);
    expect(largestStep(heard)).toBeLessThan(sineStep(-20, RATE, 440) * 1.3);
    expect(largestStep(heard.subarray(RATE))).toBe(0);
  });
});

describe('panic', () => {
  const bedDb = (samples: Float32Array): number =>
    Math.max(...CHORDS_HZ.flat().map((frequencyHz) => toneLevelDb(samples, RATE, frequencyHz)));

  it('takes the program away within a second and lets the bed play, and back', async () => {
    const rig = await Rig.create();
    rig.strip('alice');
    rig.send(new Sender({ frequencyHz: MUSIC_HZ }), 12_000);
    rig.mixer.watchDeadAir({ thresholdDb: -20, alarmAfterMs: 1000, bedAfterMs: null });
    const heard = rig.hearUntil(11_500, (nowMs) => {
      if (nowMs === 2000) rig.mixer.wantBed(true);
      if (nowMs === 8000) rig.mixer.wantBed(false);
      // Nobody is blamed for the silence of a program that a host has taken away.
      if (nowMs > 2000 && nowMs < 8500) expect(rig.mixer.deadAir).toBe('sound');
    });
    expect(bedDb(between(heard, 1, 2))).toBeLessThan(-80);
    expect(toneLevelDb(between(heard, 3.1, 4), RATE, MUSIC_HZ)).toBeLessThan(-100);
    expect(bedDb(between(heard, 4, 7.5))).toBeGreaterThan(-40);
    expect(toneLevelDb(between(heard, 9.2, 11), RATE, MUSIC_HZ)).toBeCloseTo(-20, 1);
    expect(bedDb(between(heard, 9.8, 11.4))).toBeLessThan(-70);
    expect(largestStep(heard)).toBeLessThan(
      sineStep(-20, RATE, MUSIC_HZ) + 6 * sineStep(-30, RATE, 400) + 0.1 / 900,
    );
  });

  it.each([
    ['with a bed for dead air', 10_000],
    ['without one', null],
  ])(
    'that was pressed before the server came back lets nothing of the program out, %s',
    async (_, bedAfterMs) => {
      const rig = await Rig.create();
      rig.strip('alice');
      rig.send(new Sender({ frequencyHz: MUSIC_HZ }), 5000);
      rig.mixer.watchDeadAir(
        { thresholdDb: -50, alarmAfterMs: 5500, bedAfterMs },
        { fromBed: true, isBedWanted: true },
      );
      const heard = rig.hearUntil(4500);
      expect(toneLevelDb(between(heard, 0, 1), RATE, MUSIC_HZ)).toBeLessThan(-100);
      expect(bedDb(between(heard, 0.1, 1))).toBeGreaterThan(-45);
      expect(toneLevelDb(between(heard, 1, 4), RATE, MUSIC_HZ)).toBeLessThan(-100);
    },
  );
});
