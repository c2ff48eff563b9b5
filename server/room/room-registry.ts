/** The rooms that are open, one per show. A room opens with its first visitor and closes when it has been empty and off air for a while. */
import type { ShowSlug } from '#protocol/ids.ts';
import { StudioError } from '../errors.ts';
import { Closable, type CloseReason } from '../lifecycle.ts';
import type { Room } from './room.ts';

/** How long an empty room that is off air stays open. */
const EMPTY_ROOM_MS = 60_000;
/** How often rooms are looked at. */
const SWEEP_INTERVAL_MS = 10_000;
/** How many rooms one server opens. */
const ROOMS_MAX = 64;

/** Builds a room with its media and live path. Throws `show_not_found`, `media_unavailable`. */
export type RoomFactory = (slug: ShowSlug) => Promise<Room>;

export class RoomRegistry extends Closable {
  readonly #createRoom: RoomFactory;
  readonly #rooms = new Map<ShowSlug, Room>();
  readonly #opening = new Map<ShowSlug, Promise<Room>>();
  readonly #emptySinceMs = new Map<Room, number>();
  readonly #sweepTimer: NodeJS.Timeout;
  #draining = false;

  constructor(createRoom: RoomFactory) {
    super();
    this.#createRoom = createRoom;
    this.#sweepTimer = setInterval(() => this.#sweep(performance.now()), SWEEP_INTERVAL_MS);
    this.#sweepTimer.unref();
  }

  get rooms(): readonly Room[] {
    return [...this.#rooms.values()];
  }

  find(slug: ShowSlug): Room | undefined {
    return this.#rooms.get(slug);
  }

  /** The room of a show, opened if it is not. Two who come at once get the same one. */
  async open(slug: ShowSlug): Promise<Room> {
    if (this.closed || this.#draining) throw new StudioError('shutting_down');
    const room = this.#rooms.get(slug);
    if (room !== undefined) return room;
    const opening = this.#opening.get(slug) ?? this.#create(slug);
    this.#opening.set(slug, opening);
    try {
      return await opening;
    } finally {
      this.#opening.delete(slug);
    }
  }

  /** Whether no new room opens any more. */
  get draining(): boolean {
    return this.#draining;
  }

  /** Drains every room; no new one opens meanwhile. */
  async stop(reason: CloseReason): Promise<void> {
    this.#draining = true;
    await Promise.allSettled(this.rooms.map((room) => room.stop(reason)));
    this.close(reason);
  }

  protected override onClose(): void {
    clearInterval(this.#sweepTimer);
    this.#rooms.clear();
    this.#emptySinceMs.clear();
  }

  async #create(slug: ShowSlug): Promise<Room> {
    if (this.#rooms.size + this.#opening.size >= ROOMS_MAX) throw new StudioError('server_full');
    const room = await this.guard(this.#createRoom(slug), (late) => late.close('server closed'));
    this.own(room);
    this.#rooms.set(slug, room);
    room.onClosed(() => {
      this.#rooms.delete(slug);
      this.#emptySinceMs.delete(room);
    });
    return room;
  }

  #sweep(nowMs: number): void {
    for (const room of this.rooms) {
      const idle = room.isEmpty && ['off', 'failed'].includes(room.state.program.phase);
      if (!idle) {
        this.#emptySinceMs.delete(room);
        continue;
      }
      const sinceMs = this.#emptySinceMs.get(room) ?? nowMs;
      this.#emptySinceMs.set(room, sinceMs);
      if (nowMs - sinceMs >= EMPTY_ROOM_MS) room.close('empty');
    }
  }
}
