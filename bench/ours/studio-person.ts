/** Somebody in our studio with real ICE, DTLS and SRTP but no browser; asks in the order in which the studio's pages ask. */
import { COMMANDS } from '#protocol/commands.ts';
import type { MediaOptions } from '#protocol/media.ts';
import { SyntheticListener } from '../../test/support/synthetic/synthetic-listener.ts';
import { SyntheticTalker } from '../../test/support/synthetic/synthetic-talker.ts';
import { SyntheticTransport } from '../../test/support/synthetic/synthetic-transport.ts';
import { SYNTHETIC_RTP_CAPABILITIES } from '../../test/support/synthetic-participant.ts';
import { FirstPacket, type JoinResult, type MediaClient } from '../rig/media-client.ts';
import { StudioClient, type StudioClientOptions } from '../rig/studio-client.ts';

export type Credential =
  | { readonly kind: 'owner'; readonly show: string }
  | { readonly kind: 'invite'; readonly token: string };

export type StudioPersonOptions = StudioClientOptions & {
  readonly credential: Credential;
  readonly name: string;
};

export class StudioPerson implements MediaClient {
  readonly client: StudioClient;
  readonly listeners: SyntheticListener[] = [];
  readonly firstPacket = new FirstPacket();
  readonly #media: MediaOptions;
  readonly #send: SyntheticTransport;
  readonly #receive: SyntheticTransport;
  #receiving: Promise<void> | null = null;
  #talker: SyntheticTalker | null = null;
  #producerId: string | null = null;

  /** Opens the WebSocket and enters the room. */
  static async enter({ credential, name, ...options }: StudioPersonOptions): Promise<StudioPerson> {
    const client = await StudioClient.open(options);
    try {
      const given = COMMANDS['room.enter'].input.parse({ credential, name });
      const { media } = COMMANDS['room.enter'].output.parse(await client.call('room.enter', given));
      if (media === null) throw new Error('The studio gave no media.');
      return new StudioPerson(client, media);
    } catch (error) {
      client.close();
      throw error;
    }
  }

  private constructor(client: StudioClient, media: MediaOptions) {
    this.client = client;
    this.#media = media;
    this.#send = new SyntheticTransport(media.send);
    this.#receive = new SyntheticTransport(media.receive);
  }

  get talker(): SyntheticTalker | null {
    return this.#talker;
  }

  /** Publishes a tone; the talker is to be started by the caller. */
  async publish(toneHz: number): Promise<void> {
    const talker = new SyntheticTalker({ toneHz, send: (rtp) => this.#send.sendRtp(rtp) });
    const { id } = this.#media.send;
    this.client.tell('transport.connect', { transportId: id, dtlsParameters: this.#send.dtlsParameters });
    await this.#send.connect();
    const request = { transportId: id, source: 'microphone', muted: false, content: 'music' } as const;
    const output = await this.client.call('producer.create', {
      ...request,
      rtpParameters: talker.rtpParameters,
    });
    this.#producerId = COMMANDS['producer.create'].output.parse(output).producerId;
    this.#talker = talker;
  }

  /** Hears everybody who has published and is not heard yet, but for himself. */
  async hearAll(): Promise<void> {
    const { participants } = this.client.state;
    const producers = Object.values(participants).flatMap(({ microphone }) => microphone?.producerId ?? []);
    await Promise.all(producers.filter((id) => id !== this.#producerId).map((id) => this.#hear(id)));
  }

  /** The token of a link for guests; hosts only. */
  async inviteGuest(): Promise<string> {
    const output = await this.client.call('invite.create', { role: 'guest' });
    const { url } = COMMANDS['invite.create'].output.parse(output);
    return url.split('/').at(-1) ?? '';
  }

  /** Leaves for good, as somebody who presses Leave, so that nothing of him waits for his return. */
  async leave(): Promise<void> {
    await this.client.call('room.leave', {}).catch(() => {});
    this.close();
  }

  close(): void {
    this.#talker?.stop();
    this.#send.close();
    this.#receive.close();
    this.client.close();
  }

  async #hear(producerId: string): Promise<void> {
    const input = COMMANDS['consumer.create'].input.parse({
      producerId,
      rtpCapabilities: SYNTHETIC_RTP_CAPABILITIES,
    });
    const output = await this.client.call('consumer.create', input);
    const { consumerId, rtpParameters } = COMMANDS['consumer.create'].output.parse(output);
    const listener = new SyntheticListener(rtpParameters);
    this.#receive.onRtp(listener.ssrc, listener);
    this.firstPacket.watch(listener);
    this.listeners.push(listener);
    const connecting = this.#connectReceive();
    this.client.tell('consumer.resume', { consumerId });
    await connecting;
  }

  #connectReceive(): Promise<void> {
    if (this.#receiving === null) {
      const { id } = this.#media.receive;
      this.client.tell('transport.connect', {
        transportId: id,
        dtlsParameters: this.#receive.dtlsParameters,
      });
      this.#receiving = this.#receive.connect();
    }
    return this.#receiving;
  }
}

/** Joins as a guest who hears everybody, and measures it. The guest stays; close him. */
export async function joinStudio(
  options: StudioPersonOptions,
): Promise<{ readonly person: StudioPerson; readonly result: JoinResult }> {
  const beganAtMs = performance.now();
  const person = await StudioPerson.enter(options);
  try {
    await person.hearAll();
    const { roundTrips } = person.client;
    const joinMs = (await person.firstPacket.atMs()) - beganAtMs;
    return { person, result: { joinMs, roundTrips } };
  } catch (error) {
    person.close();
    throw error;
  }
}
