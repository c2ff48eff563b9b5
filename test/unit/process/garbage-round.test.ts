import { setImmediate } from 'node:timers/promises';
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
