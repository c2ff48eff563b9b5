/** What the people of a room write to each other. The newest messages are kept for those who come later. */
import type { ParticipantId } from '#protocol/ids.ts';
import { CHAT_KEPT_MAX } from '#protocol/limits.ts';
import type { ChatEntry } from '#protocol/people.ts';
import { StudioError } from '../errors.ts';
import type { RoomDesk } from './room-desk.ts';
import { withChat } from './room-state.ts';

/** How many messages one person may send in a while; bounded by the people of a room. */
const MESSAGES_MAX = 6;
const WHILE_MS = 10_000;

export class ChatLog {
  readonly #desk: RoomDesk;
  readonly #sentAtMs = new Map<ParticipantId, readonly number[]>();
  #next: number;

  /** Goes on after what the room has of this sitting already. */
  constructor(desk: RoomDesk) {
    this.#desk = desk;
    this.#next = 1 + Math.max(0, ...Object.values(desk.state.chat).map(({ number }) => number));
  }

  /** Throws `too_many_messages`, and `participant_not_found` for somebody who has left. */
  send(by: ParticipantId, text: string): void {
    const { state } = this.#desk;
    const person = state.participants[by];
    if (person === undefined) throw new StudioError('participant_not_found');
    this.#take(by, performance.now());
    const { name, role } = person;
    const number = this.#next++;
    const entry: ChatEntry = { number, participantId: by, name, role, text, atMs: Date.now() };
    this.#desk.commit(withChat(state, [...Object.values(state.chat).slice(1 - CHAT_KEPT_MAX), entry]));
  }

  /** Somebody has left; how much he said does not matter any more. */
  forget(id: ParticipantId): void {
    this.#sentAtMs.delete(id);
  }

  #take(by: ParticipantId, nowMs: number): void {
    const recent = (this.#sentAtMs.get(by) ?? []).filter((atMs) => nowMs - atMs < WHILE_MS);
    if (recent.length >= MESSAGES_MAX) throw new StudioError('too_many_messages');
    this.#sentAtMs.set(by, [...recent, nowMs]);
  }
}
