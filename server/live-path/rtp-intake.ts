/** The UDP port that the room's RTP arrives on. Takes packets from one address only. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { Closable, type CloseReason } from '../lifecycle.ts';
import type { RtpAddress } from '../program/live-path-port.ts';
import { BusyTime } from './busy-time.ts';

export type RtpIntakeOptions = {
  /**
   * `arrivalMs` is when it was read, on the scale of `performance.now()`; it may have waited for that for `waitedMaxMs` because the thread
   * was busy. The packet's memory is not used again.
   */
  readonly onPacket: (packet: Uint8Array, arrivalMs: number, waitedMaxMs: number) => void;
};

/** Half a second of a hundred talkers, should the thread stand still; the system may give less. */
const RECEIVE_BUFFER_BYTES = 2 * 1024 * 1024;

export class RtpIntake extends Closable {
  readonly #socket: Socket;
  readonly address: RtpAddress;
  #source: RtpAddress | null = null;
  #refused = 0;

  /** Listens on a free port of loopback. */
  static async open(options: RtpIntakeOptions): Promise<RtpIntake> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new RtpIntake(socket, options);
  }

  private constructor(socket: Socket, { onPacket }: RtpIntakeOptions) {
    super();
    this.#socket = socket;
    const { address, port } = socket.address();
    this.address = { ip: address, port };
    // One failed read is one lost packet; the port itself stays.
    socket.on('error', () => {
      this.#refused += 1;
    });
    const busy = new BusyTime(performance.now(), performance.nodeTiming.idleTime);
    socket.on('message', (packet, from) => {
      const nowMs = performance.now();
      const waitedMaxMs = busy.at(nowMs, performance.nodeTiming.idleTime);
      if (from.port === this.#source?.port && from.address === this.#source.ip) {
        onPacket(packet, nowMs, waitedMaxMs);
      } else this.#refused += 1;
    });
  }

  /** Packets from strangers, and those that could not be read. */
  get refused(): number {
    return this.#refused;
  }

  acceptFrom(source: RtpAddress): void {
    this.#source = source;
  }

  /** Sends a packet to where packets are taken from. Its memory is not ours to use again. */
  send(packet: Uint8Array): void {
    const to = this.#source;
    // A packet that cannot be sent is a lost one, as anywhere.
    if (to !== null && !this.closed) this.#socket.send(packet, to.port, to.ip, () => {});
  }

  protected override onClose(_reason: CloseReason): void {
    this.#socket.close();
  }
}
