/**
 * A participant without a browser, for integration tests and benches: goes through the same WebRTC transports (ICE, DTLS, SRTP)
 * as one with a browser. He costs about half a percent of one core, so that fifty fit beside a server.
 *
 *     const bob = await SyntheticParticipant.enter(participantMedia);
 *     const { producerId, talker } = await bob.talk({ toneHz: 440, lossRate: 0.05 });
 *     const listener = await bob.listen(someProducerId);
 *     await listener.receive(50);
 *     bob.close();
 */
import type { ConsumerId, ProducerId, TransportId } from '#protocol/ids.ts';
import type { DtlsParameters, OpaqueParameters, TransportOptions } from '#protocol/media.ts';
import { SyntheticListener } from './synthetic/synthetic-listener.ts';
import { SyntheticTalker, type TalkerOptions } from './synthetic/synthetic-talker.ts';
import { SyntheticTransport } from './synthetic/synthetic-transport.ts';

/** What he asks the server for. A ParticipantMediaPort fits as it is; a session over a WebSocket is adapted in a few lines. */
export type SyntheticSignaling = {
  openTransports(): Promise<{ readonly send: TransportOptions; readonly receive: TransportOptions }>;
  connectTransport(id: TransportId, dtlsParameters: DtlsParameters): Promise<unknown>;
  produce(request: {
    readonly transportId: TransportId;
    readonly rtpParameters: OpaqueParameters;
    readonly paused: boolean;
  }): Promise<ProducerId>;
  consume(request: {
    readonly producerId: ProducerId;
    readonly rtpCapabilities: OpaqueParameters;
  }): Promise<{ readonly consumerId: ConsumerId; readonly rtpParameters: OpaqueParameters }>;
  resumeConsumer(id: ConsumerId): Promise<unknown>;
};

/** What a participant who only knows Opus can receive. */
export const SYNTHETIC_RTP_CAPABILITIES: OpaqueParameters = {
  codecs: [
    {
      kind: 'audio',
      mimeType: 'audio/opus',
      preferredPayloadType: 100,
      clockRate: 48_000,
      channels: 2,
      parameters: {},
      rtcpFeedback: [],
    },
  ],
  headerExtensions: [],
};

export class SyntheticParticipant {
  readonly #signaling: SyntheticSignaling;
  readonly #send: SyntheticTransport;
  readonly #receive: SyntheticTransport;
  readonly #sendId: TransportId;
  readonly #talkers: SyntheticTalker[] = [];

  private constructor(
    signaling: SyntheticSignaling,
    options: { readonly send: TransportOptions; readonly receive: TransportOptions },
  ) {
    this.#signaling = signaling;
    this.#send = new SyntheticTransport(options.send);
    this.#receive = new SyntheticTransport(options.receive);
    this.#sendId = options.send.id;
  }

  /** Opens and connects both transports. */
  static async enter(signaling: SyntheticSignaling): Promise<SyntheticParticipant> {
    const options = await signaling.openTransports();
    const participant = new SyntheticParticipant(signaling, options);
    try {
      await Promise.all([
        signaling.connectTransport(options.send.id, participant.#send.dtlsParameters),
        signaling.connectTransport(options.receive.id, participant.#receive.dtlsParameters),
        participant.#send.connect(),
        participant.#receive.connect(),
      ]);
      return participant;
    } catch (error) {
      participant.close();
      throw error;
    }
  }

  /** Publishes a tone and begins to send it. */
  async talk(
    options: Omit<TalkerOptions, 'send'> = {},
  ): Promise<{ readonly producerId: ProducerId; readonly talker: SyntheticTalker }> {
    const talker = new SyntheticTalker({ ...options, send: (rtp) => this.#send.sendRtp(rtp) });
    const producerId = await this.#signaling.produce({
      transportId: this.#sendId,
      rtpParameters: talker.rtpParameters,
      paused: false,
    });
    this.#talkers.push(talker);
    talker.start();
    return { producerId, talker };
  }

  /** Receives one producer of the room. */
  async listen(producerId: ProducerId): Promise<SyntheticListener> {
    const { consumerId, rtpParameters } = await this.#signaling.consume({
      producerId,
      rtpCapabilities: SYNTHETIC_RTP_CAPABILITIES,
    });
    const listener = new SyntheticListener(rtpParameters);
    this.#receive.onRtp(listener.ssrc, listener);
    await this.#signaling.resumeConsumer(consumerId);
    return listener;
  }

  /** Falls silent and vanishes; the server is not told. */
  close(): void {
    for (const talker of this.#talkers) talker.stop();
    this.#send.close();
    this.#receive.close();
  }
}
