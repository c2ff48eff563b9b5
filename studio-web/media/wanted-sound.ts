/** What the room's state means for the sound of one participant. Pure. */
import type { ParticipantId, ProducerId } from '#protocol/ids.ts';
import { SOUNDBOARD_VOICE } from '#protocol/pads.ts';
import type { RoomState } from '#protocol/state.ts';

/** What should sound. `own` is the microphone as the server has it. */
export type WantedSound = {
  readonly epoch: number;
  readonly own: { readonly producerId: ProducerId; readonly muted: boolean } | null;
  readonly voices: ReadonlyMap<ParticipantId, ProducerId>;
};

/** `blocked`: no connection was ever possible. `unsupported`: this browser has no WebRTC of the kind that is needed. */
export type SoundStatus = 'idle' | 'connecting' | 'connected' | 'recovering' | 'blocked' | 'unsupported';

/**
 * Everybody else's microphone is to be heard, those that are on first: whoever enters a full room asks for dozens at once and waits for
 * these; carts and music bed come before all. The own one is compared with what is published.
 */
export function wantedSound(room: RoomState, ownId: ParticipantId): WantedSound {
  const voices = new Map<ParticipantId, ProducerId>();
  const { producerId } = room.soundboard;
  if (producerId !== null) voices.set(SOUNDBOARD_VOICE, producerId);
  const others = Object.values(room.participants).filter(({ id }) => id !== ownId);
  for (const muted of [false, true]) {
    for (const { id, microphone } of others) {
      if (microphone?.muted === muted) voices.set(id, microphone.producerId);
    }
  }
  return { epoch: room.show.mediaEpoch, own: room.participants[ownId]?.microphone ?? null, voices };
}
