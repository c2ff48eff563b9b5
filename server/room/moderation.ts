/** What hosts and producers may do about other people: names, roles, microphones, and the way out. */
import type { ParticipantId } from '#protocol/ids.ts';
import type { PictureSource } from '#protocol/media.ts';
import type { Role } from '#protocol/people.ts';
import { StudioError } from '../errors.ts';
import type { Expelled } from './expelled.ts';
import type { Participant } from './participant.ts';
import type { RoomDesk } from './room-desk.ts';
import { withRole } from './room-state.ts';

/** All methods that name a person throw `participant_not_found`. */
export class Moderation {
  readonly #desk: RoomDesk;
  readonly #expelled: Expelled;

  constructor(desk: RoomDesk, expelled: Expelled) {
    this.#desk = desk;
    this.#expelled = expelled;
  }

  setName(id: ParticipantId, name: string): void {
    this.#participant(id).rename(name);
  }

  /** Muted, he cannot unmute himself; released, he stays muted until he does. */
  setMuted(id: ParticipantId, muted: boolean): Promise<void> {
    return this.#participant(id).setMutedByHost(muted);
  }

  async muteGuests(muted: boolean): Promise<void> {
    const guests = [...this.#desk.participants.values()].filter(({ role }) => role === 'guest');
    await Promise.all(guests.map((guest) => guest.setMutedByHost(muted)));
  }

  /** Whoever becomes a producer loses his strip; whoever was one gets one, off air. */
  setRole(id: ParticipantId, role: Role): void {
    const participant = this.#participant(id);
    if (participant.role === role) return;
    participant.role = role;
    this.#desk.commit(withRole(this.#desk.state, id, role));
  }

  /** Takes down his camera or his screen; he may show it again. */
  stopPicture(id: ParticipantId, source: PictureSource): void {
    this.#participant(id).stopPicture(source);
  }

  /** His session is told. The same browser does not come in again by the same link. */
  remove(id: ParticipantId): void {
    const participant = this.#participant(id);
    this.#expelled.add(participant.origin);
    participant.remove();
  }

  #participant(id: ParticipantId): Participant {
    const participant = this.#desk.participants.get(id);
    if (participant === undefined) throw new StudioError('participant_not_found');
    return participant;
  }
}
