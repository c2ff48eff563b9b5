import { expect, test } from 'vitest';
import { ResumeMemory } from '../../../studio-web/connection/resume-memory.ts';
import { MemoryStorage } from './memory-storage.ts';

function setUp() {
  const storage = new MemoryStorage();
  const clock = { nowMs: 1_000_000 };
  const at = (place: string): ResumeMemory => new ResumeMemory({ storage, place, nowMs: () => clock.nowMs });
  return { storage, clock, at };
}

test('a token survives a reload of the page', () => {
  const { at } = setUp();
  at('/studio/main').save('token');
  expect(at('/studio/main').token()).toBe('token');
  expect(at('/studio/main').isFresh()).toBe(true);
});

test('rooms do not get each other’s tokens', () => {
  const { at } = setUp();
  at('/studio/main').save('token');
  expect(at('/join/abcdefgh').token()).toBeNull();
});

test('a page that comes back after half a minute does not walk in by itself', () => {
  const { at, clock } = setUp();
  at('/studio/main').save('token');
  clock.nowMs += 31_000;
  expect(at('/studio/main').isFresh()).toBe(false);
  expect(at('/studio/main').token()).toBe('token');
});

test('touching keeps it fresh', () => {
  const { at, clock } = setUp();
  const memory = at('/studio/main');
  memory.save('token');
  clock.nowMs += 25_000;
  memory.touch();
  clock.nowMs += 25_000;
  expect(memory.isFresh()).toBe(true);
});

test.each(['', '{', '7', 'null', '{"token":7,"seenAtMs":1}'])(
  'what others left in storage (%s) is ignored',
  (text) => {
    const { storage, at } = setUp();
    storage.setItem('openstudio.resume:/studio/main', text);
    expect(at('/studio/main').token()).toBeNull();
    expect(at('/studio/main').isFresh()).toBe(false);
  },
);
