import { describe, expect, it } from 'vitest';
import { PLAIN_PROCESSING, type Processing, VOICE_PROCESSING } from '#protocol/processing.ts';
import { TICK_FRAMES } from '../../../../server/mixer/audio-format.ts';
import { compressedDb } from '../../../../server/mixer/processing/compressor.ts';
import { StripChain } from '../../../../server/mixer/processing/strip-chain.ts';
import { largestStep, sineStep, toneLevelDb } from '../../../support/tone.ts';
import { RATE, tone } from './signals.ts';

/** What comes out of a chain, tick by tick; `beforeTick` may change the settings. */
function processed(
  signal: Float32Array,
  processing: Processing,
  beforeTick: (chain: StripChain, tick: number) => void = () => {},
): Float32Array {
  const chain = new StripChain();
  chain.set(processing, -16);
  const out = Float32Array.from(signal);
  for (let from = 0, tick = 0; from < out.length; from += TICK_FRAMES, tick += 1) {
    beforeTick(chain, tick);
    chain.process(out.subarray(from, from + TICK_FRAMES), null);
  }
  return out;
}

const settledDb = (signal: Float32Array): number => toneLevelDb(signal.subarray(-RATE / 2), RATE, 1000);

describe('the chain of a strip', () => {
  it('without any stage gives back exactly what it got', () => {
    const signal = tone(1000, -20, 0.5);
    expect(processed(signal, PLAIN_PROCESSING)).toEqual(signal);
  });

  it.each([-20, -6, 0, 6, 20])('trims by %s dB', (trimDb) => {
    const heard = processed(tone(1000, -30, 1), { ...PLAIN_PROCESSING, trimDb });
    expect(settledDb(heard)).toBeCloseTo(-30 + trimDb, 2);
  });

  it.each([-40, -20, -12, -6])('takes a voice of %s dBFS to the curve of the Voice preset', (levelDb) => {
    const { compressor } = VOICE_PROCESSING;
    const heard = processed(tone(1000, levelDb, 2), VOICE_PROCESSING);
    const expectedDb = compressedDb(levelDb, compressor) + compressor.makeUpDb;
    expect(Math.abs(settledDb(heard) - expectedDb)).toBeLessThan(0.2);
  });

  it('turns the room down by the range of the gate in a pause', () => {
    const plain = processed(tone(1000, -70, 2), {
      ...VOICE_PROCESSING,
      gate: { ...VOICE_PROCESSING.gate, on: false },
    });
    const gated = processed(tone(1000, -70, 2), VOICE_PROCESSING);
    expect(settledDb(gated) - settledDb(plain)).toBeCloseTo(-VOICE_PROCESSING.gate.rangeDb, 1);
  });

  it('rides a quiet voice up towards the target, as both sides of the program sound it', () => {
    const processing = { ...PLAIN_PROCESSING, autoLevel: { on: true, rangeDb: 15 } };
    // A mono sine of 1 kHz in the middle is as loud in LUFS as its amplitude in dBFS, to a tenth.
    const heard = processed(tone(1000, -24, 20), processing);
    expect(Math.abs(settledDb(heard) - -16)).toBeLessThan(0.8);
  });

  it('does not click, whatever is switched and moved', () => {
    const heard = processed(tone(440, -14, 6), VOICE_PROCESSING, (chain, tick) => {
      if (tick % 7 !== 0) return;
      const on = tick % 2 === 0;
      chain.set(
        {
          ...VOICE_PROCESSING,
          trimDb: tick % 3 === 0 ? -10 : 0,
          highPass: { ...VOICE_PROCESSING.highPass, on },
          gate: { ...VOICE_PROCESSING.gate, on: tick % 3 === 0, thresholdDb: tick % 5 === 0 ? -10 : -52 },
          compressor: { ...VOICE_PROCESSING.compressor, on: !on },
        },
        -16,
      );
    });
    // At most 4 dB louder than it came, and gains that move by a few dB a millisecond.
    expect(largestStep(heard)).toBeLessThan(sineStep(-10, RATE, 440) * 1.5);
  });

  it('keeps both sides of a stereo source at one gain', () => {
    const chain = new StripChain();
    chain.set(VOICE_PROCESSING, -16);
    const left = tone(1000, -6, 1);
    const right = tone(1000, -26, 1);
    for (let from = 0; from < left.length; from += TICK_FRAMES) {
      chain.process(left.subarray(from, from + TICK_FRAMES), right.subarray(from, from + TICK_FRAMES));
    }
    expect(settledDb(left) - settledDb(right)).toBeCloseTo(20, 2);
  });
});
