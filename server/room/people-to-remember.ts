/** What is written down of the people in a room, so that they can come back as who they were. Pure. */
import type { RoomState } from '#protocol/state.ts';
import type { Participant } from './participant.ts';
import type { RememberedPerson } from './room-memory.ts';

export function peopleToRemember(
  participants: readonly Pick<Participant, 'id' | 'resumeToken'>[],
  state: RoomState,
): readonly RememberedPerson[] {
  const strips = new Map(Object.values(state.strips).map((strip) => [strip.participantId, strip]));
  return participants.flatMap(({ id, resumeToken }) => {
    const entry = state.participants[id];
    const strip = strips.get(id);
    if (entry === undefined || strip === undefined) return [];
    const { name, role, enteredAtMs } = entry;
    return [{ id, name, role, enteredAtMs, resumeToken, strip }];
  });
}
