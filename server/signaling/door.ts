/** What signaling needs of the world outside the rooms. Given by the app. */
import type { ParticipantId, ShowSlug } from '#protocol/ids.ts';
import type { IceServer } from '#protocol/media.ts';
import type { Role } from '#protocol/state.ts';
import type { RoomRegistry } from '../room/room-registry.ts';

export type Invite = { readonly show: ShowSlug; readonly role: Role; readonly expiresAtMs: number };

export type Door = {
  readonly rooms: Pick<RoomRegistry, 'open'>;
  readonly store: {
    show(slug: ShowSlug): object | undefined;
    findInvite(token: string): Invite | undefined;
    createInvite(wanted: { show: ShowSlug; role: Role }): Invite & { readonly token: string };
  };
  /** STUN and TURN for one participant, with credentials that last a while. */
  readonly iceServersFor: (id: ParticipantId) => IceServer[];
  /** Where invite links point to. */
  readonly publicUrl: URL;
};
