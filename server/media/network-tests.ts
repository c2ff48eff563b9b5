/** Throw-away transports for people in the green room: whether live audio would get through, before anybody is in a room. */
import { randomUUID } from 'node:crypto';
import type { TransportId } from '#protocol/ids.ts';
import type { DtlsParameters, OpaqueParameters, TransportOptions } from '#protocol/media.ts';
import { StudioError } from '../errors.ts';
import { Closable } from '../lifecycle.ts';
import type { MediaEnginePort, ParticipantMediaPort, RoomMediaPort } from '../room/media-port.ts';

/** A test takes a few seconds; one that nobody ends is ended. */
const TEST_LIFE_MS = 20_000;
/** Tests at once, of everybody together: each is a router of its own. */
const TESTS_MAX = 16;

/** One transport to be reached directly and one through the relay. Nothing is ever produced on them. */
export type OpenedNetworkTest = {
  readonly id: string;
  readonly routerRtpCapabilities: OpaqueParameters;
  readonly direct: TransportOptions;
  readonly relay: TransportOptions;
};

export class NetworkTests extends Closable {
  readonly #engine: MediaEnginePort;
  readonly #running = new Map<string, { room: RoomMediaPort; media: ParticipantMediaPort }>();
  #opening = 0;

  constructor(engine: MediaEnginePort) {
    super();
    this.#engine = engine;
  }

  /** Throws `server_full` while too many test at once, and `media_unavailable` without a worker. */
  async open(): Promise<OpenedNetworkTest> {
    if (this.#running.size + this.#opening >= TESTS_MAX) throw new StudioError('server_full');
    this.#opening += 1;
    try {
      return await this.#start();
    } finally {
      this.#opening -= 1;
    }
  }

  /** Throws `transport_not_found` for a test that has ended. */
  async connect(id: string, transportId: TransportId, dtlsParameters: DtlsParameters): Promise<void> {
    const test = this.#running.get(id);
    if (test === undefined) throw new StudioError('transport_not_found');
    await test.media.connectTransport(transportId, dtlsParameters);
  }

  end(id: string): void {
    this.#running.get(id)?.room.close('network test over');
  }

  async #start(): Promise<OpenedNetworkTest> {
    const room = await this.guard(this.#engine.openRoom(), (late) => late.close('shutting down'));
    this.own(room);
    const timer = setTimeout(() => room.close('network test too long'), TEST_LIFE_MS);
    const id = randomUUID();
    room.onClosed(() => {
      clearTimeout(timer);
      this.#running.delete(id);
    });
    try {
      const media = room.openParticipant();
      const { send, receive } = await media.openTransports();
      this.#running.set(id, { room, media });
      return { id, routerRtpCapabilities: room.routerRtpCapabilities, direct: send, relay: receive };
    } catch (error) {
      room.close('network test failed');
      throw error;
    }
  }
}
