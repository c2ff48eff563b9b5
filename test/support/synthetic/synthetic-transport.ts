/** The browser's end of one WebRtcTransport without a browser: ICE, DTLS and SRTP over one UDP socket on loopback. */
import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import * as z from 'zod/mini';
import type { DtlsParameters, TransportOptions } from '#protocol/media.ts';
import { createCertificate } from './certificate.ts';
import { DtlsClient } from './dtls-client.ts';
import { SrtpReceiver, SrtpSender } from './srtp.ts';
import { type BindingCredentials, bindingRequest, isBindingSuccess } from './stun.ts';

const CHECK_INTERVAL_MS = 100;
const CONSENT_INTERVAL_MS = 2_500;
const CONNECT_TIMEOUT_MS = 20_000;

const iceParametersSchema = z.object({ usernameFragment: z.string(), password: z.string() });
const candidateSchema = z.object({ ip: z.string(), port: z.number(), protocol: z.enum(['udp', 'tcp']) });
const dtlsParametersSchema = z.object({
  fingerprints: z.array(z.object({ algorithm: z.string(), value: z.string() })),
});

/**
 * Where the packets of one SSRC go. While it does not want their payload they come as they are, sealed, with a readable header:
 * opening is most of the work, and fifty participants who only count need not do it.
 */
export type RtpSink = {
  readonly wantsPayload: boolean;
  take(packet: Buffer): void;
};

export class SyntheticTransport {
  readonly #socket: Socket = createSocket('udp4');
  readonly #certificate = createCertificate();
  readonly #server: { readonly ip: string; readonly port: number };
  readonly #credentials: BindingCredentials;
  readonly #dtls: DtlsClient;
  readonly #sinks = new Map<number, RtpSink>();
  #checks: NodeJS.Timeout | undefined;
  #sender: SrtpSender | null = null;
  #receiver: SrtpReceiver | null = null;
  #reachable = false;
  #closed = false;

  /** `options` is what the server answered when it built the transport; its first UDP candidate is used. */
  constructor(options: TransportOptions) {
    const ice = iceParametersSchema.parse(options.iceParameters);
    const candidates = options.iceCandidates.map((candidate) => candidateSchema.parse(candidate));
    const candidate = candidates.find(({ protocol }) => protocol === 'udp');
    const { fingerprints } = dtlsParametersSchema.parse(options.dtlsParameters);
    const fingerprint = fingerprints.find(({ algorithm }) => algorithm === 'sha-256');
    if (candidate === undefined || fingerprint === undefined)
      throw new Error('No UDP candidate or fingerprint.');
    this.#server = { ip: candidate.ip, port: candidate.port };
    this.#credentials = {
      localUfrag: randomBytes(4).toString('hex'),
      remoteUfrag: ice.usernameFragment,
      remotePassword: ice.password,
    };
    this.#dtls = new DtlsClient({
      certificate: this.#certificate,
      serverFingerprint: fingerprint.value,
      send: (datagram) => this.#send(datagram),
    });
    this.#socket.on('message', (packet) => this.#take(packet));
    this.#socket.on('error', ignoreUnreachable);
  }

  /** What the server's transport is to be connected with. */
  get dtlsParameters(): DtlsParameters {
    return {
      role: 'client',
      fingerprints: [{ algorithm: 'sha-256', value: this.#certificate.fingerprint }],
    };
  }

  /** The address packets come from, once `connect` was called. */
  get localPort(): number {
    return this.#socket.address().port;
  }

  /** Connects; the server must be told `dtlsParameters` before this resolves. Rejects after 20 s. */
  async connect(): Promise<void> {
    const timer = setTimeout(() => this.#dtls.close(), CONNECT_TIMEOUT_MS);
    try {
      this.#socket.connect(this.#server.port, this.#server.ip);
      await once(this.#socket, 'connect');
      this.#check();
      const keys = await this.#dtls.keys;
      this.#sender = new SrtpSender(keys.send);
      this.#receiver = new SrtpReceiver(keys.receive);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Seals and sends one RTP packet. */
  sendRtp(rtp: Buffer): void {
    if (this.#sender !== null) this.#send(this.#sender.protect(rtp));
  }

  /** Takes the RTP packets of one SSRC. */
  onRtp(ssrc: number, sink: RtpSink): void {
    this.#sinks.set(ssrc, sink);
  }

  /** Vanishes without a word, as a laptop does whose lid is closed. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#checks);
    this.#dtls.close();
    this.#socket.close();
  }

  /** Sends connectivity checks until one is answered. */
  #check(): void {
    const check = () => this.#send(bindingRequest(this.#credentials));
    check();
    this.#checks = setInterval(check, CHECK_INTERVAL_MS);
  }

  /** The server answers: from now on checks only keep the consent fresh (RFC 7675), and DTLS may begin. */
  #becomeReachable(): void {
    if (this.#reachable) return;
    this.#reachable = true;
    clearInterval(this.#checks);
    this.#checks = setInterval(() => this.#send(bindingRequest(this.#credentials)), CONSENT_INTERVAL_MS);
    this.#dtls.start();
  }

  #send(packet: Buffer): void {
    if (!this.#closed) this.#socket.send(packet, ignoreUnreachable);
  }

  /** Tells the protocols apart by the first byte (RFC 7983). */
  #take(packet: Buffer): void {
    const first = packet.readUInt8(0);
    if (first < 4) {
      if (isBindingSuccess(packet)) this.#becomeReachable();
    } else if (first >= 20 && first < 64) {
      this.#dtls.receive(packet);
    } else if (first >= 128 && first < 192) {
      this.#takeRtp(packet);
    }
  }

  #takeRtp(packet: Buffer): void {
    const isRtcp = packet.readUInt8(1) >= 192 && packet.readUInt8(1) < 224;
    const receiver = this.#receiver;
    if (isRtcp || receiver === null || packet.length < 12) return;
    const sink = this.#sinks.get(packet.readUInt32BE(8));
    if (sink === undefined) return;
    if (!sink.wantsPayload) {
      receiver.skip(packet);
      sink.take(packet);
      return;
    }
    const rtp = receiver.unprotect(packet);
    if (rtp !== null) sink.take(rtp);
  }
}

/** While the worker is away its port answers with ICMP errors, which are no affair of a participant on a bad network. */
function ignoreUnreachable(): void {}
