/** The rule of the lobby: whether somebody who comes by a link has to wait now. Pure. */
import { runsConsole } from '#protocol/people.ts';
import type { RoomState } from '#protocol/state.ts';
import type { Origin } from './origin.ts';

/** Somebody whose connection is lost and who is waited for counts as being at the console. */
export function hasToWait({ show, participants }: RoomState, { role }: Origin): boolean {
  if (role !== 'guest' || show.lobby === 'open') return false;
  return show.lobby === 'ask' || !Object.values(participants).some((person) => runsConsole(person.role));
}
