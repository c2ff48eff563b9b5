import { afterEach, beforeEach, expect, test, vi } from 'vitest';
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
  opened: string[] = [];
  refuses = false;
  readonly #listeners = new Map<string, () => void>();

  load(): void {
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

test('sound that stands still for eight seconds counts as broken', async () => {
  const { element, player, states } = setUp();
  player.play();
  element.emit('playing');
  await sound(element, 5);
  await vi.advanceTimersByTimeAsync(12_000);
  expect(states).toContain('reconnecting');
  expect(element.opened.length).toBeGreaterThan(1);
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
