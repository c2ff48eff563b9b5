import { describe, expect, test } from 'vitest';
import { participantId } from '#protocol/ids.ts';
import { wantedSound } from '../../../studio-web/media/wanted-sound.ts';
import { exampleRoom, GUEST, GUEST_PRODUCER, HOST, HOST_PRODUCER } from './example-room.ts';

/** Somebody who just comes in and is in nobody's state yet. */
const NEWCOMER = participantId.parse('newcomer');

describe('what is to be heard', () => {
  test('is everybody else, muted or not', () => {
    const room = exampleRoom({ guest: { microphone: { producerId: GUEST_PRODUCER, muted: true } } });
    expect([...wantedSound(room, HOST).voices]).toEqual([[GUEST, GUEST_PRODUCER]]);
    expect([...wantedSound(room, GUEST).voices]).toEqual([[HOST, HOST_PRODUCER]]);
  });

  test('begins with those whose microphone is on', () => {
    const room = exampleRoom({ host: { microphone: { producerId: HOST_PRODUCER, muted: true } } });
    expect([...wantedSound(room, NEWCOMER).voices.keys()]).toEqual([GUEST, HOST]);
  });

  test('is nobody without a microphone', () => {
    const room = exampleRoom({ guest: { microphone: null } });
    expect(wantedSound(room, HOST).voices.size).toBe(0);
  });
});
