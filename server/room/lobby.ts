/** The people in front of a room: who waits, who was let in and has not come yet, who was refused. They see and hear nothing of the room. */
import type { ErrorCode } from '#protocol/error-codes.ts';
import type { WaitingId } from '#protocol/ids.ts';
import type { LobbyStanding, WaitingEntry } from '#protocol/people.ts';
import { StudioError } from '../errors.ts';
import { newToken, newWaitingId } from '../ids.ts';
import { Closable, type CloseReason } from '../lifecycle.ts';
import { farewellOf } from './farewell.ts';
import { isSameOrigin, type Origin } from './origin.ts';

/** How many may wait at once, and how many are remembered in all. */
const WAITING_MAX = 32;
const REMEMBERED_MAX = 200;
/** How often one may ask, the first time included. */
const ASKS_MAX = 3;
/** Who loses his session while he waits, or does not come when he is let in, has lost his place after so long. */
const PLACE_KEPT_MS = 30_000;

/** What a session lets the lobby say to the browser. */
export type LobbySeat = {
  bye(code: ErrorCode, retry: boolean): void;
  lobby(news: {
    readonly standing: LobbyStanding;
    readonly waitedMs: number;
    readonly token: string;
    readonly mayAskAgain: boolean;
  }): void;
};

export type Knock = {
  readonly name: string;
  /** Of an earlier knock. */
  readonly token: string | undefined;
  readonly origin: Origin;
  readonly seat: LobbySeat;
};

type Waiter = {
  readonly id: WaitingId;
  readonly token: string;
  readonly origin: Origin;
  name: string;
  sinceMs: number;
  asked: number;
  standing: LobbyStanding;
  seat: LobbySeat | null;
  timer: NodeJS.Timeout | null;
};

export class Lobby extends Closable {
  /** In the order of their coming. */
  readonly #waiters = new Map<WaitingId, Waiter>();
  readonly #changed: (waiting: Readonly<Record<string, WaitingEntry>>) => void;

  /** `changed` is told of those who ask now. */
  constructor(changed: (waiting: Readonly<Record<string, WaitingEntry>>) => void) {
    super();
    this.#changed = changed;
  }

  /** Whether this is somebody known here, who is no newcomer. */
  knows(knock: Knock): boolean {
    return this.#find(knock) !== undefined;
  }

  /**
   * Somebody wants in. Returns when he was admitted, and forgets him. Otherwise he waits, is told so through his seat, and this throws
   * `must_wait`; `not_admitted` when he was refused too often, `lobby_full` when too many wait.
   */
  knock(knock: Knock): void {
    const waiter = this.#find(knock) ?? this.#newcomer(knock);
    this.#keepPlace(waiter, false);
    if (waiter.standing === 'admitted') {
      this.#waiters.delete(waiter.id);
      return;
    }
    if (waiter.standing === 'refused') this.#askAgain(waiter);
    if (waiter.seat !== knock.seat) waiter.seat?.bye('replaced', false);
    waiter.seat = knock.seat;
    waiter.name = knock.name;
    this.#tell(waiter);
    this.#publish();
    throw new StudioError('must_wait');
  }

  /** Somebody came in without being asked to wait any more. */
  forget(knock: Knock): void {
    const waiter = this.#find(knock);
    if (waiter !== undefined) this.#drop(waiter);
  }

  /** Somebody goes away by himself. */
  leave(seat: LobbySeat): void {
    const waiter = this.#at(seat);
    if (waiter === undefined) return;
    this.#drop(waiter);
  }

  /** His session is gone; his place is kept for a while. */
  detach(seat: LobbySeat): void {
    const waiter = this.#at(seat);
    if (waiter === undefined) return;
    waiter.seat = null;
    if (waiter.standing !== 'refused') this.#keepPlace(waiter, true);
  }

  /** Throws `waiting_not_found`. */
  admit(id: WaitingId): void {
    this.#admit(this.#asking(id));
    this.#publish();
  }

  admitAll(): void {
    this.admitWhere(() => true);
  }

  /** Lets everybody in whose origin passes, who asks now. */
  admitWhere(isFree: (origin: Origin) => boolean): void {
    const free = [...this.#waiters.values()].filter(
      ({ standing, origin }) => standing === 'asking' && isFree(origin),
    );
    for (const waiter of free) this.#admit(waiter);
    if (free.length > 0) this.#publish();
  }

  /** He may ask again, a limited number of times. Throws `waiting_not_found`. */
  refuse(id: WaitingId): void {
    const waiter = this.#asking(id);
    waiter.standing = 'refused';
    this.#tell(waiter);
    this.#publish();
  }

  protected override onClose(reason: CloseReason): void {
    const waiters = [...this.#waiters.values()];
    this.#waiters.clear();
    for (const waiter of waiters) {
      this.#keepPlace(waiter, false);
      waiter.seat?.bye(...farewellOf(reason));
    }
  }

  #find({ token, origin, seat }: Knock): Waiter | undefined {
    return [...this.#waiters.values()].find(
      (waiter) =>
        waiter.seat === seat ||
        (token !== undefined && waiter.token === token && waiter.origin.link === origin.link) ||
        isSameOrigin(waiter.origin, origin),
    );
  }

  #at(seat: LobbySeat): Waiter | undefined {
    return [...this.#waiters.values()].find((waiter) => waiter.seat === seat);
  }

  #newcomer({ name, origin, seat }: Knock): Waiter {
    const asking = [...this.#waiters.values()].filter(({ standing }) => standing === 'asking');
    if (asking.length >= WAITING_MAX) throw new StudioError('lobby_full');
    const waiter: Waiter = {
      ...{ id: newWaitingId(), token: newToken(), origin, name, seat },
      ...{ sinceMs: Date.now(), asked: 1, standing: 'asking', timer: null },
    };
    this.#waiters.set(waiter.id, waiter);
    const [oldest] = [...this.#waiters.values()].filter(({ standing }) => standing === 'refused');
    if (this.#waiters.size > REMEMBERED_MAX && oldest !== undefined) this.#drop(oldest);
    return waiter;
  }

  #askAgain(waiter: Waiter): void {
    if (waiter.asked >= ASKS_MAX) throw new StudioError('not_admitted');
    waiter.asked += 1;
    waiter.sinceMs = Date.now();
    waiter.standing = 'asking';
  }

  #admit(waiter: Waiter): void {
    waiter.standing = 'admitted';
    this.#keepPlace(waiter, true);
    this.#tell(waiter);
  }

  #asking(id: WaitingId): Waiter {
    const waiter = this.#waiters.get(id);
    if (waiter?.standing !== 'asking') throw new StudioError('waiting_not_found');
    return waiter;
  }

  #tell({ seat, standing, sinceMs, token, asked }: Waiter): void {
    seat?.lobby({ standing, waitedMs: Date.now() - sinceMs, token, mayAskAgain: asked < ASKS_MAX });
  }

  #drop(waiter: Waiter): void {
    this.#keepPlace(waiter, false);
    this.#waiters.delete(waiter.id);
    this.#publish();
  }

  #keepPlace(waiter: Waiter, onlyForAWhile: boolean): void {
    if (waiter.timer !== null) clearTimeout(waiter.timer);
    waiter.timer = onlyForAWhile ? setTimeout(() => this.#drop(waiter), PLACE_KEPT_MS) : null;
  }

  #publish(): void {
    const asking = [...this.#waiters.values()].filter(({ standing }) => standing === 'asking');
    this.#changed(
      Object.fromEntries(asking.map(({ id, name, sinceMs, asked }) => [id, { id, name, sinceMs, asked }])),
    );
  }
}
