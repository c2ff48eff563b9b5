/** Who else has his hand on a fader. Pure. */
import type { StripId } from '#protocol/ids.ts';
import type { StudioState } from '../store/studio-state.ts';

/** The name of another host; null when there is none. */
export function otherHand({ room, you }: Pick<StudioState, 'room' | 'you'>, stripId: StripId): string | null {
  if (room === null) return null;
  const holder = Object.keys(room.console.holds).find(
    (id) => room.console.holds[id] === stripId && id !== you?.participantId,
  );
  return holder === undefined ? null : (room.participants[holder]?.name ?? null);
}
