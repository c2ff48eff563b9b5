/** What participants see of their room and may say to it. */
import type { ParticipantId } from '#protocol/ids.ts';
import type { ParticipantEntry } from '#protocol/state.ts';
import type { RoomMediaPort } from './media-port.ts';

/** What a participant may ask of its room. The room alone writes state. */
export type ParticipantHome = {
  readonly media: RoomMediaPort | null;
  readonly mediaEpoch: number;
  changed(
    id: ParticipantId,
    change: Partial<Omit<ParticipantEntry, 'id' | 'role' | 'enteredAtMs' | 'talkback'>>,
  ): void;
  /** He publishes a voice, or music. */
  expect(id: ParticipantId, content: 'voice' | 'music'): void;
};
