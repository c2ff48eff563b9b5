import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FaderControl } from '../../../studio-web/console/fader-control.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function setUp(answersAfterMs = 0) {
  const sent: number[] = [];
  const shown: (number | null)[] = [];
  const fader = new FaderControl({
    send: (faderDb) => {
      sent.push(faderDb);
      return new Promise((resolve) => setTimeout(resolve, answersAfterMs));
    },
    onShown: (value) => shown.push(value),
  });
  return { fader, sent, shown };
}

test('the first movement is sent at once', () => {
  const { fader, sent } = setUp();
  fader.move(-6);
  expect(sent).toEqual([-6]);
});

test('a second of wild movement sends no more than twenty values and ends with the last', async () => {
  const { fader, sent } = setUp();
  for (let step = 0; step <= 200; step += 1) {
    fader.move(-step / 10);
    await vi.advanceTimersByTimeAsync(5);
  }
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent.length).toBeLessThanOrEqual(22);
  expect(sent.at(-1)).toBe(-20);
});

test('while the pointer is down the own value is shown, afterwards the server’s', async () => {
  const { fader, shown } = setUp();
  fader.hold();
  fader.move(-6);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(shown.at(-1)).toBe(-6);
  fader.release();
  expect(shown.at(-1)).toBeNull();
});

test('the own value stays until the server has answered, so that a fader does not jump back', async () => {
  const { fader, shown } = setUp(300);
  fader.hold();
  fader.move(-6);
  fader.release();
  await vi.advanceTimersByTimeAsync(200);
  expect(shown.at(-1)).toBe(-6);
  await vi.advanceTimersByTimeAsync(200);
  expect(shown.at(-1)).toBeNull();
});

test('a key press without a pointer is shown until the server has answered', async () => {
  const { fader, shown } = setUp(100);
  fader.move(0.5);
  expect(shown).toEqual([0.5]);
  await vi.advanceTimersByTimeAsync(200);
  expect(shown).toEqual([0.5, null]);
});

test('a strip that goes away while a value waits sends it still', async () => {
  const { fader, sent } = setUp();
  fader.move(-1);
  fader.move(-2);
  fader.close();
  expect(sent).toEqual([-1, -2]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent).toEqual([-1, -2]);
});
