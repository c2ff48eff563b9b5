import { expect, test } from 'vitest';
import { processorTime } from '../../../server/process/processor-time.ts';

test('work is counted', () => {
  const before = processorTime(process.pid) ?? Number.NaN;
  const untilMs = performance.now() + 200;
  while (performance.now() < untilMs);
  expect(processorTime(process.pid)).toBeGreaterThan(before);
});

test('of a process that is not there nothing is known', () => {
  expect(processorTime(2 ** 22 + 1)).toBeNull();
});
