/** Speaking to some people of the room without going to air: who hears whom follows the state, and so does the strip of the talker. */
import type { ParticipantId, ProducerId } from '#protocol/ids.ts';
import type { TalkbackTarget } from '#protocol/people.ts';
import type { ParticipantEntry, RoomState } from '#protocol/state.ts';
import { StudioError } from '../errors.ts';
import { Closable } from '../lifecycle.ts';
import { isConfined, isHeardBy } from './audience-of.ts';
import type { RoomDesk } from './room-desk.ts';
import { withParticipant } from './room-state.ts';

/** The last word of a talkback is still on its way to the mixer when the key is let go: network, jitter buffer, a margin. */
const TAIL_MS = 600;

export class Talkback extends Closable {
  readonly #desk: RoomDesk;
  readonly #tails = new Map<ParticipantId, NodeJS.Timeout>();

  constructor(desk: RoomDesk) {
    super();
    this.#desk = desk;
  }

  /** Throws `participant_not_found` when the target is not there. */
  start(by: ParticipantId, to: TalkbackTarget): void {
    const { state } = this.#desk;
    const isMissing = to.kind === 'person' && state.participants[to.participantId] === undefined;
    if (isMissing || (to.kind === 'person' && to.participantId === by)) {
      throw new StudioError('participant_not_found');
    }
    this.forget(by);
    this.#desk.commit(withParticipant(state, by, { talkback: to }));
  }

  /** It is over for all a moment later, when nothing of it can reach the air any more. */
  stop(by: ParticipantId): void {
    if (this.#tails.has(by) || (this.#desk.state.participants[by]?.talkback ?? null) === null) return;
    const timer = setTimeout(() => {
      this.#tails.delete(by);
      this.#desk.commit(withParticipant(this.#desk.state, by, { talkback: null }));
    }, TAIL_MS);
    this.#tails.set(by, timer);
  }

  /** Somebody is not in the room any more, or talks back anew. */
  forget(id: ParticipantId): void {
    const timer = this.#tails.get(id);
    if (timer !== undefined) clearTimeout(timer);
    this.#tails.delete(id);
  }

  /** Gives and takes voices as the new state has it. */
  follow(before: RoomState, next: RoomState): void {
    if (before.participants === next.participants && before.strips === next.strips) return;
    for (const talker of Object.values(next.participants)) {
      const was = before.participants[talker.id];
      const isSpecial = isConfined(talker) || (was !== undefined && isConfined(was));
      if (talker.microphone !== null && isSpecial) this.#route(next, talker, talker.microphone.producerId);
    }
    if (before.participants !== next.participants) this.#forgetProducers(next);
  }

  protected override onClose(): void {
    for (const timer of this.#tails.values()) clearTimeout(timer);
    this.#tails.clear();
  }

  #route(state: RoomState, talker: ParticipantEntry, producerId: ProducerId): void {
    for (const participant of this.#desk.participants.values()) {
      const hearer = state.participants[participant.id];
      if (hearer === undefined || hearer.id === talker.id) continue;
      participant.withhold(producerId, !isHeardBy(state, talker, hearer));
    }
  }

  #forgetProducers(state: RoomState): void {
    const present = Object.values(state.participants).flatMap(
      ({ microphone }) => microphone?.producerId ?? [],
    );
    const producers = new Set(present);
    for (const participant of this.#desk.participants.values()) participant.keepWithheld(producers);
  }
}
