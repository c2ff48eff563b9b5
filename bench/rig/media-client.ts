/** What the rows about joining want of a person, whichever server he joins. */
import { setTimeout as delay } from 'node:timers/promises';
import type { SyntheticListener } from '../../test/support/synthetic/synthetic-listener.ts';
import type { SyntheticTalker } from '../../test/support/synthetic/synthetic-talker.ts';

/** How a join went: from asking to open the WebSocket to the first RTP packet that arrived, and the answers that were waited for. */
export type JoinResult = { readonly joinMs: number; readonly roundTrips: number };

/** Somebody who hears others, and may talk. */
export type MediaClient = {
  /** Null for one who does not talk. */
  readonly talker: SyntheticTalker | null;
  /** One for each person heard. */
  readonly listeners: readonly SyntheticListener[];
  close(): void;
};

const FIRST_PACKET_DEADLINE_MS = 20_000;

/** The moment at which somebody first hears anybody. */
export class FirstPacket {
  readonly #came = Promise.withResolvers<number>();

  /** This listener's packets count, too. */
  watch(listener: SyntheticListener): void {
    listener.receive(1).then(() => this.#came.resolve(performance.now()));
  }

  /** Resolves with the time (`performance.now()`). Rejects when no packet comes in time. */
  async atMs(): Promise<number> {
    const late = delay(FIRST_PACKET_DEADLINE_MS, undefined, { ref: false }).then(() => {
      throw new Error(`No packet came within ${FIRST_PACKET_DEADLINE_MS / 1000} s.`);
    });
    return Promise.race([this.#came.promise, late]);
  }
}
