/** The media of one room: its router, its participants and the feed to the mixer. */
import type { types } from 'mediasoup';
import type { ProducerId } from '#protocol/ids.ts';
import type { OpaqueParameters } from '#protocol/media.ts';
import { StudioError } from '../errors.ts';
import { Closable } from '../lifecycle.ts';
import type { Log } from '../log.ts';
import type { RoomMediaPort, RoomMediaStats, RtpAddress } from '../room/media-port.ts';
import type { Published } from './consumers.ts';
import { assertOpen } from './media-error.ts';
import { ParticipantMedia } from './participant-media.ts';
import type { ReturnProducer } from './return-producer.ts';
import { RtpFeed } from './rtp-feed.ts';
import type { Tap } from './tap.ts';
import { Turnstile } from './turnstile.ts';

export type RoomMediaOptions = {
  readonly router: types.Router;
  readonly webRtcServer: types.WebRtcServer;
  readonly log: Log;
};

export class RoomMedia extends Closable implements RoomMediaPort {
  readonly #router: types.Router;
  readonly #webRtcServer: types.WebRtcServer;
  readonly #log: Log;
  readonly #participants = new Set<ParticipantMedia>();
  readonly #producers = new Map<ProducerId, Published>();
  /** Somebody who enters is heard by everybody and hears everybody: a hundred consumers at once in a full room. */
  readonly #consuming = this.own(new Turnstile());
  #feed: RtpFeed | null = null;

  /** Only MediaWorker makes these; the router becomes the room's own. */
  constructor({ router, webRtcServer, log }: RoomMediaOptions) {
    super();
    this.#router = this.own(router);
    this.#webRtcServer = webRtcServer;
    this.#log = log;
  }

  get routerRtpCapabilities(): OpaqueParameters {
    return this.#router.rtpCapabilities;
  }

  get participantCount(): number {
    return this.#participants.size;
  }

  openParticipant(): ParticipantMedia {
    assertOpen(this);
    const participant = this.own(
      new ParticipantMedia(
        {
          router: this.#router,
          webRtcServer: this.#webRtcServer,
          producers: this.#producers,
          consuming: this.#consuming,
        },
        this.#log,
      ),
    );
    this.#participants.add(participant);
    participant.onClosed(() => this.#participants.delete(participant));
    return participant;
  }

  /** A second call, for a mixer that was started again, closes the earlier feed with its taps. */
  async openFeed(mixer: RtpAddress): Promise<RtpAddress> {
    assertOpen(this);
    this.#feed?.close('feed opened anew');
    this.#feed = this.own(new RtpFeed());
    return this.#feed.open(this.#router, mixer);
  }

  /** Throws `media_refused` for video and `internal` before `openFeed`. */
  async tap(producerId: ProducerId): Promise<Tap> {
    assertOpen(this);
    const producer = this.#producers.get(producerId);
    if (producer === undefined) throw new StudioError('producer_not_found');
    if (producer.kind !== 'audio') throw new StudioError('media_refused', 'Only audio goes to the mixer.');
    if (this.#feed === null)
      throw new StudioError('internal', 'A producer was tapped before the feed was open.');
    return this.#feed.tap(producer);
  }

  async openReturn(): Promise<ReturnProducer> {
    assertOpen(this);
    if (this.#feed === null) throw new StudioError('internal', 'The feed is not open.');
    const opened = await this.#feed.openReturn();
    const { producerId } = opened;
    this.#producers.set(producerId, opened.producer);
    opened.onClosed(() => this.#producers.delete(producerId));
    return opened;
  }

  /** How many objects this room has in its router, the feed and the taps included. */
  async stats(): Promise<RoomMediaStats> {
    const stats = { ...(this.#feed?.counts ?? { transports: 0, producers: 0, consumers: 0 }) };
    for (const { counts } of this.#participants) {
      stats.transports += counts.transports;
      stats.producers += counts.producers;
      stats.consumers += counts.consumers;
    }
    return stats;
  }
}
