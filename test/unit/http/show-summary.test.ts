import { expect, it } from 'vitest';
import type { Phase } from '#protocol/state.ts';
import { isBroadcastWanted, titleOf } from '../../../server/http/show-summary.ts';
import { MAIN, PROGRAM_OFF } from './support/http-on-fakes.ts';

it.each<[Phase, boolean]>([
  ['off', false],
  ['starting', true],
  ['live', true],
  ['recovering', true],
  ['stopping', false],
  ['failed', false],
])('in phase %s a mount that broke is worth waiting for: %s', (phase, wanted) => {
  expect(isBroadcastWanted({ ...PROGRAM_OFF, phase })).toBe(wanted);
});

it('without a room nothing is worth waiting for', () => {
  expect(isBroadcastWanted(null)).toBe(false);
});

it.each([
  ['the title of the program', { title: 'Old' }, 'New', 'New'],
  ['the name of the show while the program has no title', { title: 'Old' }, '', 'The show'],
  ['the stored title while the room is closed', { title: 'Old' }, null, 'Old'],
  ['the name of the show when there never was a title', { title: '' }, null, 'The show'],
])('what is playing is %s', (_what, stored, title, expected) => {
  const show = { slug: MAIN, name: 'The show', ...stored };
  expect(titleOf(show, title === null ? null : { ...PROGRAM_OFF, title })).toBe(expected);
});
