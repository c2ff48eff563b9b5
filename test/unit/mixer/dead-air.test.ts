import { expect, test } from 'vitest';
import { DeadAir, type DeadAirState } from '../../../server/mixer/dead-air.ts';
import { speechLevels } from '../../support/speech-levels.ts';

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

test('a program that goes on from a bed plays it until somebody is heard, and then as ever', () => {
  const deadAir = new DeadAir(PLAN, true);
  expect(deadAir.state).toBe('bed');
  const spans = [
    [SILENCE_DB, 3, 'bed'],
    [SPEECH_DB, 0.4, 'sound'],
    [SILENCE_DB, 5.48, 'sound'],
    [SILENCE_DB, 0.02, 'silent'],
  ] as const;
  for (const [levelDb, seconds, state] of spans) {
    for (let tick = 0; tick < Math.round(seconds * TICKS_PER_S); tick += 1) deadAir.add(levelDb);
    expect(deadAir.state).toBe(state);
  }
});

test('a word ends dead air', () => {
  expect(heard([SILENCE_DB, 20], [SPEECH_DB, 0.4])).toEqual(['silent', 'bed', 'sound']);
});

test('quiet speech with its gaps ends dead air within seconds', () => {
  const deadAir = new DeadAir(PLAN);
  for (let tick = 0; tick < 20 * TICKS_PER_S; tick += 1) deadAir.add(SILENCE_DB);
  const levels = [...speechLevels(5, 3)].map((levelDb) => levelDb - 8);
  expect(levels.map((levelDb) => deadAir.add(levelDb))).toContain('sound');
});

test('a short word between two long pauses is a word', () => {
  expect(heard([SPEECH_DB, 3], [SILENCE_DB, 4], [-40, 0.1], [SILENCE_DB, 4], [-40, 0.1])).toEqual([]);
});

test.each([0.1, 0.2, 0.3])('a cough of %s s does not end dead air', (coughS) => {
  const coughs = Array.from({ length: 5 }, () => [[-10, coughS] as const, [SILENCE_DB, 3] as const]).flat();
  expect(heard([SILENCE_DB, 20], ...coughs)).toEqual(['silent', 'bed']);
});

test('clicks neither end dead air nor keep it away', () => {
  const clicks = Array.from({ length: 100 }, () => [
    [SILENCE_DB, 0.16] as const,
    [-10, 0.04] as const,
  ]).flat();
  expect(heard([SPEECH_DB, 3], ...clicks)).toEqual(['silent', 'bed']);
});

test('the bed makes room for what may be a word, and not for a click', () => {
  const deadAir = new DeadAir(PLAN);
  const rooms = [-10, -10, SILENCE_DB, -10, -10, -10, SILENCE_DB].map((levelDb) => {
    deadAir.add(levelDb);
    return deadAir.isLoud;
  });
  expect(rooms).toEqual([false, false, false, false, false, true, false]);
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

test.each([1, 2, 3])('eight hours of people who talk, think and mumble cause no alarm (%s)', (seed) => {
  const deadAir = new DeadAir(PLAN);
  let alarms = 0;
  for (const levelDb of speechLevels(HOURS * 3600, seed)) if (deadAir.add(levelDb) !== 'sound') alarms += 1;
  expect(alarms).toBe(0);
});
