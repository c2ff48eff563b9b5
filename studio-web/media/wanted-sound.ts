/** What the room's state means for the sound of one participant. Pure. */
import type { ParticipantId, ProducerId } from '#protocol/ids.ts';
import type { RoomState } from '#protocol/state.ts';

/** What should sound. `own` is the microphone as the server has it. */
export type WantedSound = {
  readonly epoch: number;
  readonly own: { readonly producerId: ProducerId; readonly muted: boolean } | null;
  readonly voices: ReadonlyMap<ParticipantId, ProducerId>;
};

/** `blocked`: no connection was ever possible. `unsupported`: this browser has no WebRTC of the kind that is needed. */
export type SoundStatus = 'idle' | 'connecting' | 'connected' | 'recovering' | 'blocked' | 'unsupported';

/** Everybody else's microphone is to be heard; the own one is compared with what is published. */
export function wantedSound(room: RoomState, ownId: ParticipantId): WantedSound {
  const voices = new Map<ParticipantId, ProducerId>();
  for (const person of Object.values(room.participants)) {
    if (person.id !== ownId && person.microphone !== null)
      voices.set(person.id, person.microphone.producerId);
  }
  return { epoch: room.show.mediaEpoch, own: room.participants[ownId]?.microphone ?? null, voices };
}
