/** The media of one epoch: a device and a transport each way. It is used until it breaks and then built anew, never repaired. */
import { Device, type types } from 'mediasoup-client';
import type { CommandOutput } from '#protocol/commands.ts';
import { type ProducerId, producerId as producerIdSchema, type TransportId } from '#protocol/ids.ts';
import { PICTURE_LAYER_MAX } from '#protocol/limits.ts';
import type { PictureSource } from '#protocol/media.ts';
import { CommandError } from '../connection/command-error.ts';
import type { SoundQuality } from './microphone-sound.ts';
import { toIceParameters, toRtpCapabilities, toRtpParameters, toTransportOptions } from './parameters.ts';
import { PICTURE_ENCODINGS, type PictureLink, type SeenPicture, type ShownPicture } from './picture-link.ts';
import type { Call, LinkStatistics, PublishOptions, SoundLink, SoundLinkOptions } from './sound-link.ts';
import { TransportWatch } from './transport-watch.ts';

/** Opus as a studio wants it: no DTX (gaps confuse mixers), in-band FEC against loss, 20 ms packets. Bitrates in bit/s. */
const BITRATES: Record<SoundQuality, number> = { speech: 64_000, clear: 128_000, music: 256_000 };

/** The network may go again while the server is asked. */
const RESTART_QUESTIONS_MAX = 5;

/** What a picture begins with before the line is known, in kbit/s. */
const START_KBIT = 300;

export class MediaLink implements SoundLink<MediaStreamTrack>, PictureLink<MediaStreamTrack> {
  readonly epoch: number;
  readonly #options: SoundLinkOptions;
  readonly #device: Device;
  readonly #send: types.Transport;
  readonly #receive: types.Transport;
  readonly #watches: readonly TransportWatch[];
  readonly #consumers = new Map<ProducerId, types.Consumer>();
  readonly #shown = new Map<PictureSource, types.Producer>();
  #layerMax = PICTURE_LAYER_MAX;
  #producer: types.Producer | null = null;
  #producerId: ProducerId | null = null;
  #closed = false;

  /** Rejects with UnsupportedError when this browser cannot do WebRTC. */
  static async open(options: SoundLinkOptions): Promise<MediaLink> {
    const device = new Device();
    await device.load({ routerRtpCapabilities: toRtpCapabilities(options.media.routerRtpCapabilities) });
    return new MediaLink(options, device);
  }

  private constructor(options: SoundLinkOptions, device: Device) {
    const { media } = options;
    this.epoch = media.epoch;
    this.#options = options;
    this.#device = device;
    this.#send = device.createSendTransport(toTransportOptions(media.send, media.iceServers));
    this.#receive = device.createRecvTransport(toTransportOptions(media.receive, media.iceServers));
    this.#watches = [
      this.#wire({ transport: this.#send, transportId: media.send.id }),
      this.#wire({ transport: this.#receive, transportId: media.receive.id }),
    ];
    this.#send.on('produce', ({ rtpParameters, appData }, done, failed) => {
      this.#call('producer.create', {
        transportId: media.send.id,
        source: isPicture(appData.source) ? appData.source : 'microphone',
        rtpParameters,
        muted: appData.muted === true,
        content: appData.isMusic === true ? 'music' : 'voice',
      }).then(({ producerId }) => {
        if (!isPicture(appData.source)) this.#producerId = producerId;
        done({ id: producerId });
      }, failed);
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The id of the own microphone once it is published. */
  get producerId(): ProducerId | null {
    return this.#producerId;
  }

  get track(): MediaStreamTrack | null {
    return this.#producer?.track ?? null;
  }

  hears(producerId: ProducerId): boolean {
    return this.#consumers.has(producerId);
  }

  /** Publishes the microphone. The track stays the caller's, who also silences it. */
  async publish(track: MediaStreamTrack, options: PublishOptions): Promise<void> {
    const isMusic = options.quality === 'music';
    this.#producer = await this.#send.produce({
      track,
      stopTracks: false,
      disableTrackOnPause: false,
      // On a slow line the pictures give way.
      encodings: [{ priority: 'high' }],
      codecOptions: {
        opusDtx: false,
        opusFec: true,
        opusStereo: isMusic,
        opusPtime: 20,
        opusMaxAverageBitrate: BITRATES[options.quality],
      },
      appData: { muted: options.muted, isMusic },
    });
  }

  /** Puts another device's track in place of the published one; nobody notices but by the sound. */
  async replaceTrack(track: MediaStreamTrack): Promise<void> {
    await this.#producer?.replaceTrack({ track });
  }

  /** Stops publishing here; the server is told by the caller. */
  unpublish(): void {
    this.#producer?.close();
    this.#producer = null;
    this.#producerId = null;
  }

  /** Begins to hear a producer; answers with its track. */
  async hear(producerId: ProducerId): Promise<MediaStreamTrack> {
    const { track } = await this.#consume(producerId);
    return track;
  }

  shown(source: PictureSource): ShownPicture<MediaStreamTrack> | null {
    const producer = this.#shown.get(source);
    if (producer === undefined) return null;
    return { producerId: producerIdSchema.parse(producer.id), track: producer.track };
  }

  async show(source: PictureSource, track: MediaStreamTrack): Promise<void> {
    const producer = await this.#send.produce({
      track,
      stopTracks: false,
      disableTrackOnPause: false,
      encodings: PICTURE_ENCODINGS[source].map((encoding) => ({ ...encoding })),
      // Begins small, so that the first seconds of a camera do not crowd a slow line.
      codecOptions: { videoGoogleStartBitrate: START_KBIT },
      appData: { source },
    });
    this.#shown.set(source, producer);
    if (this.#layerMax < PICTURE_LAYER_MAX) await this.#limit(source, producer);
  }

  async limitShown(layerMax: number): Promise<void> {
    if (layerMax === this.#layerMax) return;
    this.#layerMax = layerMax;
    for (const [source, producer] of this.#shown) await this.#limit(source, producer);
  }

  async replaceShown(source: PictureSource, track: MediaStreamTrack): Promise<void> {
    await this.#shown.get(source)?.replaceTrack({ track });
  }

  hide(source: PictureSource): void {
    this.#shown.get(source)?.close();
    this.#shown.delete(source);
  }

  see(producerId: ProducerId, layer: number): Promise<SeenPicture<MediaStreamTrack>> {
    return this.#consume(producerId, layer);
  }

  unsee(producerId: ProducerId): void {
    this.forget(producerId);
  }

  /** Lets a producer go that is gone on the server. */
  forget(producerId: ProducerId): void {
    this.#consumers.get(producerId)?.close();
    this.#consumers.delete(producerId);
  }

  networkChanged(): void {
    for (const watch of this.#watches) watch.networkChanged();
  }

  async statistics(): Promise<LinkStatistics> {
    const [send, receive] = await Promise.all([this.#send.getStats(), this.#receive.getStats()]);
    return { send, receive };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const watch of this.#watches) watch.close();
    this.#send.close();
    this.#receive.close();
    this.#consumers.clear();
    this.#shown.clear();
    this.#producer = null;
    this.#producerId = null;
  }

  async #limit(source: PictureSource, producer: types.Producer): Promise<void> {
    await producer.setMaxSpatialLayer(Math.min(this.#layerMax, PICTURE_ENCODINGS[source].length - 1));
  }

  async #consume(producerId: ProducerId, layer?: number): Promise<SeenPicture<MediaStreamTrack>> {
    const created = await this.#call('consumer.create', {
      producerId,
      rtpCapabilities: this.#device.recvRtpCapabilities,
      ...(layer !== undefined && { layer }),
    });
    const consumer = await this.#receive.consume({
      id: created.consumerId,
      producerId,
      kind: created.kind,
      rtpParameters: toRtpParameters(created.rtpParameters),
      // A stream of its own: a browser delays a voice until the picture of the same stream has come as far.
      ...(created.kind === 'video' && { streamId: `picture-${producerId}` }),
    });
    this.#consumers.set(producerId, consumer);
    await this.#call('consumer.resume', { consumerId: created.consumerId });
    return { consumerId: created.consumerId, track: consumer.track };
  }

  #wire(options: { transport: types.Transport; transportId: TransportId }): TransportWatch {
    const { transport, transportId } = options;
    // Answering before the server did lets the next request follow at once: two round trips from opening the page to being heard.
    transport.on('connect', ({ dtlsParameters }, done) => {
      done();
      this.#call('transport.connect', { transportId, dtlsParameters }).catch(() => this.#break(false));
    });
    const watch = new TransportWatch({
      restartIce: async () => {
        const { iceParameters, iceServers } = await this.#askForRestart(transportId);
        await transport.updateIceServers({ iceServers: [...iceServers] });
        await transport.restartIce({ iceParameters: toIceParameters(iceParameters) });
      },
      onGivenUp: (everConnected) => this.#break(!everConnected),
    });
    transport.on('connectionstatechange', (state) => {
      watch.update(state);
      this.#options.onConnected(
        this.#watches.every((each) => each.state === 'new' || each.state === 'connected'),
      );
    });
    return watch;
  }

  /** A question that went down with its socket is asked again over the next one. */
  async #askForRestart(transportId: TransportId): Promise<CommandOutput<'transport.restartIce'>> {
    for (let attempt = 1; ; attempt += 1) {
      await this.#options.online();
      try {
        return await this.#call('transport.restartIce', { transportId });
      } catch (error) {
        const isLost = error instanceof CommandError && error.code === 'connection_lost';
        if (!isLost || this.#closed || attempt === RESTART_QUESTIONS_MAX) throw error;
      }
    }
  }

  get #call(): Call {
    return this.#options.call;
  }

  #break(blocked: boolean): void {
    if (this.#closed) return;
    this.close();
    this.#options.onBroken(blocked);
  }
}

function isPicture(source: unknown): source is PictureSource {
  return source === 'camera' || source === 'screen';
}
