/** A small room to test with: a host and a guest, both with microphones. */
import { participantId, producerId, showSlug, stripId } from '#protocol/ids.ts';
import type {
  BedReason,
  DeadAirEntry,
  ParticipantEntry,
  Phase,
  RoomState,
  StripEntry,
} from '#protocol/state.ts';

export const HOST = participantId.parse('host');
export const GUEST = participantId.parse('guest');
export const HOST_STRIP = stripId.parse('strip-host');
export const GUEST_STRIP = stripId.parse('strip-guest');
export const SHOW = showSlug.parse('main');
export const HOST_PRODUCER = producerId.parse('producer-host');
export const GUEST_PRODUCER = producerId.parse('producer-guest');

export type RoomChange = {
  readonly phase?: Phase;
  readonly deadAir?: DeadAirEntry | null;
  readonly bedWanted?: BedReason | null;
  readonly panicSinceMs?: number | null;
  readonly mediaEpoch?: number;
  readonly host?: Partial<ParticipantEntry>;
  readonly guest?: Partial<ParticipantEntry>;
  readonly hostStrip?: Partial<StripEntry>;
  readonly guestStrip?: Partial<StripEntry>;
};

/** The room with some things otherwise. */
export function exampleRoom(change: RoomChange = {}): RoomState {
  const person = {
    presence: 'here',
    enteredAtMs: 0,
    camera: null,
    screen: null,
    mutedByHost: false,
    talkback: null,
    connection: null,
    trouble: null,
  } as const;
  const strip = { on: false, muted: false, faderDb: 0, pan: 0, processing: 'voice' } as const;
  return {
    show: { slug: SHOW, name: 'The show', mediaEpoch: change.mediaEpoch ?? 1, lobby: 'attended' },
    program: {
      phase: change.phase ?? 'off',
      phaseSinceMs: 0,
      onAirSinceMs: null,
      title: '',
      mounts: [],
      problem: null,
      deadAir: change.deadAir ?? null,
      bedWanted: change.bedWanted ?? null,
      panicSinceMs: change.panicSinceMs ?? null,
    },
    participants: {
      [HOST]: {
        ...person,
        id: HOST,
        name: 'Hanna',
        role: 'host',
        microphone: { producerId: HOST_PRODUCER, muted: false },
        ...change.host,
      },
      [GUEST]: {
        ...person,
        id: GUEST,
        name: 'Gustav',
        role: 'guest',
        microphone: { producerId: GUEST_PRODUCER, muted: false },
        ...change.guest,
      },
    },
    strips: {
      [HOST_STRIP]: { ...strip, id: HOST_STRIP, participantId: HOST, ...change.hostStrip },
      [GUEST_STRIP]: { ...strip, id: GUEST_STRIP, participantId: GUEST, ...change.guestStrip },
    },
    waiting: {},
    chat: {},
    soundboard: { producerId: null },
    pads: {},
    console: { scenes: [], crossfade: null, holds: {}, targetLufs: -16 },
  };
}
