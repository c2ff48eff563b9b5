/** Changes one place of a JSON value into something nasty, over and over, repeatable by the seed of `random`. */

const NASTY: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  255,
  256,
  65_536,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  1e308,
  '',
  '0',
  'audio/opus',
  'video/rtx',
  '\u0000',
  '🎙️'.repeat(100),
  'x'.repeat(5000),
  [],
  [null],
  [[[[]]]],
  {},
  { length: 1e9 },
  { toString: 'no' },
  { length: { toString: 'no' } },
];

/** A copy of `value` in which `changes` random places were replaced, removed or doubled. */
export function mutated(value: unknown, changes: number, random: () => number): unknown {
  let result = structuredClone(value);
  for (let change = 0; change < changes; change += 1) result = mutateOnce(result, random);
  return result;
}

function mutateOnce(value: unknown, random: () => number): unknown {
  const goesDeeper = typeof value === 'object' && value !== null && random() < 0.85;
  if (!goesDeeper) return NASTY[Math.floor(random() * NASTY.length)];
  if (Array.isArray(value)) return mutateList(value, random);
  const entries = Object.entries(value);
  const at = Math.floor(random() * entries.length);
  const chosen = entries[at];
  if (chosen === undefined) return value;
  const [key, inner] = chosen;
  if (random() < 0.1) entries.splice(at, 1);
  else entries[at] = [key, mutateOnce(inner, random)];
  return Object.fromEntries(entries);
}

function mutateList(list: readonly unknown[], random: () => number): unknown[] {
  const at = Math.floor(random() * list.length);
  if (random() < 0.1) return list.toSpliced(at, 1);
  if (random() < 0.2) return [...list, ...list];
  return list.map((item, index) => (index === at ? mutateOnce(item, random) : item));
}
