/** One visitor's way to the studio, that a test can spoil: his WebSocket through a cut, his media through relays. */
import type { LossModel } from './loss-model.ts';
import { TcpCut } from './tcp-cut.ts';
import { type Direction, UdpRelay, type Weather } from './udp-relay.ts';

export type MediaAddress = { readonly ip: string; readonly port: number };

export type SocketAddress = { readonly host: string; readonly port: number };

export class VisitorNetwork {
  /** Where he opens his WebSocket. */
  readonly socketAddress: SocketAddress;
  readonly #socket: TcpCut | null;
  readonly #relays = new Map<number, Promise<UdpRelay>>();
  readonly #weather: [Direction, Partial<Weather>][] = [];
  #blackout = false;

  /** `port` is where the studio listens for HTTP on loopback. */
  static async open(port: number): Promise<VisitorNetwork> {
    const cut = await TcpCut.open({ host: '127.0.0.1', port });
    return new VisitorNetwork({ host: 'localhost', port: cut.port }, cut);
  }

  /** His WebSocket goes to an address that leads to the studio by itself. */
  static through(socketAddress: SocketAddress): VisitorNetwork {
    return new VisitorNetwork(socketAddress, null);
  }

  private constructor(socketAddress: SocketAddress, socket: TcpCut | null) {
    this.socketAddress = socketAddress;
    this.#socket = socket;
  }

  /** The address to send media to, instead of `target`. A worker that takes over is on another port and gets a relay of its own. */
  async mediaAddress({ ip, port }: MediaAddress): Promise<MediaAddress> {
    const opening = this.#relays.get(port) ?? this.#openRelay({ ip, port });
    this.#relays.set(port, opening);
    return { ip: '127.0.0.1', port: (await opening).port };
  }

  async setWeather(direction: Direction, weather: Partial<Weather>): Promise<void> {
    this.#weather.push([direction, weather]);
    for (const relay of await this.#opened()) relay.setWeather(direction, weather);
  }

  setLoss(loss: LossModel): Promise<void> {
    return this.setWeather('up', { loss });
  }

  /** Media is lost both ways. The WebSocket is not touched. */
  async setBlackout(blackout: boolean): Promise<void> {
    this.#blackout = blackout;
    for (const relay of await this.#opened()) relay.setBlackout(blackout);
  }

  /** Nothing passes any more, and nobody is told: the lid of the laptop is closed. Only for one made by `open`. */
  async vanish(): Promise<void> {
    this.#socket?.freeze();
    await this.setBlackout(true);
  }

  async changePorts(): Promise<void> {
    for (const relay of await this.#opened()) relay.changePorts();
  }

  async close(): Promise<void> {
    this.#socket?.close();
    for (const relay of await this.#opened()) relay.close();
  }

  #opened(): Promise<readonly UdpRelay[]> {
    return Promise.all(this.#relays.values());
  }

  async #openRelay({ ip, port }: MediaAddress): Promise<UdpRelay> {
    const relay = await UdpRelay.open({ address: ip, port });
    for (const [direction, weather] of this.#weather) relay.setWeather(direction, weather);
    relay.setBlackout(this.#blackout);
    return relay;
  }
}
