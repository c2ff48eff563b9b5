/** The media of one epoch without WebRTC of a browser: the same interface as the studio page's, on ICE, DTLS and SRTP of our own. */
import type { ProducerId } from '#protocol/ids.ts';
import type { TransportOptions } from '#protocol/media.ts';
import type { PublishOptions, SoundLink, SoundLinkOptions } from '../../studio-web/media/sound-link.ts';
import { SyntheticListener } from './synthetic/synthetic-listener.ts';
import type { SyntheticTalker } from './synthetic/synthetic-talker.ts';
import { SyntheticTransport } from './synthetic/synthetic-transport.ts';
import { SyntheticMicrophone } from './synthetic-microphone.ts';
import { SYNTHETIC_RTP_CAPABILITIES } from './synthetic-participant.ts';
import type { MediaAddress } from './visitor-network.ts';

/** What others say is counted and not looked into. */
const SOMEBODY = new SyntheticMicrophone({ toneHz: 0 });

export type SyntheticLinkOptions = SoundLinkOptions & {
  /** Where media goes instead of to the address that the server names. */
  readonly route: (target: MediaAddress) => Promise<MediaAddress>;
};

export class SyntheticLink implements SoundLink<SyntheticMicrophone> {
  readonly epoch: number;
  readonly #options: SyntheticLinkOptions;
  readonly #send: Wire;
  readonly #receive: Wire;
  #talker: SyntheticTalker | null = null;
  #producerId: ProducerId | null = null;
  #microphone: SyntheticMicrophone | null = null;
  #closed = false;

  static async open(options: SyntheticLinkOptions): Promise<SyntheticLink> {
    const [send, receive] = await Promise.all([
      Wire.prepare(options.media.send, options),
      Wire.prepare(options.media.receive, options),
    ]);
    return new SyntheticLink(options, send, receive);
  }

  private constructor(options: SyntheticLinkOptions, send: Wire, receive: Wire) {
    this.epoch = options.media.epoch;
    this.#options = options;
    this.#send = send;
    this.#receive = receive;
  }

  /** The UDP port that the server named. */
  get serverPort(): number {
    const candidate = this.#options.media.send.iceCandidates.find(({ protocol }) => protocol === 'udp');
    return Number(candidate?.port ?? 0);
  }

  get closed(): boolean {
    return this.#closed;
  }

  get producerId(): ProducerId | null {
    return this.#producerId;
  }

  get track(): SyntheticMicrophone | null {
    return this.#microphone;
  }

  async publish(microphone: SyntheticMicrophone, { muted }: PublishOptions): Promise<void> {
    const before = this.#talker;
    const talker = microphone.newTalker((rtp) => this.#send.transport.sendRtp(rtp));
    const [{ producerId }] = await Promise.all([
      this.#options.call('producer.create', {
        transportId: this.#options.media.send.id,
        source: 'microphone',
        rtpParameters: talker.rtpParameters,
        muted,
        // A tone is not to be treated as a voice.
        content: 'music',
      }),
      this.#send.connected(),
    ]);
    before?.stop();
    if (this.#closed) return;
    this.#talker = talker;
    this.#producerId = producerId;
    this.#microphone = microphone;
    talker.start();
  }

  async replaceTrack(): Promise<void> {}

  /** What was published sounds on until something else is. */
  unpublish(): void {
    this.#producerId = null;
    this.#microphone = null;
  }

  async hear(producerId: ProducerId): Promise<SyntheticMicrophone> {
    const created = await this.#options.call('consumer.create', {
      producerId,
      rtpCapabilities: SYNTHETIC_RTP_CAPABILITIES,
    });
    const listener = new SyntheticListener(created.rtpParameters);
    this.#receive.transport.onRtp(listener.ssrc, listener);
    await this.#receive.connected();
    await this.#options.call('consumer.resume', { consumerId: created.consumerId });
    return SOMEBODY;
  }

  forget(): void {}

  /** Its ways are spoilt by relays, behind which its own address stays. */
  networkChanged(): void {}

  async statistics(): Promise<null> {
    return null;
  }

  close(): void {
    this.#closed = true;
    this.#talker?.stop();
    this.#producerId = null;
    this.#send.transport.close();
    this.#receive.transport.close();
  }
}

/** One transport, connected when it is first used. */
class Wire {
  readonly transport: SyntheticTransport;
  readonly #options: SyntheticLinkOptions;
  readonly #id: TransportOptions['id'];
  #connecting: Promise<unknown> | null = null;

  static async prepare(transport: TransportOptions, options: SyntheticLinkOptions): Promise<Wire> {
    const iceCandidates = await Promise.all(
      transport.iceCandidates.map(async (candidate) => {
        const { ip, port, protocol } = candidate;
        if (protocol !== 'udp' || typeof ip !== 'string' || typeof port !== 'number') return candidate;
        return { ...candidate, ...(await options.route({ ip, port })) };
      }),
    );
    return new Wire({ ...transport, iceCandidates }, options);
  }

  private constructor(transport: TransportOptions, options: SyntheticLinkOptions) {
    this.transport = new SyntheticTransport(transport);
    this.#options = options;
    this.#id = transport.id;
  }

  connected(): Promise<unknown> {
    this.#connecting ??= Promise.all([
      this.#options.call('transport.connect', {
        transportId: this.#id,
        dtlsParameters: this.transport.dtlsParameters,
      }),
      this.transport.connect(),
    ]);
    return this.#connecting;
  }
}
