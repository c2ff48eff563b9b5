import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LivePathKeeper } from '../../../server/program/live-path-keeper.ts';
import { FakeLivePath } from '../../support/fakes/fake-live-path.ts';
import { silentLog } from '../../support/fakes/silent-log.ts';

describe('a live path that dies', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Live paths of which each dies as soon as it is there; answers with when each was started, in ms. */
  async function startsWithin(ms: number, diesAtOnce: boolean): Promise<readonly number[]> {
    const beganAtMs = performance.now();
    const starts: number[] = [];
    const first = new FakeLivePath(1);
    const keeper = new LivePathKeeper(
      {
        startLivePath: async () => {
          starts.push(performance.now() - beganAtMs);
          if (!diesAtOnce) throw new Error('No thread can be started.');
          const next = new FakeLivePath(2);
          setTimeout(() => next.die(), 1);
          return next;
        },
        onReport: () => {},
        onDied: () => {},
        onReplaced: () => {},
        log: silentLog,
      },
      first,
    );
    first.die();
    await vi.advanceTimersByTimeAsync(ms);
    keeper.close('over');
    return starts;
  }

  test.each([
    ['cannot be started', false],
    ['dies again at once', true],
  ])('is replaced at once, then ever more slowly while it %s, and for ever', async (_, diesAtOnce) => {
    const starts = await startsWithin(60_000, diesAtOnce);
    expect(starts[0]).toBeLessThan(10);
    const pauses = starts.slice(1).map((ms, index) => ms - (starts[index] ?? 0));
    expect(pauses[0]).toBeLessThan(400);
    expect(pauses.length).toBeGreaterThan(10);
    for (const pause of pauses.slice(-3)) {
      expect(pause).toBeGreaterThanOrEqual(4000);
      expect(pause).toBeLessThanOrEqual(6100);
    }
  });
});
