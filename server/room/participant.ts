/** A person in a room. Outlives his session: a socket that is lost may come back within the grace time as the same participant. */
import type { ErrorCode } from '#protocol/error-codes.ts';
import type { ConsumerId, ParticipantId, ProducerId, TransportId } from '#protocol/ids.ts';
import type { DtlsParameters, MediaOptions, OpaqueParameters, PictureSource } from '#protocol/media.ts';
import type { ConnectionEntry, ParticipantEntry, Role } from '#protocol/state.ts';
import { StudioError } from '../errors.ts';
import { newToken } from '../ids.ts';
import { Closable, type CloseReason } from '../lifecycle.ts';
import { farewellOf } from './farewell.ts';
import { Hearing } from './hearing.ts';
import type {
  ConsumeRequest,
  OpenedConsumer,
  ParticipantMediaPort,
  ParticipantMediaStats,
} from './media-port.ts';
import type { Origin } from './origin.ts';
import type { ParticipantHome } from './participant-home.ts';
import type { Seat } from './seat.ts';
import { Showing, type ShowingChange } from './showing.ts';
import { Speaking, type SpeakingChange } from './speaking.ts';

/** How long somebody whose session is lost stays the same person. */
const AWAY_GRACE_MS = 30_000;
/** How often a browser may say how well it is connected. */
const REPORT_INTERVAL_MIN_MS = 1_000;

/** Media as the browser gets it; the ICE servers are added by the session. */
export type OpenedMedia = Omit<MediaOptions, 'iceServers'>;

export class Participant extends Closable {
  readonly id: ParticipantId;
  /** How he came. Another link or browser is another person. */
  readonly origin: Origin;
  /** What he may do now; hosts change it through the room. */
  role: Role;
  /** The secret that makes a later session the same participant. */
  readonly resumeToken: string;
  readonly #home: ParticipantHome;
  #seat: Seat | null;
  #media: ParticipantMediaPort | null = null;
  #mediaEpoch = 0;
  readonly #hearing = new Hearing();
  readonly #showing = new Showing((change) => this.#changed(change));
  readonly #speaking: Speaking;
  #reportedAtMs = Number.NEGATIVE_INFINITY;
  #graceTimer: NodeJS.Timeout | null = null;

  /** Without a seat he is away, and the grace time begins at once. */
  constructor(options: {
    id: ParticipantId;
    role: Role;
    origin: Origin;
    seat: Seat | null;
    resumeToken?: string;
    mutedByHost?: boolean;
    home: ParticipantHome;
  }) {
    super();
    this.id = options.id;
    this.role = options.role;
    this.origin = options.origin;
    this.#speaking = new Speaking(options.mutedByHost ?? false, (change) => this.#changed(change));
    this.resumeToken = options.resumeToken ?? newToken();
    this.#seat = options.seat;
    this.#home = options.home;
    if (options.seat === null) this.#startGrace();
  }

  /** Throws `media_reset` while there is none. */
  get media(): ParticipantMediaPort {
    if (this.#media === null) throw new StudioError('media_reset');
    return this.#media;
  }

  /** Whether the transports of `epoch` still stand, so that a resumed session can keep them. */
  hasMedia(epoch: number | null): boolean {
    return this.#media !== null && epoch === this.#mediaEpoch && epoch === this.#home.mediaEpoch;
  }

  /** Another session takes this participant over; the one before is told and let go. */
  attach(seat: Seat): void {
    this.#stopGrace();
    const before = this.#seat;
    this.#seat = seat;
    before?.bye('replaced', false);
    // His page knows nothing of what it said in the session before, and would never take it back.
    this.#home.changed(this.id, { presence: 'here', trouble: null });
  }

  /** The socket is gone; the grace time begins. Ignored when another session has taken over. */
  detach(seat: Seat): void {
    if (seat !== this.#seat || this.closed) return;
    this.#seat = null;
    this.#home.changed(this.id, { presence: 'away' });
    this.#startGrace();
  }

  /** Says something to the browser, if a session is there to carry it. */
  notice(code: ErrorCode, message: string): void {
    this.#seat?.notice(code, message);
  }

  /** Leaves for good. */
  leave(): void {
    this.#seat = null;
    this.close('left');
  }

  /** Removed by a host: the session is told why and ends. */
  remove(): void {
    this.#farewell('removed', false);
    this.close('removed');
  }

  /** Says goodbye to the session without closing the participant. */
  #farewell(code: ErrorCode, retry: boolean): void {
    const seat = this.#seat;
    this.#seat = null;
    seat?.bye(code, retry);
  }

  rename(name: string): void {
    this.#home.changed(this.id, { name });
  }

  /** His browser's own measurement, for everybody to see. What comes too soon after another is dropped: each is a patch to the whole room. */
  reportConnection(connection: ConnectionEntry): void {
    const nowMs = performance.now();
    if (nowMs - this.#reportedAtMs < REPORT_INTERVAL_MIN_MS) return;
    this.#reportedAtMs = nowMs;
    this.#home.changed(this.id, { connection });
  }

  /** What his own browser has noticed about his microphone. */
  reportTrouble(trouble: ParticipantEntry['trouble']): void {
    this.#home.changed(this.id, { trouble });
  }

  /** Builds both transports (anew). Throws `media_unavailable` while the room's worker is being replaced. */
  async openMedia(): Promise<OpenedMedia> {
    const roomMedia = this.#home.media;
    if (roomMedia === null) throw new StudioError('media_unavailable');
    const epoch = this.#home.mediaEpoch;
    const media = this.#media ?? this.#adopt(roomMedia.openParticipant(), epoch);
    this.#hearing.reset();
    const transports = await this.guard(media.openTransports(), () => media.close('participant left'));
    return { epoch, routerRtpCapabilities: roomMedia.routerRtpCapabilities, ...transports };
  }

  async connectTransport(id: TransportId, dtlsParameters: DtlsParameters): Promise<void> {
    await this.media.connectTransport(id, dtlsParameters);
  }

  restartIce(id: TransportId): Promise<OpaqueParameters> {
    return this.media.restartIce(id);
  }

  /** Publishes the microphone; an earlier one is closed. It is muted whatever the browser says while a host has muted him. */
  async produce(request: {
    transportId: TransportId;
    rtpParameters: OpaqueParameters;
    muted: boolean;
    content?: 'voice' | 'music' | undefined;
  }): Promise<ProducerId> {
    const media = this.media;
    const { transportId, rtpParameters } = request;
    const muted = request.muted || this.#speaking.mutedByHost;
    const producerId = await this.guard(
      media.produce({ transportId, rtpParameters, paused: muted }),
      () => {},
    );
    if (media !== this.#media) throw new StudioError('media_reset');
    if (request.content !== undefined) this.#home.expect(this.id, request.content);
    const before = await this.#speaking.publish(media, { producerId, muted });
    if (before !== null) media.closeProducer(before);
    return producerId;
  }

  /** Shows a camera or a screen. Throws `producer_limit` when one is there already. */
  show(source: PictureSource, request: { transportId: TransportId; rtpParameters: OpaqueParameters }) {
    const media = this.media;
    return this.#showing.show(source, async () => {
      const producerId = await this.guard(media.produce({ ...request, source, paused: false }), () => {});
      if (media !== this.#media) throw new StudioError('media_reset');
      return producerId;
    });
  }

  /** A host takes a picture down. Nothing happens when there is none. */
  stopPicture(source: PictureSource): void {
    const producerId = this.#showing.producerOf(source);
    if (producerId === null) return;
    // Before it goes: a browser that sees it gone without a word shows it anew.
    const { code, message } = new StudioError(source === 'camera' ? 'camera_stopped' : 'screen_stopped');
    this.notice(code, message);
    this.closeProducer(producerId);
  }

  /** Throws `producer_not_found` for anything but the own microphone, and `muted_by_host`. */
  async setProducerMuted(id: ProducerId, muted: boolean): Promise<void> {
    await this.#speaking.setMuted(this.#media, id, muted);
  }

  /** A host silences him, or lets him speak again when he unmutes himself. */
  async setMutedByHost(muted: boolean): Promise<void> {
    await this.#speaking.setMutedByHost(this.#media, muted);
  }

  closeProducer(id: ProducerId): void {
    const media = this.media;
    this.#lost(id);
    media.closeProducer(id);
  }

  async consume(request: ConsumeRequest): Promise<OpenedConsumer> {
    const opened = await this.media.consume(request);
    this.#hearing.opened(opened);
    return opened;
  }

  resumeConsumer(id: ConsumerId): Promise<void> {
    return this.#hearing.resume(this.media, id);
  }

  pauseConsumer(id: ConsumerId): Promise<void> {
    return this.#hearing.pause(this.media, id);
  }

  closeConsumer(id: ConsumerId): void {
    this.#hearing.closed(id);
    this.media.closeConsumer(id);
  }

  /** Keeps a voice from him that is not for him, or gives it back. */
  withhold(producerId: ProducerId, isWithheld: boolean): void {
    void this.#hearing.withhold(this.#media, producerId, isWithheld);
  }

  /** Only these producers are left in the room. */
  keepWithheld(producers: ReadonlySet<ProducerId>): void {
    this.#hearing.keepOnly(producers);
  }

  /** Null while this participant has no media. */
  async stats(): Promise<ParticipantMediaStats | null> {
    return this.#media === null ? null : this.#media.stats();
  }

  protected override onClose(reason: CloseReason): void {
    this.#stopGrace();
    this.#media?.close(reason);
    this.#media = null;
    this.#farewell(...farewellOf(reason));
  }

  #adopt(media: ParticipantMediaPort, epoch: number): ParticipantMediaPort {
    this.#media = media;
    this.#mediaEpoch = epoch;
    media.onProducerClosed((id) => this.#lost(id));
    media.onClosed(() => {
      if (this.#media !== media) return;
      this.#media = null;
      this.#speaking.lostAll();
      this.#showing.lostAll();
    });
    return media;
  }

  #lost(id: ProducerId): void {
    this.#speaking.lost(id);
    this.#showing.lost(id);
  }

  #changed(change: SpeakingChange & ShowingChange): void {
    if (!this.closed) this.#home.changed(this.id, change);
  }

  #startGrace(): void {
    this.#graceTimer = setTimeout(() => this.close('away too long'), AWAY_GRACE_MS);
  }

  #stopGrace(): void {
    if (this.#graceTimer !== null) clearTimeout(this.#graceTimer);
    this.#graceTimer = null;
  }
}
