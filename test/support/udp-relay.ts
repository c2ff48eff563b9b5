/**
 * A bad network between a participant and the server: a UDP relay that delays, reorders, duplicates and loses packets, falls silent,
 * and moves to another port. The server sees each sender behind a port of the relay's own.
 */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type LossModel, noLoss } from './loss-model.ts';

const LOOPBACK = '127.0.0.1';
/** How much later than its neighbours a packet comes that is to be overtaken: two frames and a bit. */
const OVERTAKEN_BY_MS = 45;
/** Senders behind one relay. */
const SENDERS_MAX = 256;

/**
 * One direction. `delayMs` every packet waits; `jitterMs` is added, evenly spread from 0 to it, and reorders where packets are closer than
 * that. `reorderRate` and `duplicateRate` are shares of the packets, 0 to 1.
 */
export type Weather = {
  readonly delayMs: number;
  readonly jitterMs: number;
  readonly reorderRate: number;
  readonly duplicateRate: number;
  readonly loss: LossModel;
};

/** Every packet passes at once. */
export function fairWeather(): Weather {
  return { delayMs: 0, jitterMs: 0, reorderRate: 0, duplicateRate: 0, loss: noLoss };
}

export type Direction = 'up' | 'down';

type Address = { readonly address: string; readonly port: number };
type Behind = { readonly sender: Address; socket: Socket };

export class UdpRelay {
  /** Where senders send to. */
  readonly port: number;
  readonly #front: Socket;
  readonly #target: Address;
  readonly #behind = new Map<string, Behind>();
  readonly #waiting = new Set<NodeJS.Timeout>();
  readonly #weather: Record<Direction, Weather> = { up: fairWeather(), down: fairWeather() };
  #blackout = false;
  #forwarded = 0;
  #lost = 0;

  /** Listens on a free port of loopback and relays to `target`. */
  static async open(target: Address): Promise<UdpRelay> {
    const front = createSocket('udp4');
    front.bind(0, LOOPBACK);
    await once(front, 'listening');
    return new UdpRelay(front, target);
  }

  private constructor(front: Socket, target: Address) {
    this.#front = front;
    this.#target = target;
    this.port = front.address().port;
    front.on('error', ignoreUnreachable);
    front.on('message', (packet, from) => {
      const behind = this.#of(from);
      if (behind !== null) this.#carry('up', () => behind.socket.send(packet, ignoreUnreachable));
    });
  }

  /** Packets that went on, both ways, and packets that were lost here. */
  get counts(): { readonly forwarded: number; readonly lost: number } {
    return { forwarded: this.#forwarded, lost: this.#lost };
  }

  /** Changes the weather of one direction from the next packet on. */
  setWeather(direction: Direction, weather: Partial<Weather>): void {
    this.#weather[direction] = { ...this.#weather[direction], ...weather };
  }

  /** Nothing passes either way, and nobody is told. */
  setBlackout(blackout: boolean): void {
    this.#blackout = blackout;
  }

  /** The senders come from other ports from now on, as behind a router that was started again; the old ports are gone. */
  changePorts(): void {
    for (const behind of this.#behind.values()) {
      behind.socket.close();
      behind.socket = this.#socketFor(behind.sender);
    }
  }

  close(): void {
    for (const timer of this.#waiting) clearTimeout(timer);
    this.#waiting.clear();
    for (const { socket } of this.#behind.values()) socket.close();
    this.#behind.clear();
    this.#front.close();
  }

  #of(sender: Address): Behind | null {
    const name = `${sender.address}:${sender.port}`;
    const known = this.#behind.get(name);
    if (known !== undefined) return known;
    if (this.#behind.size >= SENDERS_MAX) return null;
    const behind = { sender, socket: this.#socketFor(sender) };
    this.#behind.set(name, behind);
    return behind;
  }

  #socketFor({ address, port }: Address): Socket {
    const socket = createSocket('udp4');
    socket.on('error', ignoreUnreachable);
    socket.on('message', (packet) =>
      this.#carry('down', () => this.#front.send(packet, port, address, ignoreUnreachable)),
    );
    socket.connect(this.#target.port, this.#target.address);
    return socket;
  }

  #carry(direction: Direction, send: () => void): void {
    const { delayMs, jitterMs, reorderRate, duplicateRate, loss } = this.#weather[direction];
    if (this.#blackout || loss()) {
      this.#lost += 1;
      return;
    }
    const overtaken = Math.random() < reorderRate ? OVERTAKEN_BY_MS : 0;
    const copies = Math.random() < duplicateRate ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      this.#after(delayMs + overtaken + Math.random() * jitterMs, send);
    }
  }

  #after(delayMs: number, send: () => void): void {
    const sendNow = () => {
      this.#forwarded += 1;
      try {
        send();
      } catch {
        // The socket changed its port, or is not connected yet: one lost packet.
      }
    };
    if (delayMs === 0) {
      sendNow();
      return;
    }
    const timer = setTimeout(() => {
      this.#waiting.delete(timer);
      sendNow();
    }, delayMs);
    this.#waiting.add(timer);
  }
}

/** A port that nobody listens on now is what a fault looks like. */
function ignoreUnreachable(): void {}
