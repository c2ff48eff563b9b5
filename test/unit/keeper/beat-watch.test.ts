import { expect, test } from 'vitest';
import { type BeatVerdict, BeatWatch } from '../../../server/keeper/beat-watch.ts';

/** Looks at a ready server that says nothing, until it counts as hanging; answers with how many looks that took. */
function looksUntilItHangs(workAt: (look: number) => number | null): number {
  const watch = new BeatWatch();
  watch.ready();
  for (let look = 1; look < 1000; look += 1) {
    if (watch.look(() => workAt(look)) === 'hangs') return look;
  }
  return Number.POSITIVE_INFINITY;
}

test('a silent server that does not work is replaced after three seconds', () => {
  expect(looksUntilItHangs(() => 7)).toBe(16);
});

test('one of which nothing can be known, too', () => {
  expect(looksUntilItHangs(() => null)).toBe(16);
});

test('one that works, as its mixer does, gets ten', () => {
  expect(looksUntilItHangs((look) => look)).toBe(51);
});

test('one that stops working in its silence is replaced two seconds later', () => {
  expect(looksUntilItHangs((look) => Math.min(look, 20))).toBe(31);
});

test('a beat makes everything well again', () => {
  const watch = new BeatWatch();
  watch.ready();
  const verdicts: BeatVerdict[] = [];
  for (let look = 0; look < 15; look += 1) verdicts.push(watch.look(() => 7));
  expect(verdicts.slice(1, 4)).toEqual(['well', 'silent', 'still silent']);
  watch.beat();
  expect(watch.look(() => 7)).toBe('well');
});

test('a server that is starting has a minute', () => {
  const watch = new BeatWatch();
  const verdicts = Array.from({ length: 301 }, () => watch.look(() => null));
  expect(new Set(verdicts.slice(0, 300))).toEqual(new Set(['well']));
  expect(verdicts.at(-1)).toBe('hangs');
});
