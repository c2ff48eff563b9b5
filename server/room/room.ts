/** One show's live space. The room is the only writer of its state: each method that changes it is one synchronous step and one version. */
import type { ParticipantId, ShowSlug, StripId } from '#protocol/ids.ts';
import type { RoomStats } from '#protocol/media.ts';
import type { LobbyRule } from '#protocol/people.ts';
import type { Levels, ParticipantEntry, RoomState, StripEntry } from '#protocol/state.ts';
import { StudioError } from '../errors.ts';
import { newParticipantId, newStripId } from '../ids.ts';
import { Closable, type CloseReason } from '../lifecycle.ts';
import type { Log } from '../log.ts';
import type { Program } from '../program/program.ts';
import { Broadcast } from './broadcast.ts';
import { findEarlier } from './find-earlier.ts';
import { followStrips } from './follow-strips.ts';
import { hasToWait } from './has-to-wait.ts';
import { homeOf } from './home-of.ts';
import { HostWatch } from './host-watch.ts';
import { LevelsPace } from './levels-pace.ts';
import { Lobby } from './lobby.ts';
import { measureRoom } from './measure-room.ts';
import { Moderation } from './moderation.ts';
import { NEWCOMER } from './newcomer.ts';
import type { Origin } from './origin.ts';
import { Participant } from './participant.ts';
import { PeopleSaver } from './people-saver.ts';
import { peopleToRemember } from './people-to-remember.ts';
import { RoomConsole } from './room-console.ts';
import type { RoomDesk, Sounding } from './room-desk.ts';
import type { RememberedPerson, RoomMemory } from './room-memory.ts';
import type { EnterRequest, RoomOptions } from './room-options.ts';
import {
  emptyRoom,
  newStrip,
  stripOf,
  withChat,
  withNewcomer,
  withoutParticipant,
  withProgram,
  withShow,
  withStrip,
  withWaiting,
} from './room-state.ts';
import type { RoomWiring } from './room-wiring.ts';
import { Sitting } from './sitting.ts';
import { Soundboard } from './soundboard.ts';
import { Talkback } from './talkback.ts';

/** How many people a room holds. */
const PARTICIPANTS_MAX = 64;

export class Room extends Closable {
  readonly slug: ShowSlug;
  readonly lobby: Lobby;
  readonly talkback: Talkback;
  readonly moderation: Moderation;
  readonly sitting: Sitting;
  readonly soundboard: Soundboard;
  readonly #hostWatch: HostWatch;
  /** Processing, scenes, hands on faders, and the rest of what hosts work at. */
  readonly console: RoomConsole;
  readonly #program: Program;
  readonly #broadcast: Broadcast;
  readonly #wiring: RoomWiring;
  readonly #memory: RoomMemory;
  readonly #log: Log;
  readonly #participants = new Map<ParticipantId, Participant>();
  readonly #changed = new Set<() => void>();
  readonly #levels = new Set<(levels: Levels) => void>();
  #saver: PeopleSaver | null = null;
  readonly #desk: RoomDesk;
  #state: RoomState;
  #version = 1;

  constructor({ show, program, wiring, memory, carts, noHostAfterMs, log }: RoomOptions) {
    super();
    this.slug = show.slug;
    this.#program = this.own(program);
    this.#wiring = this.own(wiring);
    this.#memory = memory;
    this.#log = log;
    const state = emptyRoom({ ...show, lobby: memory.lobby }, program.entry);
    this.#state = withChat(withShow(state, { mediaEpoch: wiring.epoch }), memory.sitting.chat);
    this.#desk = this.#ownDesk();
    this.lobby = this.own(new Lobby((waiting) => this.#commit(withWaiting(this.#state, waiting))));
    this.talkback = this.own(new Talkback(this.#desk));
    this.sitting = new Sitting(this.#desk, memory);
    this.moderation = new Moderation(this.#desk, this.sitting.expelled);
    this.#hostWatch = this.own(
      new HostWatch(noHostAfterMs, (isDeserted) => program.wantBed('no_host', isDeserted)),
    );
    program.onChanged(() => this.#commit(withProgram(this.#state, program.entry)));
    const pace = new LevelsPace();
    program.onLevels((levels) => {
      const due = pace.next(levels, this.participantCount, performance.now());
      if (due !== null) for (const listener of this.#levels) listener(due);
    });
    wiring.onMediaOpened((epoch) => this.#commit(withShow(this.#state, { mediaEpoch: epoch })));
    this.console = this.own(new RoomConsole({ desk: this.#desk, program, memory }));
    this.#broadcast = new Broadcast({ program, console: this.console, memory });
    this.soundboard = this.own(new Soundboard({ desk: this.#desk, program, wiring, memory, carts }));
    this.onChanged(() => this.soundboard.follow());
    for (const person of memory.people) this.#restore(person);
    // Not before: a save of the first few of them would forget the others.
    this.#saver = this.own(new PeopleSaver((people) => memory.savePeople(people)));
    if (memory.people.length > 0) this.#saver.put(peopleToRemember(this.#desk));
    this.#broadcast.resume();
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

  /** Nobody is here and nobody waits. */
  get isEmpty(): boolean {
    return this.#participants.size === 0 && Object.keys(this.#state.waiting).length === 0;
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
   * Lets somebody in. A resume token that still holds, presented with a credential of the same role, makes him the participant he was, and
   * so does the same name by the same link in the same browser; any other is simply a new one. Throws `room_full` and `room_closed`.
   */
  enter(request: EnterRequest): Participant {
    const { role, name, origin, seat } = request;
    if (this.closed) throw new StudioError('room_closed');
    const earlier = findEarlier(this.#desk, request);
    if (earlier !== undefined) {
      earlier.attach(seat);
      return earlier;
    }
    if (this.#participants.size >= PARTICIPANTS_MAX) throw new StudioError('room_full');
    return this.#admit({ role, name, origin, seat });
  }

  /** Whether this would be let in as the participant he was. */
  knows(request: Omit<EnterRequest, 'seat'>): boolean {
    return findEarlier(this.#desk, request) !== undefined;
  }

  /** Whether somebody new has to wait until he is admitted. */
  mustWait(origin: Origin): boolean {
    return this.sitting.expelled.suspects(origin) || hasToWait(this.#state, origin);
  }

  /** Says when guests come in, from now on and in every later room of this show. */
  setLobby(rule: LobbyRule): void {
    this.#memory.saveLobby(rule);
    this.#commit(withShow(this.#state, { lobby: rule }));
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
    this.#broadcast.start();
    if (strip !== undefined && !strip.on) this.setStripOn(strip.id, true);
  }

  /** Stops the broadcast; resolves when the mounts are gone. The room goes on. */
  stopProgram(): Promise<void> {
    return this.#broadcast.stop();
  }

  setTitle(title: string): void {
    this.#broadcast.setTitle(title);
  }

  /** Measures the media of everybody here. Somebody without media counts with zeros only in the totals. */
  stats(): Promise<RoomStats> {
    return measureRoom(this.#wiring.media, this.#participants);
  }

  /** Ends the session for everybody: the program leaves the air properly, goodbyes are said, and nobody comes back as who he was. */
  async end(): Promise<void> {
    await this.stopProgram();
    this.#saver?.put([]);
    this.sitting.end();
    this.close('session ended');
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

  #admit({ role, name, origin, seat }: Omit<EnterRequest, 'resumeToken'>): Participant {
    const id = newParticipantId();
    const participant = new Participant({ id, role, origin, seat, home: homeOf(this.#desk, this.#wiring) });
    const strip = role === 'producer' ? null : newStrip(newStripId(), id);
    this.#take(participant, { ...NEWCOMER, id, name, role, enteredAtMs: Date.now() }, strip);
    this.#log.info({ participant: id, role }, 'participant entered');
    return participant;
  }

  /** Somebody who was here before the server restarted: away until he comes back or his grace time ends. */
  #restore({ strip, resumeToken, origin, ...person }: RememberedPerson): void {
    const { id, role, mutedByHost } = person;
    const home = homeOf(this.#desk, this.#wiring);
    const participant = new Participant({ id, role, origin, seat: null, resumeToken, mutedByHost, home });
    this.#take(participant, { ...NEWCOMER, ...person, presence: 'away' }, strip);
  }

  #take(participant: Participant, entry: ParticipantEntry, strip: StripEntry | null): void {
    const { id } = participant;
    this.own(participant);
    this.#participants.set(id, participant);
    participant.onClosed((reason) => {
      this.#participants.delete(id);
      this.talkback.forget(id);
      this.sitting.chat.forget(id);
      this.#log.info({ participant: id, reason }, 'participant gone');
      if (!this.closed) this.#commit(withoutParticipant(this.#state, id));
    });
    this.#commit(withNewcomer(this.#state, entry, strip));
  }

  /** What the parts of this room may see and do. */
  #ownDesk(): RoomDesk {
    const room = this;
    return {
      get state() {
        return room.#state;
      },
      participants: this.#participants,
      commit: (next, sounding) => this.#commit(next, sounding),
      expect: (who, content) => this.console.expect(who, content),
    };
  }

  #changeStrip(id: StripId, change: Partial<StripEntry>): void {
    this.#commit(withStrip(this.#state, id, change));
  }

  #commit(next: RoomState, sounding: Sounding = { strips: next.strips }): void {
    if (this.closed || next === this.#state) return;
    const before = this.#state;
    this.#state = next;
    this.#version += 1;
    followStrips({ program: this.#program, wiring: this.#wiring, sounding }, before, next);
    this.talkback.follow(before, next);
    this.sitting.follow(before, next);
    const hasPeople = next.participants !== before.participants;
    if (hasPeople || next.strips !== before.strips) this.#saver?.put(peopleToRemember(this.#desk));
    for (const listener of [...this.#changed]) listener();
    if (!hasPeople && next.show === before.show && next.program === before.program) return;
    // Who is at the console decides who waits, and whether the program may go on.
    this.lobby.admitWhere((origin) => !this.mustWait(origin));
    this.#hostWatch.follow(this.#state);
  }
}
