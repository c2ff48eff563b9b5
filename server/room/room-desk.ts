/** What the parts of a room need of it: its state, the one way to change that, and the people behind it. The room is the only one. */
import type { ParticipantId } from '#protocol/ids.ts';
import type { RoomState } from '#protocol/state.ts';
import type { Participant } from './participant.ts';

/** The strips as they are to be heard, and how fast they come there. */
export type Sounding = { readonly strips: RoomState['strips']; readonly rampMs?: number };

export type RoomDesk = {
  readonly state: RoomState;
  readonly participants: ReadonlyMap<ParticipantId, Participant>;
  /**
   * One version of the state. Does nothing when it is the same, or when the room has closed. `sounding`: what is to be heard, when that is
   * not what people see.
   */
  commit(next: RoomState, sounding?: Sounding): void;
  /** Somebody publishes a voice, or music. */
  expect(id: ParticipantId, content: 'voice' | 'music'): void;
};
