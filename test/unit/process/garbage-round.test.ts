import { setImmediate } from 'node:timers/promises';
import { getHeapSpaceStatistics } from 'node:v8';
import { expect, test } from 'vitest';
import { openCollector } from '../../../server/process/garbage-round.ts';

test('what nobody holds any more is collected', async () => {
  const collect = openCollector();
  const held = new WeakRef(new Uint8Array(1));
  // A weak reference holds its object until the present job is over.
  await setImmediate();
  collect?.();
  expect(held.deref()).toBeUndefined();
});

test('pages that are half empty are given back', () => {
  const collect = openCollector();
  const held: unknown[] = Array.from({ length: 200_000 }, (_, index) => ({ index, pair: [index, index] }));
  collect?.();
  const full = oldSpaceMiB();
  for (let index = 0; index < held.length; index += 2) held[index] = null;
  // Each round moves 6 MiB at most.
  for (let round = 0; round < 4; round++) collect?.();
  expect(held).toHaveLength(200_000);
  expect(full - oldSpaceMiB()).toBeGreaterThan(5);
});

function oldSpaceMiB(): number {
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space');
  return (space?.space_size ?? 0) / 2 ** 20;
}
