import { expect, test } from 'vitest';
import { DeadAirNews } from '../../../server/live-path/dead-air-news.ts';
import { TICK_MS } from '../../../server/mixer/audio-format.ts';
import type { DeadAirState } from '../../../server/mixer/dead-air.ts';

/** What is told of states that last a second each. */
function told(news: DeadAirNews, ...states: readonly DeadAirState[]): readonly DeadAirState[] {
  const ticks = states.flatMap((state) => Array.from({ length: 1000 / TICK_MS }, () => state));
  return ticks.flatMap((state) => news.take(state, 0)?.state ?? []);
}

test('each change is told, and nothing between', () => {
  expect(told(new DeadAirNews(), 'sound', 'silent', 'silent', 'bed', 'bed', 'sound', 'bed')).toEqual([
    'silent',
    'bed',
    'sound',
    'bed',
  ]);
});

test('it is counted how often and how long a program was silent, and how long the bed played', () => {
  const news = new DeadAirNews();
  told(news, 'sound', 'silent', 'bed', 'bed', 'sound', 'silent', 'sound');
  expect(news.totals).toEqual({ deadAirs: 2, deadAirMs: 4000, beds: 1, bedMs: 2000 });
});
