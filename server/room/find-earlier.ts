/** Who in a room somebody who wants in already is. */
import { isSameOrigin } from './origin.ts';
import type { Participant } from './participant.ts';
import type { RoomDesk } from './room-desk.ts';
import type { EnterRequest } from './room-options.ts';

/** The one with the resume token, or with the same link, browser and name: a second tab is not a second person. */
export function findEarlier(
  { participants, state }: RoomDesk,
  { role, name, resumeToken, origin }: Omit<EnterRequest, 'seat'>,
): Participant | undefined {
  const people = [...participants.values()];
  return (
    people.find((each) => each.resumeToken === resumeToken && each.origin.role === role) ??
    people.find((each) => isSameOrigin(each.origin, origin) && state.participants[each.id]?.name === name)
  );
}
