/** Runs a mixer on a simulated clock: packets are put on a wire with arrival times, ticks are rendered as fast as possible. */
import { type StripId, stripId } from '#protocol/ids.ts';
import { TICK_FRAMES, TICK_MS } from '../../../server/mixer/audio-format.ts';
import { Mixer } from '../../../server/mixer/mixer.ts';
import type { StripSettings } from '../../../server/program/live-path-port.ts';
import { sideOf } from '../../support/tone.ts';
import { seededRandom } from './random.ts';
import { PAYLOAD_TYPE, type Packet, type Sender, SSRC } from './sender.ts';

/** A fader at 0 dB, in the middle, on air. */
export const OPEN: StripSettings = { on: true, muted: false, faderDb: 0, pan: 0 };

/** What lies between a sender and the mixer. Times in ms. */
export type NetworkOptions = {
  readonly seed?: number;
  readonly delayMs?: number;
  readonly lossShare?: number;
  /** Gilbert-Elliott: chances per packet to fall into the bad state, where all is lost, and to leave it. */
  readonly burst?: { readonly enter: number; readonly leave: number };
  /** Added or taken away, evenly distributed. */
  readonly jitterMs?: number;
  readonly reorderShare?: number;
  readonly duplicateShare?: number;
  /** Packets sent in this time are lost, or, held, arrive at its end. */
  readonly outage?: { readonly fromMs: number; readonly toMs: number; readonly held?: boolean };
};

type Flight = { readonly bytes: Uint8Array; readonly arrivalMs: number; readonly waitedMaxMs: number };

export class Rig {
  readonly mixer: Mixer;
  #wire: Flight[] = [];
  #ticks = 0;

  private constructor(mixer: Mixer) {
    this.mixer = mixer;
  }

  static async create(): Promise<Rig> {
    return new Rig(await Mixer.create());
  }

  get nowMs(): number {
    return this.#ticks * TICK_MS;
  }

  /** An open strip that takes the packets of `ssrc`. */
  strip(name: string, ssrc: number = SSRC, settings: StripSettings = OPEN): StripId {
    const id = stripId.parse(name);
    this.mixer.putStrip(id, settings);
    this.mixer.bindSource(id, { ssrc, payloadType: PAYLOAD_TYPE });
    return id;
  }

  /** Puts everything that `sender` sends before `untilMs` on the wire. */
  send(sender: Sender, untilMs: number, network: NetworkOptions = {}): void {
    const carry = networkOf(network);
    for (let packet = sender.next(); ; packet = sender.next()) {
      for (const arrivalMs of carry(packet)) this.deliver(packet.bytes, arrivalMs);
      if (packet.sentMs + sender.frameMs >= untilMs) return;
    }
  }

  /** `waitedMaxMs`: how long the packet may have waited for us. */
  deliver(bytes: Uint8Array, arrivalMs: number, waitedMaxMs = 0): void {
    this.#wire.push({ bytes, arrivalMs, waitedMaxMs });
  }

  /** Renders until `untilMs` and returns the program, interleaved. `beforeTick` may change the console. */
  runUntil(untilMs: number, beforeTick: (nowMs: number) => void = () => {}): Float32Array {
    this.#wire.sort((a, b) => a.arrivalMs - b.arrivalMs);
    const ticks = Math.ceil((untilMs - this.nowMs) / TICK_MS);
    const program = new Float32Array(ticks * TICK_FRAMES * 2);
    let taken = 0;
    for (let i = 0; i < ticks; i++) {
      const nowMs = this.nowMs;
      for (; taken < this.#wire.length; taken++) {
        const flight = this.#wire[taken];
        if (flight === undefined || flight.arrivalMs > nowMs) break;
        this.mixer.receive(flight.bytes, flight.arrivalMs, flight.waitedMaxMs);
      }
      beforeTick(nowMs);
      program.set(this.mixer.tick(nowMs), i * TICK_FRAMES * 2);
      this.#ticks += 1;
    }
    this.#wire = this.#wire.slice(taken);
    return program;
  }

  /** The same, left side only. */
  hearUntil(untilMs: number, beforeTick: (nowMs: number) => void = () => {}): Float32Array {
    return sideOf(this.runUntil(untilMs, beforeTick), 0);
  }
}

function networkOf(options: NetworkOptions): (packet: Packet) => number[] {
  const random = seededRandom(options.seed ?? 1);
  const delayMs = options.delayMs ?? 70;
  let bad = false;
  return ({ sentMs }) => {
    if (options.burst !== undefined) bad = random() < (bad ? 1 - options.burst.leave : options.burst.enter);
    const jitterMs = (random() * 2 - 1) * (options.jitterMs ?? 0);
    const swapMs = random() < (options.reorderShare ?? 0) ? 30 : 0;
    const lost = random() < (options.lossShare ?? 0) || bad;
    const again = random() < (options.duplicateShare ?? 0) ? [random() * 100] : [];
    let leavesMs = sentMs;
    const { outage } = options;
    if (outage !== undefined && sentMs >= outage.fromMs && sentMs < outage.toMs) {
      if (!outage.held) return [];
      leavesMs = outage.toMs;
    }
    const arrivalMs = leavesMs + delayMs + jitterMs + swapMs;
    return lost ? [] : [arrivalMs, ...again.map((laterMs) => arrivalMs + laterMs)];
  };
}
