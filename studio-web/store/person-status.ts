/** Who is really heard by listeners, and why not. Pure; the words are in texts.ts. */
import { FADER_MIN_DB } from '#protocol/limits.ts';
import type { ParticipantEntry, ProgramEntry, RoomState, StripEntry } from '#protocol/state.ts';

export type PersonStatus = 'onAir' | 'backstage' | 'muted' | 'away' | 'listening';

/** Why somebody is in the state he is in, from the strongest reason to the weakest. */
export type OwnStatus =
  | { readonly kind: 'onAir' }
  | { readonly kind: 'muted'; readonly by: 'self' | 'host' }
  | { readonly kind: 'noMicrophone' }
  /** Not connected: nobody here can know. */
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'backstage';
      readonly why: 'stripOff' | 'faderDown' | 'off' | 'starting' | 'recovering' | 'panic';
    };

/** The strip of a participant, if there is one. */
export function stripOf(room: RoomState, participantId: string): StripEntry | undefined {
  return Object.values(room.strips).find((strip) => strip.participantId === participantId);
}

/** Whether what comes through this strip reaches listeners: switched on, not muted, fader up, the show proven live, and no bed in its place. */
export function isHeard(
  strip: StripEntry,
  { phase, panicSinceMs }: Pick<ProgramEntry, 'phase' | 'panicSinceMs'>,
): boolean {
  return (
    phase === 'live' && panicSinceMs === null && strip.on && !strip.muted && strip.faderDb > FADER_MIN_DB
  );
}

/** One word for the list of people. */
export function personStatus(room: RoomState, person: ParticipantEntry): PersonStatus {
  if (person.presence === 'away') return 'away';
  if (person.microphone === null) return 'listening';
  const strip = stripOf(room, person.id);
  if (person.microphone.muted || strip?.muted === true) return 'muted';
  return strip !== undefined && isHeard(strip, room.program) ? 'onAir' : 'backstage';
}

/** What the own controls say. `muted` and `hasMicrophone` are this browser's own knowledge. */
export function ownStatus(
  room: RoomState,
  own: { participantId: string; muted: boolean; hasMicrophone: boolean; isConnected: boolean },
): OwnStatus {
  if (!own.hasMicrophone) return { kind: 'noMicrophone' };
  if (own.muted) return { kind: 'muted', by: 'self' };
  if (!own.isConnected) return { kind: 'unknown' };
  const strip = stripOf(room, own.participantId);
  if (strip?.muted === true) return { kind: 'muted', by: 'host' };
  if (strip === undefined || !strip.on) return { kind: 'backstage', why: 'stripOff' };
  if (strip.faderDb <= FADER_MIN_DB) return { kind: 'backstage', why: 'faderDown' };
  switch (room.program.phase) {
    case 'live':
      return room.program.panicSinceMs === null ? { kind: 'onAir' } : { kind: 'backstage', why: 'panic' };
    case 'starting':
      return { kind: 'backstage', why: 'starting' };
    case 'recovering':
      return { kind: 'backstage', why: 'recovering' };
    default:
      return { kind: 'backstage', why: 'off' };
  }
}
