import { describe, expect, test } from 'vitest';
import type { Phase } from '#protocol/state.ts';
import { ownStatus, personStatus } from '../../../studio-web/store/person-status.ts';
import { exampleRoom, GUEST, GUEST_PRODUCER, type RoomChange } from './example-room.ts';

const ON = { on: true };

function statusOf(change: RoomChange) {
  const room = exampleRoom(change);
  const guest = room.participants[GUEST];
  if (guest === undefined) throw new Error('The example has a guest.');
  return personStatus(room, guest);
}

describe('the word beside a person', () => {
  test('says On air only when a listener is proven to hear the show', () => {
    const phases: Phase[] = ['off', 'starting', 'live', 'recovering', 'stopping', 'failed'];
    const words = phases.map((phase) => statusOf({ phase, guestStrip: ON }));
    expect(words).toEqual(['backstage', 'backstage', 'onAir', 'backstage', 'backstage', 'backstage']);
  });

  test.each([
    [{ phase: 'live' }, 'backstage'],
    [{ phase: 'live', guestStrip: { on: true, faderDb: -60 } }, 'backstage'],
    [{ phase: 'live', guestStrip: { on: true, muted: true } }, 'muted'],
    [
      { phase: 'live', guestStrip: ON, guest: { microphone: { producerId: GUEST_PRODUCER, muted: true } } },
      'muted',
    ],
    [{ phase: 'live', guestStrip: ON, guest: { microphone: null } }, 'listening'],
    [{ phase: 'live', guestStrip: ON, guest: { presence: 'away' } }, 'away'],
    [{ phase: 'live', guestStrip: ON, panicSinceMs: 1 }, 'backstage'],
  ] as const)('%j reads %s', (change, word) => {
    expect(statusOf(change)).toBe(word);
  });
});

describe('the line about oneself', () => {
  const own = { participantId: GUEST, muted: false, hasMicrophone: true, isConnected: true };

  test.each([
    [{ phase: 'live', guestStrip: ON }, own, { kind: 'onAir' }],
    [{ phase: 'live', guestStrip: ON, panicSinceMs: 1 }, own, { kind: 'backstage', why: 'panic' }],
    [{ phase: 'live' }, own, { kind: 'backstage', why: 'stripOff' }],
    [{ phase: 'off', guestStrip: ON }, own, { kind: 'backstage', why: 'off' }],
    [{ phase: 'starting', guestStrip: ON }, own, { kind: 'backstage', why: 'starting' }],
    [{ phase: 'recovering', guestStrip: ON }, own, { kind: 'backstage', why: 'recovering' }],
    [{ phase: 'live', guestStrip: { on: true, faderDb: -60 } }, own, { kind: 'backstage', why: 'faderDown' }],
    [{ phase: 'live', guestStrip: { on: true, muted: true } }, own, { kind: 'muted', by: 'host' }],
    [
      { phase: 'live', guestStrip: ON },
      { ...own, muted: true },
      { kind: 'muted', by: 'self' },
    ],
    [{ phase: 'live', guestStrip: ON }, { ...own, hasMicrophone: false }, { kind: 'noMicrophone' }],
    [{ phase: 'live', guestStrip: ON }, { ...own, isConnected: false }, { kind: 'unknown' }],
  ] as const)('%j', (change, self, expected) => {
    expect(ownStatus(exampleRoom(change), self)).toEqual(expected);
  });
});
