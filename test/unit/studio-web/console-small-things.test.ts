import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HOLD_LIFE_MS } from '#protocol/limits.ts';
import { patchedProcessing, VOICE_PROCESSING } from '#protocol/processing.ts';
import { signedDb } from '../../../studio-web/console/decibel-text.ts';
import { HandOnFader } from '../../../studio-web/console/hand-on-fader.ts';
import { judgeLoudness } from '../../../studio-web/console/loudness-judgement.ts';
import { PRESET_CHANGES, presetOf } from '../../../studio-web/console/processing-preset.ts';
import { LevelHub } from '../../../studio-web/store/level-hub.ts';
import { exampleRoom, GUEST, GUEST_STRIP } from './example-room.ts';

describe('the preset of a strip', () => {
  it('is Voice as it begins, Off without stages, and Custom after a change', () => {
    const plain = patchedProcessing(VOICE_PROCESSING, PRESET_CHANGES.plain);
    const custom = patchedProcessing(VOICE_PROCESSING, { compressor: { ratio: 5 } });
    expect([VOICE_PROCESSING, plain, custom].map(presetOf)).toEqual(['voice', 'plain', 'custom']);
    expect(presetOf(patchedProcessing(custom, PRESET_CHANGES.voice))).toBe('voice');
  });

  it('does not depend on what is set for a person: trim, auto-level and duck', () => {
    const personal = patchedProcessing(
      { ...VOICE_PROCESSING, trimDb: 6 },
      { autoLevel: { on: true }, duck: { on: true } },
    );
    expect(presetOf(personal)).toBe('voice');
  });
});

describe('the loudness against its target', () => {
  it.each([
    [null, 'silent', 'No sound yet'],
    [-70, 'silent', 'No sound yet'],
    [-16.9, 'onTarget', 'On target, -0.9 LU'],
    [-15, 'onTarget', 'On target, +1.0 LU'],
    [-14.9, 'louder', '1.1 LU too loud'],
    [-19.34, 'quieter', '3.3 LU too quiet'],
  ])('of -16 LUFS is said in words: %s', (lufs, kind, text) => {
    expect(judgeLoudness(lufs, -16)).toEqual({ kind, text });
  });
});

describe('a change of level', () => {
  it.each([
    [3, '+3.0'],
    [0, '0.0'],
    [-12.5, '-12.5'],
  ])('%s dB is read with its sign', (db, text) => {
    expect(signedDb(db)).toBe(text);
  });
});

describe('the hand on a fader', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is told again before the others forget it, and once when it is gone', () => {
    const told: boolean[] = [];
    const hand = new HandOnFader((held) => told.push(held));
    hand.set(true);
    hand.set(true);
    vi.advanceTimersByTime(HOLD_LIFE_MS);
    expect(told).toEqual([true, true, true]);
    hand.close();
    hand.close();
    vi.advanceTimersByTime(HOLD_LIFE_MS);
    expect(told).toEqual([true, true, true, false]);
  });
});

describe('the levels that a host sees', () => {
  const hub = new LevelHub(() => 0);
  hub.setServerLevels({
    strips: { [GUEST_STRIP]: { peakDb: -20, rmsDb: -23, gateClosed: true, reductionDb: 3.5 } },
    program: { peakDb: [1.5, -3], rmsDb: -10 },
    loudness: null,
  });

  it('tell what gate and compressor do', () => {
    expect(hub.dynamics(GUEST_STRIP)).toEqual({ gateClosed: true, reductionDb: 3.5 });
    expect(hub.dynamics('other')).toEqual({ gateClosed: false, reductionDb: 0 });
  });

  it('follow the trim while somebody is backstage', () => {
    hub.setReader(GUEST, { read: () => ({ peakDb: -30, rmsDb: -40, clipped: false }), close: () => {} });
    const processing = { ...VOICE_PROCESSING, trimDb: 6 };
    const strip = exampleRoom({ guestStrip: { processing } }).strips[GUEST_STRIP];
    expect(strip === undefined ? null : hub.strip(strip)).toEqual({
      peakDb: -24,
      rmsDb: -34,
      clipped: false,
    });
  });
});
