/** Every way to start the studio gives V8 the same limits: those of containers cannot be imported, so they are read. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HEAP_FLAGS } from '../../../server/setup/heap-flags.mjs';

const wordsOf = (name: string, command: RegExp): readonly string[] => {
  const text = readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');
  const words = command.exec(text)?.[1] ?? '';
  return words.split(',').map((word) => word.trim().replaceAll('"', ''));
};

test.each([
  ['the image', 'server/Dockerfile', /^CMD \[(.*server\/main\.ts.*)\]$/m],
  ['the standby’s container', 'docker-compose.yml', /command: \[(.*server\/standby\.ts.*)\]$/m],
] as const)('%s has the limits of the heap', (_where, file, command) => {
  const words = wordsOf(file, command);
  expect(words.slice(1, 1 + HEAP_FLAGS.length)).toEqual(HEAP_FLAGS);
});
