import { expect, it } from 'vitest';
import { FailedAttempts } from '../../../server/signaling/failed-attempts.ts';

it('exhausts an address after ten failures within a minute, and no other', () => {
  const attempts = new FailedAttempts();
  for (let count = 0; count < 9; count++) attempts.add('a', count * 1000);
  expect(attempts.isExhausted('a', 9_000)).toBe(false);
  attempts.add('a', 9_000);
  expect(attempts.isExhausted('a', 9_000)).toBe(true);
  expect(attempts.isExhausted('b', 9_000)).toBe(false);
});

it('forgets after a minute', () => {
  const attempts = new FailedAttempts();
  for (let count = 0; count < 20; count++) attempts.add('a', 0);
  expect(attempts.isExhausted('a', 59_999)).toBe(true);
  expect(attempts.isExhausted('a', 60_000)).toBe(false);
  attempts.add('a', 60_000);
  expect(attempts.isExhausted('a', 60_000)).toBe(false);
});

it('remembers ten thousand addresses, the latest', () => {
  const attempts = new FailedAttempts();
  for (let count = 0; count < 10; count++) attempts.add('first', 0);
  for (let address = 0; address < 9_999; address++) attempts.add(`other ${address}`, 1);
  expect(attempts.isExhausted('first', 2)).toBe(true);
  attempts.add('one more', 2);
  expect(attempts.isExhausted('first', 2)).toBe(false);
});
