/** Which tiles there are, in which order, and which of them is shown large. Pure. */
import type { ParticipantId, ProducerId } from '#protocol/ids.ts';
import type { PictureSource } from '#protocol/media.ts';
import type { ParticipantEntry, RoomState } from '#protocol/state.ts';

export type Tile = {
  /** The same for as long as the person is there. */
  readonly key: string;
  readonly person: ParticipantEntry;
  readonly source: PictureSource;
  /** Null while he shows nothing: the tile has his initial then. */
  readonly producerId: ProducerId | null;
};

/** Screens first, then those with a picture, then the others, each in the order in which they came in; last the own screen. */
export function roomTiles(
  { participants }: Pick<RoomState, 'participants'>,
  ownId: ParticipantId | null,
): readonly Tile[] {
  const people = Object.values(participants).sort((a, b) => a.enteredAtMs - b.enteredAtMs);
  const screens = people.filter(({ screen }) => screen !== null).map((person) => tile(person, 'screen'));
  const faces = people.map((person) => tile(person, 'camera'));
  return [
    ...screens.filter(({ person }) => person.id !== ownId),
    ...faces.filter(({ producerId }) => producerId !== null),
    ...faces.filter(({ producerId }) => producerId === null),
    ...screens.filter(({ person }) => person.id === ownId),
  ];
}

/** Whether anybody shows anything. */
export function hasPictures({ participants }: Pick<RoomState, 'participants'>): boolean {
  return Object.values(participants).some(({ camera, screen }) => camera !== null || screen !== null);
}

export type Focus = {
  readonly pinned: string | null;
  readonly followsSpeaker: boolean;
  readonly speaker: ParticipantId | null;
  readonly ownId: ParticipantId | null;
};

/** The place of the tile that is shown large, or null for none: what is pinned, a screen, or whoever speaks, and not oneself. */
export function featuredTile(tiles: readonly Tile[], focus: Focus): number | null {
  const placeOf = (isMeant: (tile: Tile) => boolean): number | null => {
    const place = tiles.findIndex(isMeant);
    return place === -1 ? null : place;
  };
  const pinned = placeOf(({ key }) => key === focus.pinned);
  if (pinned !== null || tiles.length < 2) return pinned;
  const screen = placeOf(({ source, person }) => source === 'screen' && person.id !== focus.ownId);
  if (screen !== null) return screen;
  if (!focus.followsSpeaker) return null;
  const others = ({ source, person }: Tile): boolean => source === 'camera' && person.id !== focus.ownId;
  return placeOf((each) => others(each) && each.person.id === focus.speaker) ?? placeOf(others);
}

function tile(person: ParticipantEntry, source: PictureSource): Tile {
  return { key: `${person.id}:${source}`, person, source, producerId: person[source]?.producerId ?? null };
}
