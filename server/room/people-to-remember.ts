/** What a room writes down of its people, so that the next one finds them. */
import type { RoomDesk } from './room-desk.ts';
import type { RememberedPerson } from './room-memory.ts';

export function peopleToRemember({ participants, state }: RoomDesk): RememberedPerson[] {
  const strips = new Map(Object.values(state.strips).map((strip) => [strip.participantId, strip]));
  return [...participants.values()].flatMap(({ id, resumeToken, origin }) => {
    const entry = state.participants[id];
    if (entry === undefined) return [];
    const { name, role, enteredAtMs, mutedByHost } = entry;
    return [{ id, name, role, enteredAtMs, mutedByHost, resumeToken, origin, strip: strips.get(id) ?? null }];
  });
}
