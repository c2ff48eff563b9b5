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

test('a break restarts ICE at once, and once when it heals', async () => {
  const { watch, restarts, givenUp } = setUp();
  watch.update('connected');
  watch.update('disconnected');
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

test('another network restarts ICE before the transport notices anything', () => {
  const { watch, restarts } = setUp();
  watch.update('connected');
  watch.networkChanged();
  expect(restarts).toHaveLength(1);
});

test('another network does not hurry a first connection, which looks for its way anyhow', () => {
  const { watch, restarts } = setUp();
  watch.update('connecting');
  watch.networkChanged();
  expect(restarts).toEqual([]);
});

test('a server that cannot be asked for a long time is waited for', async () => {
  let answer = () => {};
  const { watch, restarts, givenUp } = setUp(() => new Promise((resolve) => (answer = resolve)));
  watch.update('connected');
  watch.update('disconnected');
  await vi.advanceTimersByTimeAsync(15_000);
  watch.update('failed');
  watch.networkChanged();
  await vi.advanceTimersByTimeAsync(15_000);
  answer();
  await vi.advanceTimersByTimeAsync(0);
  watch.update('connected');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(restarts).toHaveLength(1);
  expect(givenUp).toEqual([]);
});

test('nothing happens after closing', async () => {
  const { watch, restarts, givenUp } = setUp();
  watch.update('connected');
  watch.update('disconnected');
  watch.close();
  watch.networkChanged();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(restarts).toHaveLength(1);
  expect(givenUp).toEqual([]);
});
