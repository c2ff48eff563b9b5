/** How many messages of the chat somebody has not seen yet. Pure. */
import type { RoomState } from '#protocol/state.ts';

export function lastNumber({ chat }: Pick<RoomState, 'chat'>): number {
  return Object.values(chat).at(-1)?.number ?? 0;
}

/** Own messages were seen by whoever wrote them. */
export function unreadCount({ chat }: Pick<RoomState, 'chat'>, seen: number, ownId: string): number {
  return Object.values(chat).filter(({ number, participantId }) => number > seen && participantId !== ownId)
    .length;
}
