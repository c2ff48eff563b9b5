import { expect, test } from 'vitest';
import { gapBeyondStallMs } from '../../../bench/continuity/gap-beyond-stall.ts';

test('a gap while the bench never stood still is one of the studio, however short', () => {
  expect(gapBeyondStallMs({ airGapMs: 20, ownStallMs: 0 })).toBe(20);
});

test('a gap that may have been as short as the bench stood still is its own', () => {
  expect(gapBeyondStallMs({ airGapMs: 60, ownStallMs: 45 })).toBe(0);
});

test('a gap that was longer for sure is one of the studio', () => {
  expect(gapBeyondStallMs({ airGapMs: 80, ownStallMs: 45 })).toBe(80);
});

test('where there is no gap there is none', () => {
  expect(gapBeyondStallMs({ airGapMs: 0, ownStallMs: 45 })).toBe(0);
});
