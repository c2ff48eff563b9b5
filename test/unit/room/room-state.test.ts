import { describe, expect, test } from 'vitest';
import { participantId, producerId, showSlug, stripId } from '#protocol/ids.ts';
import type { ParticipantEntry, ProgramEntry } from '#protocol/state.ts';
import {
  emptyRoom,
  newStrip,
  stripOf,
  withNewcomer,
  withoutParticipant,
  withParticipant,
  withProgram,
  withShow,
  withStrip,
} from '../../../server/room/room-state.ts';

const ALICE = participantId.parse('alice');
const BOB = participantId.parse('bob');
const STRANGER = participantId.parse('stranger');
const ALICES_STRIP = stripId.parse('strip-alice');
const BOBS_STRIP = stripId.parse('strip-bob');

const PROGRAM: ProgramEntry = {
  phase: 'off',
  phaseSinceMs: 0,
  onAirSinceMs: null,
  title: '',
  mounts: [],
  problem: null,
  deadAir: null,
  bedWanted: null,
  panicSinceMs: null,
};

const EMPTY = emptyRoom({ slug: showSlug.parse('main'), name: 'The show', lobby: 'open' }, PROGRAM);

const person = (id: typeof ALICE, name: string): ParticipantEntry => ({
  id,
  name,
  role: 'guest',
  presence: 'here',
  enteredAtMs: 1000,
  microphone: null,
  camera: null,
  screen: null,
  mutedByHost: false,
  talkback: null,
  connection: null,
  trouble: null,
});

const TWO = withNewcomer(
  withNewcomer(EMPTY, person(ALICE, 'Alice'), newStrip(ALICES_STRIP, ALICE)),
  person(BOB, 'Bob'),
  newStrip(BOBS_STRIP, BOB),
);

describe('a room', () => {
  test('begins with nobody and without media', () => {
    expect(EMPTY).toEqual({
      show: { slug: 'main', name: 'The show', mediaEpoch: 0, lobby: 'open' },
      program: PROGRAM,
      participants: {},
      strips: {},
      waiting: {},
      chat: {},
      soundboard: { producerId: null },
      pads: {},
      console: { scenes: [], crossfade: null, holds: {}, targetLufs: -16 },
    });
  });

  test('takes a newcomer in with a strip that is off air, at 0 dB, in the middle, set up for a voice', () => {
    const state = withNewcomer(EMPTY, person(ALICE, 'Alice'), newStrip(ALICES_STRIP, ALICE));
    expect(Object.values(state.participants)).toEqual([person(ALICE, 'Alice')]);
    expect(Object.values(state.strips)).toEqual([
      {
        id: ALICES_STRIP,
        participantId: ALICE,
        on: false,
        muted: false,
        faderDb: 0,
        pan: 0,
        processing: 'voice',
      },
    ]);
  });

  test('lets somebody go together with his strip and nobody else', () => {
    const state = withoutParticipant(TWO, ALICE);
    expect(Object.keys(state.participants)).toEqual([BOB]);
    expect(Object.keys(state.strips)).toEqual([BOBS_STRIP]);
  });
});

describe('a step', () => {
  test('changes one entry and shares all the others with the state before', () => {
    const state = withParticipant(TWO, ALICE, { name: 'Alicia' });
    expect(state.participants[ALICE]).toEqual(person(ALICE, 'Alicia'));
    expect(state.participants[BOB]).toBe(TWO.participants[BOB]);
    expect(state.strips).toBe(TWO.strips);
    expect(state.program).toBe(TWO.program);
  });

  test('leaves the state before as it was', () => {
    withStrip(TWO, BOBS_STRIP, { on: true });
    expect(TWO.strips[BOBS_STRIP]?.on).toBe(false);
  });

  test('for somebody who has left changes nothing', () => {
    expect(withParticipant(TWO, STRANGER, { name: 'Nobody' })).toBe(TWO);
    expect(withoutParticipant(TWO, STRANGER)).toBe(TWO);
  });

  test('for a strip that is gone is refused', () => {
    expect(() => withStrip(TWO, stripId.parse('gone'), { on: true })).toThrow(
      expect.objectContaining({ code: 'strip_not_found' }),
    );
  });

  const microphone = { producerId: producerId.parse('p'), muted: false };
  const WITH_MICROPHONE = withParticipant(TWO, ALICE, { microphone });

  test.each([
    ['the name', () => withParticipant(WITH_MICROPHONE, ALICE, { name: 'Alice' })],
    ['the microphone', () => withParticipant(WITH_MICROPHONE, ALICE, { microphone: { ...microphone } })],
    ['a fader', () => withStrip(WITH_MICROPHONE, BOBS_STRIP, { faderDb: 0 })],
    ['the program', () => withProgram(WITH_MICROPHONE, PROGRAM)],
    ['the media epoch', () => withShow(WITH_MICROPHONE, { mediaEpoch: 0 })],
  ])('that sets %s to what it is already returns the same state', (_what, step) => {
    expect(step()).toBe(WITH_MICROPHONE);
  });

  test('that mutes the microphone is a change', () => {
    const state = withParticipant(WITH_MICROPHONE, ALICE, { microphone: { ...microphone, muted: true } });
    expect(state.participants[ALICE]?.microphone?.muted).toBe(true);
  });
});

describe('the strip of a participant', () => {
  test('is found by the participant', () => {
    expect(stripOf(TWO, BOB)?.id).toBe(BOBS_STRIP);
    expect(stripOf(TWO, STRANGER)).toBeUndefined();
  });
});
