import { expect, test } from 'vitest';
import { announcements } from '../../../studio-web/store/announcements.ts';
import { exampleRoom, GUEST, HOST, type RoomChange } from './example-room.ts';

const said = (before: RoomChange, after: RoomChange, ownId: string = GUEST): string[] =>
  announcements(exampleRoom(before), exampleRoom(after), ownId).map(({ text }) => text);

test('going live tells a guest who is on that he is on air', () => {
  const on = { guestStrip: { on: true } };
  expect(said({ ...on, phase: 'starting' }, { ...on, phase: 'live' })).toEqual([
    'On air. Listeners hear the show.',
    'You are on air.',
  ]);
});

test('moving faders and levels says nothing', () => {
  expect(said({}, { guestStrip: { faderDb: -20, pan: 1 } })).toEqual([]);
});

test('only the loss of air interrupts', () => {
  const after = exampleRoom({ phase: 'recovering' });
  const urgent = announcements(exampleRoom({ phase: 'live' }), after, HOST).filter((each) => each.urgent);
  expect(urgent).toHaveLength(1);
});

test('somebody who leaves is named, oneself is not', () => {
  const before = exampleRoom();
  const { [GUEST]: _, ...others } = before.participants;
  const after = { ...before, participants: others };
  expect(announcements(before, after, HOST).map(({ text }) => text)).toEqual(['Gustav left.']);
  expect(announcements(after, before, HOST).map(({ text }) => text)).toEqual(['Gustav came in.']);
  expect(announcements(after, before, GUEST)).toEqual([]);
});

test('a mute by a host is told apart from going off air', () => {
  expect(said({ guestStrip: { on: true } }, { guestStrip: { on: true, muted: true } })).toEqual([
    'A host muted you.',
  ]);
});

test('dead air is told to hosts alone, once when it begins and once for each change', () => {
  const silent = { deadAir: { sinceMs: 0, bed: false } };
  const bed = { deadAir: { sinceMs: 0, bed: true } };
  expect(said({ phase: 'live' }, { phase: 'live', ...silent }, HOST)).toEqual([
    'Dead air: listeners hear nothing.',
  ]);
  expect(said({ phase: 'live', ...silent }, { phase: 'live', ...silent }, HOST)).toEqual([]);
  expect(said({ phase: 'live', ...silent }, { phase: 'live', ...bed }, HOST)).toHaveLength(1);
  expect(said({ phase: 'live', ...bed }, { phase: 'live' }, HOST)).toEqual([
    'Listeners hear the program again.',
  ]);
  expect(said({ phase: 'live' }, { phase: 'live', ...silent }, GUEST)).toEqual([]);
});
