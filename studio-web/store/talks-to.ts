/** Who is spoken to in a talkback. Pure. */
import type { RoomState } from '#protocol/state.ts';
import { stripOf } from './person-status.ts';

/** Whether `talkerId` talks back and `hearerId` is among those who hear it. */
export function talksTo(room: RoomState, talkerId: string, hearerId: string): boolean {
  const talkback = room.participants[talkerId]?.talkback ?? null;
  if (talkback === null || talkerId === hearerId) return false;
  if (talkback.kind === 'person') return talkback.participantId === hearerId;
  return stripOf(room, hearerId)?.on !== true;
}
