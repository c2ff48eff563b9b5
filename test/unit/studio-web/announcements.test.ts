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

test('the end of dead air is said to hosts, and nothing of it to guests', () => {
  const dead = { phase: 'live', deadAir: { sinceMs: 0, bed: true } } as const;
  expect(said(dead, { phase: 'live' }, HOST)).toEqual(['Dead air is over. Listeners hear the show.']);
  expect(said(dead, { phase: 'live' }, GUEST)).toEqual([]);
  expect(said({ phase: 'live' }, dead, GUEST)).toEqual([]);
  expect(said(dead, { phase: 'off' }, HOST)).toEqual(['Off air.']);
});

test('the bed that plays because nobody is at the console is said to everybody, once', () => {
  const deserted = { phase: 'live', bedWanted: 'no_host' } as const;
  const TOLD = 'Nobody was at the console for a while, so listeners hear music until a host is back.';
  expect(said({ phase: 'live' }, deserted)).toEqual([TOLD]);
  expect(said(deserted, deserted)).toEqual([]);
  expect(said(deserted, { phase: 'live' })).toEqual([]);
});
