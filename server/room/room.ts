/** One show's live space. The room is the only writer of its state: each method that changes it is one synchronous step and one version. */
import type { ParticipantId, ShowSlug, StripId } from '#protocol/ids.ts';
import type { RoomStats } from '#protocol/media.ts';
import type { Levels, ParticipantEntry, Role, RoomState, StripEntry } from '#protocol/state.ts';
import { StudioError } from '../errors.ts';
import { newParticipantId, newStripId } from '../ids.ts';
import { Closable, type CloseReason } from '../lifecycle.ts';
import type { Log } from '../log.ts';
import type { Program } from '../program/program.ts';
import { LevelsPace } from './levels-pace.ts';
import { Participant, type ParticipantHome, type Seat } from './participant.ts';
import { PeopleSaver } from './people-saver.ts';
import type { RememberedPerson, RoomMemory } from './room-memory.ts';
import {
  emptyRoom,
  newStrip,
  stripOf,
  withNewcomer,
  withoutParticipant,
  withParticipant,
  withProgram,
  withShow,
  withStrip,
} from './room-state.ts';
import type { RoomWiring } from './room-wiring.ts';

/** How many people a room holds. */
const PARTICIPANTS_MAX = 64;

export type EnterRequest = {
  readonly role: Role;
  readonly name: string;
  readonly resumeToken?: string | undefined;
  readonly seat: Seat;
};

export type RoomOptions = {
  readonly show: { readonly slug: ShowSlug; readonly name: string };
  readonly program: Program;
  readonly wiring: RoomWiring;
  readonly memory: RoomMemory;
  readonly log: Log;
};

export class Room extends Closable {
  readonly slug: ShowSlug;
  readonly #program: Program;
  readonly #wiring: RoomWiring;
  readonly #memory: RoomMemory;
  readonly #log: Log;
  readonly #participants = new Map<ParticipantId, Participant>();
  readonly #changed = new Set<() => void>();
  readonly #levels = new Set<(levels: Levels) => void>();
  #saver: PeopleSaver | null = null;
  #state: RoomState;
  #version = 1;

  constructor({ show, program, wiring, memory, log }: RoomOptions) {
    super();
    this.slug = show.slug;
    this.#program = this.own(program);
    this.#wiring = this.own(wiring);
    this.#memory = memory;
    this.#log = log;
    this.#state = withShow(emptyRoom(show, program.entry), { mediaEpoch: wiring.epoch });
    program.onChanged(() => this.#commit(withProgram(this.#state, program.entry)));
    const pace = new LevelsPace();
    program.onLevels((levels) => {
      const due = pace.next(levels, this.participantCount, performance.now());
      if (due !== null) for (const listener of this.#levels) listener(due);
    });
    wiring.onMediaOpened((epoch) => this.#commit(withShow(this.#state, { mediaEpoch: epoch })));
    for (const person of memory.people) this.#restore(person);
    // Not before: a save of the first few of them would forget the others.
    this.#saver = this.own(new PeopleSaver((people) => memory.savePeople(people)));
    if (memory.people.length > 0) this.#savePeople();
    if (memory.liveWanted) program.start({ resumed: true });
  }

  get state(): RoomState {
    return this.#state;
  }

  /** Grows by one with every change of the state. */
  get version(): number {
    return this.#version;
  }

  get participantCount(): number {
    return this.#participants.size;
  }

  /** The program of this room, for metrics and readiness; sessions go through the room. */
  get program(): Program {
    return this.#program;
  }

  /** Called after each version. Returns the way to unsubscribe. */
  onChanged(listener: () => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  /** Called up to LEVELS_PER_SECOND times a second. Returns the way to unsubscribe. */
  onLevels(listener: (levels: Levels) => void): () => void {
    this.#levels.add(listener);
    return () => this.#levels.delete(listener);
  }

  /**
   * Lets somebody in. A resume token that still holds, presented with the same role, makes him the participant he was; any other
   * is simply a new one. Throws `room_full` and `room_closed`.
   */
  enter({ role, name, resumeToken, seat }: EnterRequest): Participant {
    if (this.closed) throw new StudioError('room_closed');
    const earlier = resumeToken === undefined ? undefined : this.#resumable(resumeToken, role);
    if (earlier !== undefined) {
      earlier.attach(seat);
      return earlier;
    }
    if (this.#participants.size >= PARTICIPANTS_MAX) throw new StudioError('room_full');
    return this.#admit(role, name, seat);
  }

  /** Whether somebody who shows this token would be let in as the participant he was. */
  knows({ role, resumeToken }: Pick<EnterRequest, 'role' | 'resumeToken'>): boolean {
    return resumeToken !== undefined && this.#resumable(resumeToken, role) !== undefined;
  }

  /** Removes a person; his session is told. Throws `participant_not_found`. */
  removeParticipant(id: ParticipantId): void {
    const participant = this.#participants.get(id);
    if (participant === undefined) throw new StudioError('participant_not_found');
    participant.remove();
  }

  setStripOn(id: StripId, on: boolean): void {
    this.#changeStrip(id, { on });
  }

  setStripMuted(id: StripId, muted: boolean): void {
    this.#changeStrip(id, { muted });
  }

  setStripFader(id: StripId, faderDb: number): void {
    this.#changeStrip(id, { faderDb });
  }

  setStripPan(id: StripId, pan: number): void {
    this.#changeStrip(id, { pan });
  }

  /** Goes live; the host who asks is put on air. */
  startProgram(by: ParticipantId): void {
    const strip = stripOf(this.#state, by);
    this.#program.start();
    this.#memory.saveLiveWanted(true);
    if (strip !== undefined && !strip.on) this.setStripOn(strip.id, true);
  }

  /** Stops the broadcast; resolves when the mounts are gone. The room goes on. */
  stopProgram(): Promise<void> {
    this.#memory.saveLiveWanted(false);
    return this.#program.stop();
  }

  setTitle(title: string): void {
    this.#program.setTitle(title);
    this.#memory.saveTitle(title);
  }

  /** Measures the media of everybody here. Somebody without media counts with zeros only in the totals. */
  async stats(): Promise<RoomStats> {
    const media = this.#wiring.media;
    const totals = media === null ? { transports: 0, producers: 0, consumers: 0 } : await media.stats();
    const measured = await Promise.all(
      [...this.#participants].map(async ([id, participant]) => {
        const stats = await participant.stats();
        return stats === null ? [] : [{ participantId: id, ...stats }];
      }),
    );
    return { participants: this.#participants.size, ...totals, perParticipant: measured.flat() };
  }

  /** Drains: the program leaves the air properly, then everything closes. */
  async stop(reason: CloseReason): Promise<void> {
    try {
      await this.#program.stop();
    } finally {
      this.close(reason);
    }
  }

  protected override onClose(): void {
    this.#changed.clear();
    this.#levels.clear();
  }

  #resumable(token: string, role: Role): Participant | undefined {
    return [...this.#participants.values()].find(
      (participant) => participant.resumeToken === token && participant.role === role,
    );
  }

  #admit(role: Role, name: string, seat: Seat): Participant {
    const id = newParticipantId();
    const enteredAtMs = Date.now();
    const participant = new Participant({ id, role, seat, home: this.#home() });
    this.#take(
      participant,
      { id, name, role, presence: 'here', enteredAtMs, microphone: null, connection: null },
      newStrip(newStripId(), id),
    );
    this.#log.info({ participant: id, role }, 'participant entered');
    return participant;
  }

  /** Somebody who was here before the server restarted: away until he comes back or his grace time ends. */
  #restore({ id, name, role, enteredAtMs, resumeToken, strip }: RememberedPerson): void {
    const participant = new Participant({ id, role, seat: null, resumeToken, home: this.#home() });
    this.#take(
      participant,
      { id, name, role, presence: 'away', enteredAtMs, microphone: null, connection: null },
      strip,
    );
  }

  #take(participant: Participant, entry: ParticipantEntry, strip: StripEntry): void {
    const { id } = participant;
    this.own(participant);
    this.#participants.set(id, participant);
    participant.onClosed((reason) => {
      this.#participants.delete(id);
      this.#log.info({ participant: id, reason }, 'participant gone');
      if (!this.closed) this.#commit(withoutParticipant(this.#state, id));
    });
    this.#commit(withNewcomer(this.#state, entry, strip));
  }

  /** What participants may see of this room and say to it. */
  #home(): ParticipantHome {
    const room = this;
    return {
      get media() {
        return room.#wiring.media;
      },
      get mediaEpoch() {
        return room.#wiring.epoch;
      },
      changed: (who, change) => room.#commit(withParticipant(room.#state, who, change)),
    };
  }

  #changeStrip(id: StripId, change: Partial<StripEntry>): void {
    this.#commit(withStrip(this.#state, id, change));
  }

  #commit(next: RoomState): void {
    if (this.closed || next === this.#state) return;
    const before = this.#state;
    this.#state = next;
    this.#version += 1;
    this.#followStrips(before, next);
    if (next.participants !== before.participants || next.strips !== before.strips) this.#savePeople();
    for (const listener of [...this.#changed]) listener();
  }

  #savePeople(): void {
    const strips = new Map(Object.values(this.#state.strips).map((strip) => [strip.participantId, strip]));
    const people = [...this.#participants.values()].flatMap(({ id, resumeToken }) => {
      const entry = this.#state.participants[id];
      const strip = strips.get(id);
      if (entry === undefined || strip === undefined) return [];
      const { name, role, enteredAtMs } = entry;
      return [{ id, name, role, enteredAtMs, resumeToken, strip }];
    });
    this.#saver?.put(people);
  }

  /** Makes the live path and the wires follow the strips and microphones of the new state. */
  #followStrips(before: RoomState, next: RoomState): void {
    for (const strip of Object.values(next.strips)) {
      if (before.strips[strip.id] !== strip) {
        const { on, muted, faderDb, pan } = strip;
        this.#program.putStrip(strip.id, { on, muted, faderDb, pan });
      }
      const microphoneBefore = before.participants[strip.participantId]?.microphone?.producerId ?? null;
      const microphone = next.participants[strip.participantId]?.microphone?.producerId ?? null;
      if (microphone !== microphoneBefore) this.#wiring.setSource(strip.id, microphone);
    }
    for (const strip of Object.values(before.strips)) {
      if (next.strips[strip.id] !== undefined) continue;
      this.#wiring.setSource(strip.id, null);
      this.#program.dropStrip(strip.id);
    }
  }
}
