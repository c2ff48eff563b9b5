/** What the room's state means for the pictures of one participant. Pure. */
import type { ParticipantId, ProducerId } from '#protocol/ids.ts';
import type { PictureSource } from '#protocol/media.ts';
import type { RoomState } from '#protocol/state.ts';

/** `own` is what the server has of this person; `others` are all pictures that could be seen. */
export type WantedPictures = {
  readonly own: Readonly<Record<PictureSource, ProducerId | null>>;
  readonly others: ReadonlySet<ProducerId>;
};

export const NO_PICTURES: WantedPictures = { own: { camera: null, screen: null }, others: new Set() };

export function wantedPictures({ participants }: RoomState, ownId: ParticipantId): WantedPictures {
  const own = participants[ownId];
  const others = Object.values(participants)
    .filter(({ id }) => id !== ownId)
    .flatMap(({ camera, screen }) => [screen, camera])
    .flatMap((picture) => picture?.producerId ?? []);
  return {
    own: { camera: own?.camera?.producerId ?? null, screen: own?.screen?.producerId ?? null },
    others: new Set(others),
  };
}
