/** What the room's state means for the sound of one participant. Pure. */
import type { ParticipantId, ProducerId } from '#protocol/ids.ts';
import type { RoomState } from '#protocol/state.ts';
import type { WantedSound } from '../media/room-sound.ts';

/** Everybody else's microphone is to be heard; the own one is compared with what is published. */
export function wantedSound(room: RoomState, ownId: ParticipantId): WantedSound {
  const voices = new Map<ParticipantId, ProducerId>();
  for (const person of Object.values(room.participants)) {
    if (person.id !== ownId && person.microphone !== null)
      voices.set(person.id, person.microphone.producerId);
  }
  return { epoch: room.show.mediaEpoch, own: room.participants[ownId]?.microphone ?? null, voices };
}
