import { expect, test } from 'vitest';
import type { ProgramEntry } from '#protocol/state.ts';
import { PlayedTitles } from '../../../server/program/played-titles.ts';

const entry = (phase: ProgramEntry['phase'], title: string): ProgramEntry => ({
  phase,
  phaseSinceMs: 0,
  onAirSinceMs: null,
  title,
  mounts: [],
  problem: null,
  deadAir: null,
});

function played(last: string | null, ...entries: ProgramEntry[]): string[] {
  const titles: string[] = [];
  const watch = new PlayedTitles(last, (title) => titles.push(title));
  for (const each of entries) watch.note(each);
  return titles;
}

test('a title counts when listeners hear it, once', () => {
  expect(
    played(
      null,
      entry('off', 'One'),
      entry('starting', 'One'),
      entry('live', 'One'),
      entry('live', 'One'),
      entry('live', 'Two'),
      entry('recovering', 'Three'),
      entry('live', ''),
      entry('live', 'One'),
    ),
  ).toEqual(['One', 'Two', 'One']);
});

test('a server that comes back does not count the title of before again', () => {
  expect(played('One', entry('live', 'One'), entry('live', 'Two'))).toEqual(['Two']);
});
