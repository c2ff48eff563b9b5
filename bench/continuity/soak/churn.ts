/**
 * People who come and go: every few seconds one enters or one leaves. Half of them leave without a word; those who stay mute themselves
 * and publish anew now and then. What each does is drawn from a seed.
 */
import { StudioVisitor } from '../../../test/support/studio-visitor.ts';
import { randomFrom } from '../../../test/support/synthetic/random.ts';
import { until } from '../../../test/support/until.ts';
import { VisitorNetwork } from '../../../test/support/visitor-network.ts';
import { inviteToken, toneOf } from '../people.ts';
import type { Stage } from '../stage.ts';

const SEED = 33;
const PRESENT_MAX = 5;
const LEVEL_DB = -26;
const CLOCK_PPM = 100;
/** Somebody who is gone without a word keeps his place that long, and a little. */
const GONE_DEADLINE_MS = 60_000;

type Visitor = { readonly visitor: StudioVisitor; readonly network: VisitorNetwork | null; muted: boolean };

export type ChurnCounts = {
  readonly joined: number;
  readonly left: number;
  readonly vanished: number;
  readonly republished: number;
  readonly muted: number;
};

export class Churn {
  readonly #stage: Stage;
  readonly #token: string;
  readonly #random = randomFrom(SEED);
  readonly #present: Visitor[] = [];
  readonly #leaving = new Set<Promise<void>>();
  readonly #failures: string[] = [];
  #counts: ChurnCounts = { joined: 0, left: 0, vanished: 0, republished: 0, muted: 0 };

  static async open(stage: Stage): Promise<Churn> {
    return new Churn(stage, await inviteToken(stage.host));
  }

  private constructor(stage: Stage, token: string) {
    this.#stage = stage;
    this.#token = token;
  }

  get counts(): ChurnCounts {
    return this.#counts;
  }

  /** What did not go as it should, in words. */
  get failures(): readonly string[] {
    return this.#failures;
  }

  /** One join or leave, and something that one of those present does. Never throws. */
  async step(): Promise<void> {
    const isJoin = this.#present.length === 0 || (this.#present.length < PRESENT_MAX && this.#random() < 0.5);
    try {
      if (isJoin) await this.#join();
      else this.#leave();
      await this.#stir();
    } catch (error) {
      this.#failures.push(error instanceof Error ? error.message : String(error));
    }
  }

  /** Everybody leaves; resolves when the room has only those who were there before. */
  async empty(): Promise<void> {
    while (this.#present.length > 0) this.#leave();
    await Promise.all(this.#leaving);
    const expected = this.#stage.everybody.length;
    await until(
      'only the steady people are in the room',
      () => Object.keys(this.#stage.host.state.participants).length === expected,
      GONE_DEADLINE_MS,
    ).catch((error: Error) => this.#failures.push(error.message));
  }

  async #join(): Promise<void> {
    const { studio, host } = this.#stage;
    const number = this.#counts.joined + 1;
    const vanishes = this.#random() < 0.5;
    const network = vanishes ? await VisitorNetwork.open(studio.port) : null;
    try {
      const visitor = await StudioVisitor.enter({
        studioUrl: studio.url,
        credential: { kind: 'invite', token: this.#token },
        name: `Visitor ${number}`,
        toneHz: toneOf(this.#stage.everybody.length + (number % PRESENT_MAX)),
        levelDb: LEVEL_DB,
        clockPpm: number % 2 === 0 ? CLOCK_PPM : -CLOCK_PPM,
        hears: true,
        ...(network === null ? {} : { network }),
      });
      this.#present.push({ visitor, network, muted: false });
      this.#counts = { ...this.#counts, joined: number };
      await host.call('strip.setOn', { stripId: visitor.strip.id, on: true });
    } catch (error) {
      await network?.close();
      throw error;
    }
  }

  #leave(): void {
    const index = Math.floor(this.#random() * this.#present.length);
    const [who] = this.#present.splice(index, 1);
    if (who === undefined) return;
    const { visitor, network } = who;
    if (network === null) {
      visitor.leave();
      this.#counts = { ...this.#counts, left: this.#counts.left + 1 };
      return;
    }
    this.#counts = { ...this.#counts, vanished: this.#counts.vanished + 1 };
    const leaving = this.#vanish(visitor, network).finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }

  /** His end is cleared away only when the room has given him up: until then nothing may tell it. */
  async #vanish(visitor: StudioVisitor, network: VisitorNetwork): Promise<void> {
    const { host } = this.#stage;
    try {
      await network.vanish();
      await until(
        `${visitor.name} is out of the room`,
        () => host.state.participants[visitor.id] === undefined,
        GONE_DEADLINE_MS,
      );
    } catch (error) {
      this.#failures.push(error instanceof Error ? error.message : String(error));
    } finally {
      visitor.vanish();
      await network.close();
    }
  }

  async #stir(): Promise<void> {
    const who = this.#present[Math.floor(this.#random() * this.#present.length)];
    if (who === undefined) return;
    const chance = this.#random();
    if (chance < 0.3) {
      await who.visitor.republish();
      this.#counts = { ...this.#counts, republished: this.#counts.republished + 1 };
    } else if (chance < 0.6) {
      who.muted = !who.muted;
      who.visitor.setMuted(who.muted);
      this.#counts = { ...this.#counts, muted: this.#counts.muted + 1 };
    }
  }
}
