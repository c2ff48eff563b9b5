/** The command room.enter: from a credential to a participant with media. The only command of a session that has not entered. */
import { createHash } from 'node:crypto';
import type { CommandInput, CommandOutput } from '#protocol/commands.ts';
import type { ShowSlug } from '#protocol/ids.ts';
import { StudioError } from '../errors.ts';
import type { Lobby, LobbySeat } from '../room/lobby.ts';
import { type Origin, OWNER_LINK } from '../room/origin.ts';
import type { Participant } from '../room/participant.ts';
import type { Room } from '../room/room.ts';
import type { EnterRequest } from '../room/room-options.ts';
import type { Seat } from '../room/seat.ts';
import type { ArrivalRate } from './arrival-rate.ts';
import type { Door } from './door.ts';

/** A participant's place in a room, as his session holds it. */
export type Occupant = { readonly room: Room; readonly participant: Participant };

/** A session that wants in. `occupy` makes it that of the participant and sends the welcome. */
export type Entrant = {
  readonly closed: boolean;
  readonly isOwner: boolean;
  readonly seat: Seat & LobbySeat;
  occupy(occupant: Occupant): void;
  /** It waits in this lobby until it enters again or goes. */
  wait(lobby: Lobby): void;
};

type EnterInput = CommandInput<'room.enter'>;

/**
 * Throws `unauthorized`, `invite_invalid`, `show_not_found`, `removed`, `must_wait`, `server_full` while too many want in at once, and what
 * the room, its lobby and its media throw. `newcomers` counts guests by show: opening media for them is what costs. Hosts, and those who
 * come back, always may.
 */
export async function enterRoom(
  { door, entrant, newcomers }: { door: Door; entrant: Entrant; newcomers: ArrivalRate },
  input: EnterInput,
): Promise<CommandOutput<'room.enter'>> {
  const { show, origin, isRevoked } = admission(door, entrant, input);
  const room = await door.rooms.open(show);
  if (entrant.closed) throw new StudioError('room_closed');
  const { role } = origin;
  const request = { role, name: input.name, resumeToken: input.resume?.token, origin, seat: entrant.seat };
  const resumed = room.knows(request);
  if (!resumed) {
    // Who waits was there before the links were reset, and a host decides about him.
    if (isRevoked && !room.lobby.knows({ ...request, token: request.resumeToken })) {
      throw new StudioError('invite_invalid');
    }
    passDoor({ room, entrant, newcomers }, request);
  }
  const participant = room.enter(request);
  if (resumed) takeOverName(room, participant, input.name);
  entrant.occupy({ room, participant });
  try {
    return {
      participantId: participant.id,
      role: participant.role,
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

/** Somebody who was not inside before: not who was removed, and not before a host lets him in where that is asked for. */
function passDoor(
  { room, entrant, newcomers }: { room: Room; entrant: Entrant; newcomers: ArrivalRate },
  { name, origin, resumeToken: token, seat }: Omit<EnterRequest, 'seat'> & { readonly seat: LobbySeat },
): void {
  if (room.sitting.expelled.has(origin)) throw new StudioError('removed');
  const knock = { name, token, origin, seat };
  const isCounted = origin.role === 'guest' && !room.lobby.knows(knock);
  if (isCounted && !newcomers.admits(room.slug, performance.now())) throw new StudioError('server_full');
  if (!room.mustWait(origin)) {
    room.lobby.forget(knock);
    return;
  }
  entrant.wait(room.lobby);
  room.lobby.knock(knock);
}

type Admission = { readonly show: ShowSlug; readonly origin: Origin; readonly isRevoked: boolean };

function admission(door: Door, entrant: Entrant, { credential, ...input }: EnterInput): Admission {
  const browser = input.browser ?? null;
  if (credential.kind === 'owner') {
    if (!entrant.isOwner) throw new StudioError('unauthorized');
    if (door.store.show(credential.show) === undefined) throw new StudioError('show_not_found');
    const origin: Origin = { link: OWNER_LINK, browser, role: 'host' };
    return { show: credential.show, origin, isRevoked: false };
  }
  const invite = door.store.findInvite(credential.token);
  const known = invite ?? door.store.findRevokedInvite(credential.token);
  if (known === undefined) throw new StudioError('invite_invalid');
  const origin = { link: linkKey(credential.token), browser, role: known.role };
  return { show: known.show, origin, isRevoked: invite === undefined };
}

/** Tells links apart without keeping the token, which would let somebody in. */
function linkKey(token: string): string {
  return createHash('sha256').update(token).digest('base64url').slice(0, 22);
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
