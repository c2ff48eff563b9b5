/**
 * The wires of a room: its media (reopened when a worker dies), the one RTP feed from there to the live path, and a tap for each strip
 * that has a producer. Callers say what should sound where; a loop makes it so and repairs it.
 */
import type { ProducerId, StripId } from '#protocol/ids.ts';
import { Closable, type CloseReason } from '../lifecycle.ts';
import type { Log } from '../log.ts';
import type { LivePathPort } from '../program/live-path-port.ts';
import type { Program } from '../program/program.ts';
import type { MediaEnginePort, ReturnPort, RoomMediaPort, TapPort } from './media-port.ts';

/** The pause before the loop tries again what failed. */
const RETRY_MS = 250;

type Wire = { readonly producerId: ProducerId; readonly tap: TapPort };

export class RoomWiring extends Closable {
  readonly #engine: MediaEnginePort;
  readonly #program: Program;
  readonly #log: Log;
  readonly #wanted = new Map<StripId, ProducerId>();
  readonly #wires = new Map<StripId, Wire>();
  readonly #mediaOpened = new Set<(epoch: number) => void>();
  readonly #returnChanged = new Set<(producerId: ProducerId | null) => void>();
  #media: RoomMediaPort | null = null;
  #fedLivePath: LivePathPort | null = null;
  #wantsReturn = false;
  #return: ReturnPort | null = null;
  #epoch = 0;
  #dirty = false;
  #working = false;

  /** Opens the media of the room. Throws `media_unavailable` when no worker runs. */
  static async create(options: { engine: MediaEnginePort; program: Program; log: Log }): Promise<RoomWiring> {
    return new RoomWiring(options, await options.engine.openRoom());
  }

  private constructor(
    options: { engine: MediaEnginePort; program: Program; log: Log },
    media: RoomMediaPort,
  ) {
    super();
    this.#engine = options.engine;
    this.#program = options.program;
    this.#log = options.log;
    this.#program.onLivePathReplaced(() => {
      this.#unfeed();
      this.#repair();
    });
    this.#adopt(media);
  }

  /** The media of the room, or null while a worker is being replaced. */
  get media(): RoomMediaPort | null {
    return this.#media;
  }

  /** Grows each time the media of the room is opened anew; 1 is the first. */
  get epoch(): number {
    return this.#epoch;
  }

  onMediaOpened(listener: (epoch: number) => void): () => void {
    this.#mediaOpened.add(listener);
    return () => this.#mediaOpened.delete(listener);
  }

  /** Says which producer a strip sounds; null takes it away. */
  setSource(id: StripId, producerId: ProducerId | null): void {
    if (producerId === null) this.#wanted.delete(id);
    else this.#wanted.set(id, producerId);
    this.#repair();
  }

  /** Whether what the live path plays by itself is to be heard in the room. */
  wantReturn(isWanted: boolean): void {
    this.#wantsReturn = isWanted;
    this.#repair();
  }

  /** Told which producer that is, and of null while there is none. */
  onReturn(listener: (producerId: ProducerId | null) => void): () => void {
    this.#returnChanged.add(listener);
    return () => this.#returnChanged.delete(listener);
  }

  protected override onClose(reason: CloseReason): void {
    this.#media?.close(reason);
    this.#returnChanged.clear();
    this.#wires.clear();
    this.#wanted.clear();
    this.#mediaOpened.clear();
  }

  #adopt(media: RoomMediaPort): void {
    if (this.closed) {
      media.close('room closed');
      return;
    }
    this.#media = media;
    this.#epoch += 1;
    media.onClosed((reason) => {
      if (this.closed || this.#media !== media) return;
      this.#log.warn({ reason }, 'room media closed');
      this.#media = null;
      this.#unfeed();
      this.#wanted.clear();
      this.#repair();
    });
    for (const listener of this.#mediaOpened) listener(this.#epoch);
    this.#repair();
  }

  #unfeed(): void {
    for (const [id, wire] of this.#wires) {
      wire.tap.close('feed is rebuilt');
      this.#program.bindSource(id, null);
    }
    this.#wires.clear();
    this.#fedLivePath = null;
    this.#endReturn();
  }

  #endReturn(): void {
    const ended = this.#return;
    if (ended === null) return;
    this.#return = null;
    ended.close('no longer wanted');
    this.#program.livePath.sendSounds(null);
    for (const listener of this.#returnChanged) listener(null);
  }

  async #openReturn(media: RoomMediaPort, livePath: LivePathPort): Promise<void> {
    const opened = await media.openReturn();
    if (this.closed || media.closed || livePath.closed || !this.#wantsReturn) {
      opened.close('no longer wanted');
      return;
    }
    this.#return = opened;
    livePath.sendSounds({ ssrc: opened.ssrc, payloadType: opened.payloadType });
    for (const listener of this.#returnChanged) listener(opened.producerId);
    opened.onClosed(() => {
      if (this.#return !== opened) return;
      this.#endReturn();
      this.#repair();
    });
  }

  #repair(): void {
    this.#dirty = true;
    if (!this.#working) void this.#work();
  }

  async #work(): Promise<void> {
    this.#working = true;
    let failures = 0;
    while (this.#dirty && !this.closed) {
      this.#dirty = false;
      try {
        await this.#step();
        if (failures > 0) this.#log.info({ failures }, 'wiring works again');
        failures = 0;
      } catch (error) {
        if (this.closed) break;
        failures += 1;
        if (failures === 1) this.#log.warn({ err: error }, 'wiring failed, trying again');
        this.#dirty = true;
        await this.pause(RETRY_MS);
      }
    }
    this.#working = false;
  }

  /** One pass: whatever it awaited may have changed meanwhile, so it looks again at each turn. */
  async #step(): Promise<void> {
    if (this.#media === null) {
      this.#adopt(await this.#engine.openRoom());
      return;
    }
    const media = this.#media;
    const livePath = this.#program.livePath;
    if (this.#fedLivePath !== livePath) {
      const rtpSource = await media.openFeed(livePath.rtpAddress);
      if (media.closed || livePath.closed) return;
      livePath.acceptRtpFrom(rtpSource);
      this.#fedLivePath = livePath;
    }
    for (const [id, wire] of [...this.#wires]) {
      if (this.#wanted.get(id) !== wire.producerId || wire.tap.closed) this.#cut(id, wire);
    }
    const missing = [...this.#wanted].filter(([id]) => !this.#wires.has(id));
    const connected = missing.map(([id, producerId]) => this.#connect(media, id, producerId));
    for (const result of await Promise.allSettled(connected)) {
      if (result.status === 'rejected') throw result.reason;
    }
    // Last, so that nobody's microphone waits for it.
    if (!this.#wantsReturn) this.#endReturn();
    else if (this.#return === null) await this.#openReturn(media, livePath);
  }

  async #connect(media: RoomMediaPort, id: StripId, producerId: ProducerId): Promise<void> {
    const tap = await media.tap(producerId).catch((error: unknown) => {
      if (this.#wanted.get(id) !== producerId || media.closed) return null;
      throw error;
    });
    if (tap === null) return;
    if (this.closed || media !== this.#media || this.#wanted.get(id) !== producerId) {
      tap.close('no longer wanted');
      return;
    }
    this.#wires.set(id, { producerId, tap });
    this.#program.bindSource(id, { ssrc: tap.ssrc, payloadType: tap.payloadType });
    tap.onClosed(() => {
      if (this.#wires.get(id)?.tap === tap) this.#repair();
    });
  }

  #cut(id: StripId, wire: Wire): void {
    this.#wires.delete(id);
    wire.tap.close('source changed');
    this.#program.bindSource(id, null);
  }
}
