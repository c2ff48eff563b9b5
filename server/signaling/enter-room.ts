/** The command room.enter: from a credential to a participant with media. The only command of a session that has not entered. */
import type { CommandInput, CommandOutput } from '#protocol/commands.ts';
import type { ShowSlug } from '#protocol/ids.ts';
import type { Role } from '#protocol/state.ts';
import { StudioError } from '../errors.ts';
import type { Participant, Seat } from '../room/participant.ts';
import type { Room } from '../room/room.ts';
import type { ArrivalRate } from './arrival-rate.ts';
import type { Door } from './door.ts';

/** A participant's place in a room, as his session holds it. */
export type Occupant = { readonly room: Room; readonly participant: Participant };

/** A session that wants in. `occupy` makes it that of the participant and sends the welcome. */
export type Entrant = {
  readonly closed: boolean;
  readonly isOwner: boolean;
  readonly seat: Seat;
  occupy(occupant: Occupant): void;
};

type EnterInput = CommandInput<'room.enter'>;

/**
 * Throws `unauthorized`, `invite_invalid`, `show_not_found`, `server_full` while too many want in at once, and what the room and its media
 * throw. `newcomers` counts guests by show: opening media for them is what costs. Hosts, and those who come back, always may.
 */
export async function enterRoom(
  { door, entrant, newcomers }: { door: Door; entrant: Entrant; newcomers: ArrivalRate },
  input: EnterInput,
): Promise<CommandOutput<'room.enter'>> {
  const { show, role } = admission(door, entrant, input.credential);
  const room = await door.rooms.open(show);
  if (entrant.closed) throw new StudioError('room_closed');
  const resumeToken = input.resume?.token;
  const isNewGuest = role === 'guest' && !room.knows({ role, resumeToken });
  if (isNewGuest && !newcomers.admits(show, performance.now())) throw new StudioError('server_full');
  const participant = room.enter({ role, name: input.name, resumeToken, seat: entrant.seat });
  const resumed = participant.resumeToken === resumeToken;
  if (resumed) takeOverName(room, participant, input.name);
  entrant.occupy({ room, participant });
  try {
    return {
      participantId: participant.id,
      role,
      show,
      resumeToken: participant.resumeToken,
      media: await mediaFor(door, participant, input.resume?.mediaEpoch ?? null),
    };
  } catch (error) {
    // He never got his resume token, so nobody could ever come back as this newcomer.
    if (!resumed) participant.leave();
    throw error;
  }
}

function admission(
  door: Door,
  entrant: Entrant,
  credential: EnterInput['credential'],
): { show: ShowSlug; role: Role } {
  if (credential.kind === 'owner') {
    if (!entrant.isOwner) throw new StudioError('unauthorized');
    if (door.store.show(credential.show) === undefined) throw new StudioError('show_not_found');
    return { show: credential.show, role: 'host' };
  }
  const invite = door.store.findInvite(credential.token);
  if (invite === undefined) throw new StudioError('invite_invalid');
  return invite;
}

function takeOverName(room: Room, participant: Participant, name: string): void {
  if (room.state.participants[participant.id]?.name !== name) participant.rename(name);
}

/** Null when the transports that the browser still holds are good. */
async function mediaFor(
  door: Door,
  participant: Participant,
  heldEpoch: number | null,
): Promise<CommandOutput<'room.enter'>['media']> {
  if (participant.hasMedia(heldEpoch)) return null;
  return { ...(await participant.openMedia()), iceServers: door.iceServersFor(participant.id) };
}
