import { describe, expect, test } from 'vitest';
import { JUDGED_PROGRAM_STEPS, JUDGED_STEPS, judgeSound } from '../../../server/ears/judge-sound.ts';
import { randomFrom, speechLevels } from '../../support/synthetic/speech-levels.ts';

const clamped = (levels: readonly number[]) => Float32Array.from(levels, (level) => Math.max(-60, level));
const speech = clamped(speechLevels(JUDGED_PROGRAM_STEPS, 1));
const steady = (steps: number, levelDb: number) => new Float32Array(steps).fill(levelDb);
const bed = () => {
  const random = randomFrom(2);
  return Float32Array.from({ length: JUDGED_STEPS }, () => -30 + 2 * random());
};

describe('a mount', () => {
  test('that is silent while the program speaks is silent', () => {
    expect(judgeSound(steady(JUDGED_STEPS, -60), speech)).toBe('silent');
  });

  test('that is silent because the program is silent is not accused', () => {
    expect(judgeSound(steady(JUDGED_STEPS, -60), steady(JUDGED_PROGRAM_STEPS, -60))).toBe('unknown');
  });

  test('that is silent when the program began to speak a moment ago is not accused', () => {
    const program = Float32Array.from([
      ...steady(JUDGED_PROGRAM_STEPS - 150, -60),
      ...speech.subarray(0, 150),
    ]);
    expect(judgeSound(steady(JUDGED_STEPS, -60), program)).toBe('unknown');
  });

  test('that plays a bed while the program speaks is steady', () => {
    expect(judgeSound(bed(), speech)).toBe('other');
  });

  test('that plays a bed because the program does is not accused', () => {
    expect(judgeSound(bed(), steady(JUDGED_PROGRAM_STEPS, -30))).toBe('unknown');
  });

  test('that plays the program sounds, however late', () => {
    for (const lag of [0, 50, 200]) {
      const end = JUDGED_PROGRAM_STEPS - lag;
      expect(judgeSound(speech.slice(end - JUDGED_STEPS, end), speech)).toBe('sounds');
    }
  });

  test('of which little was heard yet is not accused', () => {
    expect(judgeSound(steady(100, -60), speech)).toBe('unknown');
    expect(judgeSound(steady(0, -60), speech)).toBe('unknown');
  });
});
