/** Why nobody on air can be heard, as far as the room shows it. Pure; the words are in texts.ts. */
import { FADER_MIN_DB } from '#protocol/limits.ts';
import type { RoomState, StripEntry } from '#protocol/state.ts';

/** `noSound`: somebody could be heard, and nothing comes from him. */
export type DeadAirCause = 'nobodyOn' | 'allMuted' | 'noSound';

export function deadAirCause(room: RoomState): DeadAirCause {
  const on = Object.values(room.strips).filter((strip) => strip.on && strip.source === undefined);
  if (on.length === 0) return 'nobodyOn';
  return on.every((strip) => isMuted(room, strip)) ? 'allMuted' : 'noSound';
}

function isMuted(room: RoomState, strip: StripEntry): boolean {
  const microphone = room.participants[strip.participantId]?.microphone;
  return strip.muted || strip.faderDb <= FADER_MIN_DB || microphone?.muted === true;
}
