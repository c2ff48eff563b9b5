/** Who in the room hears whom. Everybody hears everybody else, but for talkbacks and for producers, who only talk back. Pure. */
import type { ParticipantEntry, RoomState } from '#protocol/state.ts';
import { stripOf } from './room-state.ts';

/** Whether somebody's voice is not for everybody at this moment. */
export function isConfined({ role, talkback }: ParticipantEntry): boolean {
  return talkback !== null || role === 'producer';
}

/** Whether `hearer` is meant to hear `talker`. */
export function isHeardBy(state: RoomState, talker: ParticipantEntry, hearer: ParticipantEntry): boolean {
  const { talkback, role } = talker;
  if (talkback === null) return role !== 'producer';
  if (talkback.kind === 'person') return talkback.participantId === hearer.id;
  return stripOf(state, hearer.id)?.on !== true;
}
