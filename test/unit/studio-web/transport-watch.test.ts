import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TransportWatch } from '../../../studio-web/media/transport-watch.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function setUp(restartIce: () => Promise<void> = async () => {}) {
  const restarts: number[] = [];
  const givenUp: boolean[] = [];
  const watch = new TransportWatch({
    restartIce: () => {
      restarts.push(Date.now());
      return restartIce();
    },
    onGivenUp: (everConnected) => givenUp.push(everConnected),
  });
  return { watch, restarts, givenUp };
}

test('a hiccup that heals within two seconds is left alone', async () => {
  const { watch, restarts } = setUp();
  watch.update('connected');
  watch.update('disconnected');
  await vi.advanceTimersByTimeAsync(1_500);
  watch.update('connected');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(restarts).toEqual([]);
});

test('a longer break restarts ICE', async () => {
  const { watch, restarts, givenUp } = setUp();
  watch.update('connected');
  watch.update('disconnected');
  await vi.advanceTimersByTimeAsync(2_100);
  expect(restarts).toHaveLength(1);
  watch.update('connected');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(givenUp).toEqual([]);
});

test('failed restarts ICE at once', () => {
  const { watch, restarts } = setUp();
  watch.update('connected');
  watch.update('failed');
  expect(restarts).toHaveLength(1);
});

test('when restarting does not help, the link is given up once', async () => {
  const { watch, givenUp } = setUp();
  watch.update('connected');
  watch.update('failed');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(givenUp).toEqual([true]);
});

test('when the server refuses to restart, the link is given up at once', async () => {
  const { watch, givenUp } = setUp(() => Promise.reject(new Error('The transport is gone.')));
  watch.update('connected');
  watch.update('failed');
  await vi.advanceTimersByTimeAsync(0);
  expect(givenUp).toEqual([true]);
});

test('a first connection that never comes is told apart: something blocks it', async () => {
  const { watch, restarts, givenUp } = setUp();
  watch.update('connecting');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(givenUp).toEqual([false]);
  expect(restarts).toEqual([]);
});

test('nothing happens after closing', async () => {
  const { watch, restarts, givenUp } = setUp();
  watch.update('connected');
  watch.update('disconnected');
  watch.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([...restarts, ...givenUp]).toEqual([]);
});
