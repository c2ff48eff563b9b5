/** Who is really heard by listeners, and why not. Pure; the words are in texts.ts. */
import type { ParticipantId } from '#protocol/ids.ts';
import { FADER_MIN_DB } from '#protocol/limits.ts';
import type { MicrophoneTrouble } from '#protocol/people.ts';
import type { ParticipantEntry, ProgramEntry, RoomState, StripEntry } from '#protocol/state.ts';

export type PersonStatus =
  | 'onAir'
  | 'backstage'
  | 'muted'
  | 'mutedByHost'
  | 'talkback'
  | 'away'
  | 'listening'
  | 'atConsole'
  | MicrophoneTrouble;

/** Why somebody is in the state he is in, from the strongest reason to the weakest. */
export type OwnStatus =
  | { readonly kind: 'onAir' }
  | { readonly kind: 'talkback'; readonly to: 'offAir' | ParticipantId }
  /** `host`: he cannot unmute himself. `strip`: muted in the mix, the room hears him. */
  | { readonly kind: 'muted'; readonly by: 'self' | 'host' | 'strip' }
  /** A producer: nobody hears him but in a talkback. */
  | { readonly kind: 'atConsole' }
  | { readonly kind: 'noMicrophone' }
  /** Not connected: nobody here can know. */
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'backstage';
      readonly why: 'stripOff' | 'faderDown' | 'off' | 'starting' | 'recovering' | 'panic' | 'bed';
    };

/** The strip of a participant, if there is one. */
export function stripOf(room: RoomState, participantId: string): StripEntry | undefined {
  return Object.values(room.strips).find((strip) => strip.participantId === participantId);
}

/** Whether the bed plays in place of the program: a host wanted it so, or nobody is at the console. */
export function playsBed({
  panicSinceMs,
  bedWanted,
}: Pick<ProgramEntry, 'panicSinceMs' | 'bedWanted'>): boolean {
  return panicSinceMs !== null || bedWanted !== null;
}

/** Whether what comes through this strip reaches listeners: switched on, not muted, fader up, the show proven live, and no bed in its place. */
export function isHeard(
  strip: StripEntry,
  program: Pick<ProgramEntry, 'phase' | 'panicSinceMs' | 'bedWanted'>,
): boolean {
  const isProgramHeard = program.phase === 'live' && !playsBed(program);
  return isProgramHeard && strip.on && !strip.muted && strip.faderDb > FADER_MIN_DB;
}

/** One word for the list of people. */
export function personStatus(room: RoomState, person: ParticipantEntry): PersonStatus {
  if (person.presence === 'away') return 'away';
  if (person.talkback !== null) return 'talkback';
  if (person.role === 'producer') return 'atConsole';
  if (person.mutedByHost) return 'mutedByHost';
  if (person.microphone === null) return 'listening';
  const strip = stripOf(room, person.id);
  if (strip?.muted === true) return 'mutedByHost';
  if (person.microphone.muted) return 'muted';
  if (person.trouble !== null) return person.trouble;
  return strip !== undefined && isHeard(strip, room.program) ? 'onAir' : 'backstage';
}

/** What the own controls say. `muted` and `hasMicrophone` are this browser's own knowledge. */
export function ownStatus(
  room: RoomState,
  own: { participantId: string; muted: boolean; hasMicrophone: boolean; isConnected: boolean },
): OwnStatus {
  const person = room.participants[own.participantId];
  if (person?.mutedByHost === true) return { kind: 'muted', by: 'host' };
  if (!own.hasMicrophone) return { kind: 'noMicrophone' };
  const talkback = person?.talkback ?? null;
  if (talkback !== null) {
    return { kind: 'talkback', to: talkback.kind === 'offAir' ? 'offAir' : talkback.participantId };
  }
  if (person?.role === 'producer') return own.isConnected ? { kind: 'atConsole' } : { kind: 'unknown' };
  if (own.muted) return { kind: 'muted', by: 'self' };
  if (!own.isConnected) return { kind: 'unknown' };
  const strip = stripOf(room, own.participantId);
  if (strip?.muted === true) return { kind: 'muted', by: 'strip' };
  if (strip === undefined || !strip.on) return { kind: 'backstage', why: 'stripOff' };
  if (strip.faderDb <= FADER_MIN_DB) return { kind: 'backstage', why: 'faderDown' };
  switch (room.program.phase) {
    case 'live':
      if (room.program.panicSinceMs !== null) return { kind: 'backstage', why: 'panic' };
      return room.program.bedWanted === null ? { kind: 'onAir' } : { kind: 'backstage', why: 'bed' };
    case 'starting':
      return { kind: 'backstage', why: 'starting' };
    case 'recovering':
      return { kind: 'backstage', why: 'recovering' };
    default:
      return { kind: 'backstage', why: 'off' };
  }
}
