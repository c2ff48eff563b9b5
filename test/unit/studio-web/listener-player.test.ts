import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Player, type PlayerElement, type PlayerState } from '../../../studio-web/listen/player.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

class FakeElement implements PlayerElement {
  src = '';
  currentTime = 0;
  bufferedEnd = 0;
  opened: string[] = [];
  refuses = false;
  readonly #listeners = new Map<string, () => void>();

  get buffered() {
    return { length: this.bufferedEnd > 0 ? 1 : 0, end: () => this.bufferedEnd };
  }

  load(): void {
    this.currentTime = 0;
    this.bufferedEnd = 0;
    if (this.src !== '') this.opened.push(this.src);
  }

  async play(): Promise<void> {
    if (this.refuses) throw Object.assign(new Error('A click is needed.'), { name: 'NotAllowedError' });
  }

  pause(): void {}

  removeAttribute(): void {
    this.src = '';
  }

  addEventListener(name: string, listener: () => void): void {
    this.#listeners.set(name, listener);
  }

  emit(name: 'playing' | 'ended' | 'error'): void {
    this.#listeners.get(name)?.();
  }
}

function setUp() {
  const element = new FakeElement();
  const states: PlayerState[] = [];
  const player = new Player({
    element,
    address: '/live/main.mp3',
    random: () => 0,
    onState: (state) => states.push(state),
  });
  return { element, player, states };
}

/** Sound comes in for a while. */
async function sound(element: FakeElement, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    element.currentTime += 1;
    element.bufferedEnd = element.currentTime + 1;
    await vi.advanceTimersByTimeAsync(1_000);
  }
}

test('Play opens the mount, Pause lets go of it, and Play opens it anew', async () => {
  const { element, player, states } = setUp();
  player.play();
  element.emit('playing');
  await sound(element, 3);
  player.pause();
  expect(element.src).toBe('');
  player.play();
  expect(element.opened).toEqual(['/live/main.mp3', '/live/main.mp3']);
  expect(states).toEqual(['connecting', 'playing', 'stopped', 'connecting']);
});

test.each(['ended', 'error'] as const)('after %s it connects again by itself', async (event) => {
  const { element, player, states } = setUp();
  player.play();
  element.emit('playing');
  await sound(element, 2);
  element.emit(event);
  expect(states.at(-1)).toBe('reconnecting');
  await vi.advanceTimersByTimeAsync(1_500);
  expect(element.opened).toHaveLength(2);
  element.emit('playing');
  expect(states.at(-1)).toBe('playing');
});

describe('a network that drops everything without a word', () => {
  async function cutOff() {
    const parts = setUp();
    parts.player.play();
    parts.element.emit('playing');
    await sound(parts.element, 5);
    return parts;
  }

  test('is noticed after two seconds without sound', async () => {
    const { element, states } = await cutOff();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(states.at(-1)).toBe('reconnecting');
    expect(element.opened).toHaveLength(2);
  });

  test('is tried again every few seconds, whatever became of the tries before', async () => {
    const { element } = await cutOff();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(element.opened.length).toBeGreaterThanOrEqual(5);
  });

  test('is taken for a slow one in the end, which needs more time to answer', async () => {
    const { element, states } = await cutOff();
    await vi.advanceTimersByTimeAsync(60_000);
    const tries = element.opened.length;
    while (element.opened.length === tries) await vi.advanceTimersByTimeAsync(500);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(element.opened).toHaveLength(tries + 1);
    await sound(element, 1);
    element.emit('playing');
    expect(states.at(-1)).toBe('playing');
  });

  test('is tried at once when the browser says that it is back', async () => {
    const { element, player } = await cutOff();
    await vi.advanceTimersByTimeAsync(3_000);
    player.retryNow();
    expect(element.opened).toHaveLength(3);
  });
});

test('a first connection may take longer than a later one', async () => {
  const { element, player } = setUp();
  player.play();
  await vi.advanceTimersByTimeAsync(6_000);
  expect(element.opened).toHaveLength(1);
});

test('bytes that arrive are waited for, but not for ever', async () => {
  const { element, player } = setUp();
  player.play();
  element.emit('error');
  await vi.advanceTimersByTimeAsync(500);
  for (let half = 0; half < 12; half += 1) {
    element.bufferedEnd += 0.1;
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(element.opened).toHaveLength(2);
  for (let half = 0; half < 8; half += 1) {
    element.bufferedEnd += 0.1;
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(element.opened.length).toBeGreaterThan(2);
});

test('news that somebody is live leaves a player alone that is being answered', async () => {
  const { element, player } = setUp();
  player.play();
  element.emit('error');
  await vi.advanceTimersByTimeAsync(500);
  element.bufferedEnd = 0.5;
  await vi.advanceTimersByTimeAsync(500);
  player.retryNow();
  expect(element.opened).toHaveLength(2);
});

test('it never gives up while somebody wants to listen, but asks less and less often', async () => {
  const { element, player } = setUp();
  player.play();
  for (let minute = 0; minute < 600; minute += 1) {
    element.emit('error');
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(player.wantsToPlay).toBe(true);
  expect(element.opened.length).toBeGreaterThan(40);
  expect(element.opened.length).toBeLessThan(100);
});

test('news that the show is live ends the pause', async () => {
  const { element, player } = setUp();
  player.play();
  element.emit('error');
  player.retryNow();
  expect(element.opened).toHaveLength(2);
});

test('pausing while it tries again ends the trying', async () => {
  const { element, player } = setUp();
  player.play();
  element.emit('error');
  player.pause();
  player.retryNow();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(element.opened).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});

test('another quality goes on playing', () => {
  const { element, player } = setUp();
  player.play();
  player.setAddress('/live/main.opus');
  expect(element.opened).toEqual(['/live/main.mp3', '/live/main.opus']);
});

test('a browser that wants a click first leaves the button at Play', async () => {
  const { element, player, states } = setUp();
  element.refuses = true;
  player.play();
  await vi.advanceTimersByTimeAsync(0);
  expect(states.at(-1)).toBe('refused');
  expect(player.wantsToPlay).toBe(false);
});
