/** The media of a room without a worker: participants, feed and taps are plain objects, and it dies when a test says so. */
import { type ProducerId, producerId } from '#protocol/ids.ts';
import { StudioError } from '../../../server/errors.ts';
import { Closable } from '../../../server/lifecycle.ts';
import type {
  ReturnPort,
  RoomMediaPort,
  RoomMediaStats,
  RtpAddress,
  TapPort,
} from '../../../server/room/media-port.ts';
import { FakeParticipantMedia } from './fake-participant-media.ts';
import { Gate } from './gate.ts';

const PAYLOAD_TYPE = 100;

let lastSsrc = 1000;
let lastFeedPort = 60_000;

export class FakeTap extends Closable implements TapPort {
  readonly ssrc = ++lastSsrc;
  readonly payloadType = PAYLOAD_TYPE;
  readonly producerId: ProducerId;

  constructor(producerId: ProducerId) {
    super();
    this.producerId = producerId;
  }
}

export class FakeReturn extends Closable implements ReturnPort {
  readonly ssrc = ++lastSsrc;
  readonly payloadType = PAYLOAD_TYPE;
  readonly producerId = producerId.parse(`return-${this.ssrc}`);
}

/** A new feed closes the taps of the one before. */
export class FakeRoomMedia extends Closable implements RoomMediaPort {
  readonly routerRtpCapabilities = {};
  readonly participants: FakeParticipantMedia[] = [];
  readonly taps = new Set<FakeTap>();
  /** Shut, it keeps `openFeed` and `tap` waiting. */
  readonly gate = new Gate();
  /** Producers that this media refuses to tap. */
  readonly untappable = new Set<ProducerId>();
  /** What the mixer sends to the room. */
  return: FakeReturn | null = null;
  /** Where the feed sends to, and where it sends from. */
  feed: { readonly mixer: RtpAddress; readonly source: RtpAddress } | null = null;

  openParticipant(): FakeParticipantMedia {
    const media = this.own(new FakeParticipantMedia((id) => this.#closeTaps(id)));
    this.participants.push(media);
    return media;
  }

  async openFeed(mixer: RtpAddress): Promise<RtpAddress> {
    await this.gate.pass();
    this.#closeTaps(null);
    this.return?.close('feed opened anew');
    lastFeedPort += 1;
    this.feed = { mixer, source: { ip: '127.0.0.1', port: lastFeedPort } };
    return this.feed.source;
  }

  async tap(producerId: ProducerId): Promise<FakeTap> {
    await this.gate.pass();
    const known = this.participants.some((media) => media.producers.has(producerId));
    if (!known || this.closed || this.untappable.has(producerId)) throw new StudioError('producer_not_found');
    const tap = this.own(new FakeTap(producerId));
    this.taps.add(tap);
    tap.onClosed(() => this.taps.delete(tap));
    return tap;
  }

  async openReturn(): Promise<FakeReturn> {
    await this.gate.pass();
    this.return = this.own(new FakeReturn());
    return this.return;
  }

  async stats(): Promise<RoomMediaStats> {
    return { transports: 0, producers: 0, consumers: 0 };
  }

  /** What a dying worker does to the media of its rooms. */
  die(): void {
    this.close('worker died');
  }

  #closeTaps(producerId: ProducerId | null): void {
    for (const tap of [...this.taps])
      if (producerId === null || tap.producerId === producerId) tap.close('producer or feed closed');
  }
}
