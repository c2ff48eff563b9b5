/** Somebody at the peer server: the sequence of requests of mediasoup-demo's browser code, with the same synthetic media as in our studio. */
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import * as z from 'zod/mini';
import { transportOptions } from '#protocol/media.ts';
import { freePorts } from '../../test/support/free-ports.ts';
import { SyntheticListener } from '../../test/support/synthetic/synthetic-listener.ts';
import { SyntheticTalker } from '../../test/support/synthetic/synthetic-talker.ts';
import { SyntheticTransport } from '../../test/support/synthetic/synthetic-transport.ts';
import { SYNTHETIC_RTP_CAPABILITIES } from '../../test/support/synthetic-participant.ts';
import { BenchProcess } from '../rig/bench-process.ts';
import { FirstPacket, type JoinResult, type MediaClient } from '../rig/media-client.ts';

const ENTRY = fileURLToPath(new URL('demo-server.ts', import.meta.url));
const ready = z.object({ port: z.number() });
const fromServer = z.object({
  id: z.number(),
  method: z.optional(z.string()),
  data: z.optional(z.unknown()),
  error: z.optional(z.string()),
});
const offered = z.object({ rtpParameters: z.record(z.string(), z.unknown()) });

export type DemoServer = { readonly pid: number; readonly url: string; stop(): Promise<void> };

export async function startDemoServer(): Promise<DemoServer> {
  const child = await BenchProcess.start({
    file: process.execPath,
    args: [ENTRY, JSON.stringify({ mediaPort: await freePorts() })],
    talks: true,
  });
  try {
    const { port } = ready.parse(await child.firstMessage());
    return { pid: child.pid, url: `ws://127.0.0.1:${port}`, stop: () => child.stop() };
  } catch (error) {
    await child.stop();
    throw error;
  }
}

export class DemoPerson implements MediaClient {
  readonly listeners: SyntheticListener[] = [];
  readonly firstPacket = new FirstPacket();
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #transports: { readonly id: string; readonly transport: SyntheticTransport }[] = [];
  #receiving: Promise<unknown> | null = null;
  #talker: SyntheticTalker | null = null;
  #nextId = 1;
  #roundTrips = 0;

  /** Opens the WebSocket, builds both transports and joins; consumers are offered from then on. */
  static async enter(url: string): Promise<DemoPerson> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    const person = new DemoPerson(socket);
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('open', resolve);
        socket.once('error', reject);
      });
      await person.#call('getRouterRtpCapabilities', {});
      for (const way of ['producing', 'consuming']) {
        const options = transportOptions.parse(await person.#call('createWebRtcTransport', { [way]: true }));
        person.#transports.push({ id: options.id, transport: new SyntheticTransport(options) });
      }
      await person.#call('join', { rtpCapabilities: SYNTHETIC_RTP_CAPABILITIES });
      return person;
    } catch (error) {
      person.close();
      throw error;
    }
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('message', (text) => this.#hear(fromServer.parse(JSON.parse(String(text)))));
  }

  get talker(): SyntheticTalker | null {
    return this.#talker;
  }

  get roundTrips(): number {
    return this.#roundTrips;
  }

  /** Publishes a tone; the talker is to be started by the caller. */
  async publish(toneHz: number): Promise<void> {
    const [send] = this.#transports;
    if (send === undefined) throw new Error('There is no transport.');
    await this.#connect(send);
    const talker = new SyntheticTalker({ toneHz, send: (rtp) => send.transport.sendRtp(rtp) });
    await this.#call('produce', { transportId: send.id, rtpParameters: talker.rtpParameters });
    this.#talker = talker;
  }

  /** The server forgets who hangs up. */
  async leave(): Promise<void> {
    this.close();
  }

  close(): void {
    this.#talker?.stop();
    for (const { transport } of this.#transports) transport.close();
    this.#socket.terminate();
  }

  #hear({ id, method, data, error }: z.infer<typeof fromServer>): void {
    if (method === 'newConsumer') {
      this.#accept(id, offered.parse(data).rtpParameters).catch(() => {});
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(data);
    else waiting?.reject(new Error(error));
  }

  /** As in the demo, the transport is connected when the first consumer comes, and the server hears when the consumer is there. */
  async #accept(id: number, rtpParameters: Record<string, unknown>): Promise<void> {
    const receive = this.#transports[1];
    if (receive === undefined) return;
    const listener = new SyntheticListener(rtpParameters);
    receive.transport.onRtp(listener.ssrc, listener);
    this.firstPacket.watch(listener);
    this.#receiving ??= this.#tellAndConnect(receive);
    await this.#receiving;
    this.listeners.push(listener);
    this.#socket.send(JSON.stringify({ id, data: {} }));
  }

  /** Resolves when the server knows our parameters; the handshake goes on. */
  async #tellAndConnect({ id, transport }: { id: string; transport: SyntheticTransport }): Promise<void> {
    await this.#call('connectWebRtcTransport', { transportId: id, dtlsParameters: transport.dtlsParameters });
    transport.connect().catch(() => {});
  }

  async #connect({ id, transport }: { id: string; transport: SyntheticTransport }): Promise<void> {
    await this.#call('connectWebRtcTransport', { transportId: id, dtlsParameters: transport.dtlsParameters });
    await transport.connect();
  }

  #call(method: string, data: object): Promise<unknown> {
    this.#roundTrips += 1;
    const id = this.#nextId++;
    const reply = Promise.withResolvers<unknown>();
    this.#waiting.set(id, reply);
    this.#socket.send(JSON.stringify({ id, method, data }));
    return reply.promise;
  }
}

/** Joins and hears everybody, and measures it. The person stays; close him. */
export async function joinDemo(
  url: string,
): Promise<{ readonly person: DemoPerson; readonly result: JoinResult }> {
  const beganAtMs = performance.now();
  const person = await DemoPerson.enter(url);
  try {
    const joinMs = (await person.firstPacket.atMs()) - beganAtMs;
    return { person, result: { joinMs, roundTrips: person.roundTrips } };
  } catch (error) {
    person.close();
    throw error;
  }
}
