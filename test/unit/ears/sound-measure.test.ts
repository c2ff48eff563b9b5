import { describe, expect, test } from 'vitest';
import { SoundMeasure } from '../../../server/ears/sound-measure.ts';
import { speechLevels } from '../../support/synthetic/speech-levels.ts';

const STEP_MS = 20;
/** Some moment of the machine's clock, off the grid of 20 ms. */
const BEGIN_MS = 987_654_327;
const SPEECH = speechLevels(3000, 11);

/** A mount that sends the program `transportMs` after it was made, and `burstMs` of what came before to whoever connects. */
function show(levels: readonly number[] = SPEECH) {
  const measure = new SoundMeasure();
  const levelAt = (ms: number) => levels[Math.floor((ms - BEGIN_MS) / STEP_MS)] ?? -100;
  let programMs = BEGIN_MS;
  const program = (untilMs: number) => {
    for (; programMs + 1000 <= untilMs; programMs += 1000) {
      const levelsDb = Array.from({ length: 50 }, (_, i) => levelAt(programMs + i * STEP_MS));
      measure.addProgram({ startMs: programMs, levelsDb });
    }
  };
  const listen = (options: { fromMs: number; toMs: number; transportMs: number; burstMs: number }) => {
    const { fromMs, toMs, transportMs, burstMs } = options;
    const unit = (soundMs: number, arrivalMs: number) =>
      measure.addMount({ levelsDb: [levelAt(soundMs)], decodedMs: STEP_MS, restMs: 0 }, arrivalMs);
    for (let back = burstMs; back > 0; back -= STEP_MS) unit(fromMs - transportMs - back, fromMs);
    for (let at = fromMs; at < toMs; at += STEP_MS) {
      program(at);
      unit(at - transportMs, at);
    }
  };
  return { measure, listen };
}

describe('a listener', () => {
  test('who is sent a burst hears the program that much later than its bytes arrive', () => {
    const { measure, listen } = show();
    const nowMs = BEGIN_MS + 20_000;
    listen({ fromMs: BEGIN_MS + 8000, toMs: nowMs, transportMs: 300, burstMs: 4000 });
    expect(measure.findProgram(nowMs)).toBe(true);
    const { lagMs, arrivalLagMs } = measure.read(nowMs);
    expect(Math.abs((lagMs ?? 0) - 4300)).toBeLessThanOrEqual(20);
    expect(Math.abs((arrivalLagMs ?? 0) - 300)).toBeLessThanOrEqual(40);
  });

  test('who waited for bytes stays behind by that much', () => {
    const { measure, listen } = show();
    const [gapMs, againMs, nowMs] = [BEGIN_MS + 10_000, BEGIN_MS + 12_000, BEGIN_MS + 30_000];
    listen({ fromMs: BEGIN_MS + 2000, toMs: gapMs, transportMs: 200, burstMs: 0 });
    listen({ fromMs: againMs, toMs: nowMs, transportMs: 200, burstMs: againMs - gapMs });
    measure.findProgram(nowMs);
    expect(Math.abs((measure.read(nowMs).lagMs ?? 0) - 2200)).toBeLessThanOrEqual(20);
  });

  test('who connects again is a new one, with a lag of his own', () => {
    const { measure, listen } = show();
    const [leftMs, nowMs] = [BEGIN_MS + 20_000, BEGIN_MS + 40_000];
    listen({ fromMs: BEGIN_MS + 8000, toMs: leftMs, transportMs: 300, burstMs: 4000 });
    measure.findProgram(leftMs);
    measure.restart({ keepFindings: false });
    expect(measure.read(leftMs).lagMs).toBeNull();
    listen({ fromMs: leftMs, toMs: nowMs, transportMs: 300, burstMs: 1000 });
    expect(measure.findProgram(nowMs)).toBe(true);
    expect(Math.abs((measure.read(nowMs).lagMs ?? 0) - 1300)).toBeLessThanOrEqual(20);
  });

  test.each([
    ['a tone', -20],
    ['silence', -100],
  ])('who hears %s cannot tell how late he is, and accuses nobody', (_, levelDb) => {
    const { measure, listen } = show(new Array<number>(3000).fill(levelDb));
    const nowMs = BEGIN_MS + 20_000;
    listen({ fromMs: BEGIN_MS + 1000, toMs: nowMs, transportMs: 300, burstMs: 0 });
    expect(measure.findProgram(nowMs)).toBe(false);
    expect(measure.read(nowMs).lagMs).toBeNull();
    expect(measure.read(nowMs).loudnessDb).toBeCloseTo(Math.max(-60, levelDb), 3);
    expect(['unknown', 'sounds']).toContain(measure.judge(nowMs));
  });

  test('does not hold the silence of a mixer that died against the mount', () => {
    const { measure, listen } = show();
    listen({ fromMs: BEGIN_MS + 1000, toMs: BEGIN_MS + 20_000, transportMs: 300, burstMs: 0 });
    const nowMs = BEGIN_MS + 24_000;
    for (let at = nowMs - 4000; at < nowMs; at += STEP_MS) {
      measure.addMount({ levelsDb: [-100], decodedMs: STEP_MS, restMs: 0 }, at);
    }
    expect(measure.judge(nowMs)).toBe('unknown');
  });
});
