/** What signaling needs of the world outside the rooms. Given by the app. */
import type { ParticipantId, ShowSlug } from '#protocol/ids.ts';
import type { IceServer } from '#protocol/media.ts';
import type { Role } from '#protocol/people.ts';
import type { RoomRegistry } from '../room/room-registry.ts';

export type Invite = { readonly show: ShowSlug; readonly role: Role; readonly expiresAtMs: number };

export type Door = {
  readonly rooms: Pick<RoomRegistry, 'open'>;
  readonly store: {
    show(slug: ShowSlug): object | undefined;
    findInvite(token: string): Invite | undefined;
    /** One that was reset: it still tells who somebody in the room is. */
    findRevokedInvite(token: string): Invite | undefined;
    /** Makes all invites of the show and role invalid. */
    revokeInvites(of: { show: ShowSlug; role: Role }): void;
    createInvite(wanted: { show: ShowSlug; role: Role }): Invite & { readonly token: string };
  };
  /** STUN and TURN for one participant, with credentials that last a while. */
  readonly iceServersFor: (id: ParticipantId) => IceServer[];
  /** Where invite links point to. */
  readonly publicUrl: URL;
};
