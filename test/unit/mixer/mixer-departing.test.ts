import { describe, expect, it, vi } from 'vitest';
import type { StripId } from '#protocol/ids.ts';
import type { Mixer } from '../../../server/mixer/mixer.ts';
import { largestStep, sineStep, toneLevelDb } from '../../support/tone.ts';
import { type NetworkOptions, Rig } from './rig.ts';
import { Sender } from './sender.ts';

// Simulated time, but real coding: slow only on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const RATE = 48_000;
const WINDOW_MS = 20;
const ENDS_MS = 6000;
const SINE_STEP = sineStep(-20, RATE, 440);
const DELAY_MS = 90;
/** A network that was rough until a second ago leaves a deep buffer. */
const CALM: NetworkOptions = { delayMs: DELAY_MS };
const ROUGH: NetworkOptions = { delayMs: DELAY_MS + 60, jitterMs: 60 };

type Departure = (mixer: Mixer, id: StripId) => void;

/** Nothing comes any more, and nobody has said so. */
const vanishes: Departure = () => {};
const leaves: Departure = (mixer, id) => mixer.dropStrip(id);
const losesMicrophone: Departure = (mixer, id) => mixer.bindSource(id, null);

/**
 * Somebody speaks, and goes when the last of it has arrived. Answers with the sound, for how long it went on after that, at full level and at
 * all, and for how long it should have: `bufferedMs`.
 */
async function departure(departs: Departure, networkBefore: NetworkOptions) {
  const rig = await Rig.create();
  const id = rig.strip('alice');
  const sender = new Sender();
  rig.send(sender, ENDS_MS - 1000, networkBefore);
  rig.send(sender, ENDS_MS - DELAY_MS, CALM);
  rig.runUntil(ENDS_MS - 1000);
  const spoken = rig.hearUntil(ENDS_MS);
  const bufferedMs = rig.mixer.health().strips[id]?.depthMs ?? 0;
  departs(rig.mixer, id);
  const rest = rig.hearUntil(ENDS_MS + 3000);
  const whole = Float32Array.from([...spoken, ...rest]);
  return { whole, bufferedMs, fullMs: lastAbove(rest, -21), anyMs: lastAbove(rest, -70) };
}

/** Until when, in ms, a tone is at least so loud. */
function lastAbove(samples: Float32Array, levelDb: number): number {
  let last = 0;
  for (let ms = 0; (ms + WINDOW_MS) * 48 <= samples.length; ms += WINDOW_MS) {
    const window = samples.subarray(ms * 48, (ms + WINDOW_MS) * 48);
    if (toneLevelDb(window, RATE, 440) > levelDb) last = ms + WINDOW_MS;
  }
  return last;
}

describe.each([
  ['vanishes without a word', vanishes],
  ['loses the microphone', losesMicrophone],
  ['leaves the room', leaves],
])('a speaker who %s', (_, departs) => {
  it.each([
    ['a shallow', CALM, 40],
    ['a deep', ROUGH, 110],
  ])('is heard to the end of %s buffer, and mixed out 0.2 s later', async (_, network, depthMs) => {
    const { fullMs, anyMs, bufferedMs } = await departure(departs, network);
    expect(bufferedMs).toBeGreaterThanOrEqual(depthMs);
    expect(fullMs).toBeGreaterThanOrEqual(bufferedMs - WINDOW_MS);
    expect(anyMs - fullMs).toBeLessThanOrEqual(200);
    expect(anyMs).toBeGreaterThan(fullMs);
  });

  it('ends without a click', async () => {
    for (const network of [CALM, ROUGH]) {
      const { whole } = await departure(departs, network);
      expect(largestStep(whole)).toBeLessThan(SINE_STEP * 1.1);
    }
  });
});
