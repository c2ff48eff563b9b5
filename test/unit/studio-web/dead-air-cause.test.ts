import { describe, expect, test } from 'vitest';
import { type DeadAirCause, deadAirCause } from '../../../studio-web/store/dead-air-cause.ts';
import { exampleRoom, GUEST_PRODUCER, HOST_PRODUCER, type RoomChange } from './example-room.ts';

const ON = { on: true } as const;

describe('a host is told that', () => {
  test.each<[string, DeadAirCause, RoomChange]>([
    ['nobody is on', 'nobodyOn', {}],
    ['nobody is on, whoever is muted', 'nobodyOn', { guestStrip: { muted: true } }],
    ['all who are on are muted by a host', 'allMuted', { guestStrip: { ...ON, muted: true } }],
    ['all who are on are faded down', 'allMuted', { guestStrip: { ...ON, faderDb: -60 } }],
    [
      'all who are on have muted themselves',
      'allMuted',
      { guestStrip: ON, guest: { microphone: { producerId: GUEST_PRODUCER, muted: true } } },
    ],
    ['somebody is on, from whom nothing comes', 'noSound', { guestStrip: ON }],
    ['somebody is on, who has no microphone', 'noSound', { guestStrip: ON, guest: { microphone: null } }],
    [
      'one of two could be heard',
      'noSound',
      {
        hostStrip: ON,
        guestStrip: ON,
        host: { microphone: { producerId: HOST_PRODUCER, muted: true } },
      },
    ],
  ])('%s', (_, cause, change) => {
    expect(deadAirCause(exampleRoom(change))).toBe(cause);
  });
});
