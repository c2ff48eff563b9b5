import { expect, test } from 'vitest';
import { DeadAir, type DeadAirState } from '../../../server/mixer/dead-air.ts';
import { seededRandom } from './random.ts';

const TICKS_PER_S = 50;
const HOURS = 8;
const PLAN = { thresholdDb: -50, alarmAfterMs: 5500, bedAfterMs: 10_000 };
const SPEECH_DB = -22;
const SILENCE_DB = -70;

/** The states that a detector goes through, each once a change, when it hears levels for so many seconds each. */
function heard(...spans: readonly (readonly [levelDb: number, seconds: number])[]): readonly DeadAirState[] {
  const deadAir = new DeadAir(PLAN);
  const states: DeadAirState[] = [];
  for (const [levelDb, seconds] of spans) {
    for (let tick = 0; tick < seconds * TICKS_PER_S; tick += 1) {
      const state = deadAir.add(levelDb);
      if (state !== (states.at(-1) ?? 'sound')) states.push(state);
    }
  }
  return states;
}

test('a pause of five seconds is no dead air', () => {
  expect(heard([SPEECH_DB, 3], [SILENCE_DB, 5.3], [SPEECH_DB, 3])).toEqual([]);
});

test('silence is told after its time, and the bed plays after its own', () => {
  expect(heard([SPEECH_DB, 3], [SILENCE_DB, 5.48])).toEqual([]);
  expect(heard([SPEECH_DB, 3], [SILENCE_DB, 5.5])).toEqual(['silent']);
  expect(heard([SPEECH_DB, 3], [SILENCE_DB, 10])).toEqual(['silent', 'bed']);
});

test('noise below the threshold is silence', () => {
  expect(heard([SPEECH_DB, 3], [-51, 6])).toEqual(['silent']);
});

test('a program that begins with silence is told of, too', () => {
  expect(heard([SILENCE_DB, 6])).toEqual(['silent']);
});

test('speech ends dead air within a quarter of a second', () => {
  expect(heard([SILENCE_DB, 20], [SPEECH_DB, 0.25])).toEqual(['silent', 'bed', 'sound']);
});

test('clicks neither end dead air nor keep it away', () => {
  const clicks = Array.from({ length: 20 }, () => [[SILENCE_DB, 0.9] as const, [-10, 0.1] as const]).flat();
  expect(heard([SPEECH_DB, 3], ...clicks)).toEqual(['silent', 'bed']);
});

test('noise around the threshold does not make it flap', () => {
  const noise = Array.from({ length: 100 }, () => [[-51, 1] as const, [-48, 1] as const]).flat();
  expect(heard([SILENCE_DB, 20], ...noise)).toEqual(['silent', 'bed']);
});

test('without a bed only the alarm comes', () => {
  const deadAir = new DeadAir({ ...PLAN, bedAfterMs: null });
  for (let tick = 0; tick < 60 * TICKS_PER_S; tick += 1) deadAir.add(SILENCE_DB);
  expect(deadAir.state).toBe('silent');
});

test('eight hours of conversation cause no alarm', () => {
  const random = seededRandom(8);
  const deadAir = new DeadAir(PLAN);
  let alarms = 0;
  for (let tick = 0; tick < HOURS * 3600 * TICKS_PER_S; ) {
    // Phrases of 0.6 to 6 s whose syllables rise and fall, pauses of up to 4.5 s, most of them short.
    const phraseTicks = (0.6 + 5.4 * random()) * TICKS_PER_S;
    const pauseTicks = 4.5 * random() ** 3 * TICKS_PER_S;
    for (let at = 0; at < phraseTicks + pauseTicks; at += 1, tick += 1) {
      const syllable = Math.sin((2 * Math.PI * at) / 12) ** 2;
      const levelDb = at < phraseTicks ? -60 + 35 * syllable + 10 * random() : SILENCE_DB + 8 * random();
      if (deadAir.add(levelDb) !== 'sound') alarms += 1;
    }
  }
  expect(alarms).toBe(0);
});
