/** Whether somebody stands in the lobby who did not stand there before. Pure. */
import type { RoomState } from '#protocol/state.ts';

export function hasNewcomer(before: RoomState, after: RoomState): boolean {
  return Object.keys(after.waiting).some((id) => before.waiting[id] === undefined);
}
