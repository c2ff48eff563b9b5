/**
 * The client's side of a DTLS 1.2 handshake that ends in SRTP keys (RFC 6347, RFC 5764): one cipher suite
 * (TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, RFC 5289), one curve (P-256), one SRTP profile. For tests against a local worker.
 */
import {
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHash,
  type ECDH,
  randomBytes,
  sign,
  verify,
  X509Certificate,
} from 'node:crypto';
import { type Certificate, fingerprintOf } from './certificate.ts';
import {
  CONTENT,
  type DtlsRecord,
  HANDSHAKE,
  handshakeMessage,
  parseFragments,
  parseRecords,
  prf,
  record,
  recordSequence,
  uint16,
  vector,
} from './dtls-wire.ts';
import type { SrtpMaster } from './srtp.ts';

const RETRANSMIT_INTERVAL_MS = 250;
const CIPHER_SUITE = 0xc02b;
const GROUP_P256 = 23;
const ECDSA_P256_SHA256 = 0x0403;
const SRTP_AES128_CM_SHA1_80 = 0x0001;
const EXTENSIONS = {
  supportedGroups: 10,
  pointFormats: 11,
  signatures: 13,
  useSrtp: 14,
  renegotiation: 0xff01,
} as const;
const GCM_TAG_BYTES = 16;

export type SrtpKeys = { readonly send: SrtpMaster; readonly receive: SrtpMaster };

export type DtlsClientOptions = {
  readonly certificate: Certificate;
  /** SHA-256 fingerprint that the server's certificate must have. */
  readonly serverFingerprint: string;
  readonly send: (datagram: Buffer) => void;
};

type Outgoing = { readonly type: number; readonly epoch: 0 | 1; readonly payload: Buffer };
type IncomingMessage = {
  readonly type: number;
  readonly length: number;
  readonly parts: Map<number, Buffer>;
};
type CipherKeys = { readonly key: Buffer; readonly iv: Buffer };
type Keys = { readonly master: Buffer; readonly client: CipherKeys; readonly server: CipherKeys };

export class DtlsClient {
  readonly #options: DtlsClientOptions;
  readonly #random = randomBytes(32);
  readonly #ecdh: ECDH = createECDH('prime256v1');
  readonly #finished = Promise.withResolvers<SrtpKeys>();
  readonly #incoming = new Map<number, IncomingMessage>();
  readonly #recordNumbers = [0, 0];
  #transcript: Buffer[] = [];
  #flight: Outgoing[] = [];
  #retransmit: NodeJS.Timeout | undefined;
  #nextOutgoing = 0;
  #nextIncoming = 0;
  #serverRandom = Buffer.alloc(0);
  #serverCertificate: X509Certificate | null = null;
  #serverPoint = Buffer.alloc(0);
  #keys: Keys | null = null;

  constructor(options: DtlsClientOptions) {
    this.#options = options;
    this.#ecdh.generateKeys();
    // Whoever waits for the keys sees the failure; when nobody waits it is of no interest.
    this.#finished.promise.catch(() => {});
  }

  /** The SRTP keys, as soon as the server's last flight was right. Rejects when the handshake fails or is closed. */
  get keys(): Promise<SrtpKeys> {
    return this.#finished.promise;
  }

  /** Sends the first flight, and again until an answer comes. */
  start(): void {
    this.#sendFlight([this.#message(HANDSHAKE.clientHello, this.#clientHello())]);
    this.#retransmit = setInterval(() => this.#transmit(), RETRANSMIT_INTERVAL_MS);
  }

  receive(datagram: Buffer): void {
    try {
      for (const incoming of parseRecords(datagram)) this.#takeRecord(incoming);
    } catch (error) {
      this.#fail(error);
    }
  }

  close(): void {
    this.#fail(new Error('The DTLS client was closed.'));
  }

  #fail(error: unknown): void {
    clearInterval(this.#retransmit);
    this.#finished.reject(error);
  }

  #takeRecord(incoming: DtlsRecord): void {
    if (incoming.type === CONTENT.alert && incoming.epoch === 0) {
      throw new Error(`DTLS alert ${incoming.payload.toString('hex')}`);
    }
    if (incoming.type !== CONTENT.handshake) return;
    const payload = incoming.epoch === 0 ? incoming.payload : this.#decrypt(incoming);
    if (payload === null) return;
    for (const { type, length, messageSequence, offset, body } of parseFragments(payload)) {
      if (messageSequence < this.#nextIncoming) continue;
      const message = this.#incoming.get(messageSequence) ?? { type, length, parts: new Map() };
      message.parts.set(offset, body);
      this.#incoming.set(messageSequence, message);
    }
    this.#takeMessagesInOrder();
  }

  #takeMessagesInOrder(): void {
    for (;;) {
      const messageSequence = this.#nextIncoming;
      const message = this.#incoming.get(messageSequence);
      if (message === undefined) return;
      const parts = [...message.parts].sort(([a], [b]) => a - b).map(([, part]) => part);
      const body = Buffer.concat(parts);
      if (body.length < message.length) return;
      this.#incoming.delete(messageSequence);
      this.#nextIncoming += 1;
      this.#takeMessage(message.type, body);
      this.#transcript.push(handshakeMessage(message.type, messageSequence, body));
      if (message.type === HANDSHAKE.serverHelloDone) this.#answer();
    }
  }

  #takeMessage(type: number, body: Buffer): void {
    if (type === HANDSHAKE.serverHello) this.#takeServerHello(body);
    else if (type === HANDSHAKE.certificate) this.#takeCertificate(body);
    else if (type === HANDSHAKE.serverKeyExchange) this.#takeKeyExchange(body);
    else if (type === HANDSHAKE.finished) this.#takeFinished(body);
  }

  #takeServerHello(body: Buffer): void {
    this.#serverRandom = Buffer.from(body.subarray(2, 34));
    const sessionBytes = body.readUInt8(34);
    const suite = body.readUInt16BE(35 + sessionBytes);
    if (suite !== CIPHER_SUITE) throw new Error(`The server chose cipher suite ${suite.toString(16)}.`);
  }

  #takeCertificate(body: Buffer): void {
    const certificate = body.subarray(6, 6 + body.readUIntBE(3, 3));
    if (fingerprintOf(certificate) !== this.#options.serverFingerprint.toUpperCase()) {
      throw new Error('The server shows another certificate than it announced.');
    }
    this.#serverCertificate = new X509Certificate(certificate);
  }

  #takeKeyExchange(body: Buffer): void {
    const paramsBytes = 4 + body.readUInt8(3);
    const signature = body.subarray(paramsBytes + 4, paramsBytes + 4 + body.readUInt16BE(paramsBytes + 2));
    const signed = Buffer.concat([this.#random, this.#serverRandom, body.subarray(0, paramsBytes)]);
    const key = this.#serverCertificate?.publicKey;
    if (key === undefined || !verify('sha256', signed, key, signature)) {
      throw new Error('The signature of the server is wrong.');
    }
    this.#serverPoint = Buffer.from(body.subarray(4, paramsBytes));
  }

  #takeFinished(body: Buffer): void {
    const keys = this.#keys;
    if (keys === null || !body.equals(prf(keys.master, 'server finished', this.#transcriptHash(), 12))) {
      throw new Error('The handshake was tampered with.');
    }
    clearInterval(this.#retransmit);
    // RFC 5764, section 4.2: client key, server key, client salt, server salt.
    const randoms = Buffer.concat([this.#random, this.#serverRandom]);
    const exported = prf(keys.master, 'EXTRACTOR-dtls_srtp', randoms, 60);
    this.#finished.resolve({
      send: { key: exported.subarray(0, 16), salt: exported.subarray(32, 46) },
      receive: { key: exported.subarray(16, 32), salt: exported.subarray(46, 60) },
    });
  }

  /** The second flight: who we are, our half of the key, and the proof of both. */
  #answer(): void {
    const { der, privateKey } = this.#options.certificate;
    const flight = [
      this.#message(HANDSHAKE.certificate, vector(3, vector(3, der))),
      this.#message(HANDSHAKE.clientKeyExchange, vector(1, this.#ecdh.getPublicKey())),
    ];
    this.#keys = this.#deriveKeys();
    const proof = sign('sha256', Buffer.concat(this.#transcript), privateKey);
    flight.push(
      this.#message(
        HANDSHAKE.certificateVerify,
        Buffer.concat([uint16(ECDSA_P256_SHA256), vector(2, proof)]),
      ),
      { type: CONTENT.changeCipherSpec, epoch: 0, payload: Buffer.from([1]) },
    );
    const verifyData = prf(this.#keys.master, 'client finished', this.#transcriptHash(), 12);
    flight.push({ ...this.#message(HANDSHAKE.finished, verifyData), epoch: 1 });
    this.#sendFlight(flight);
  }

  #deriveKeys(): Keys {
    const premaster = this.#ecdh.computeSecret(this.#serverPoint);
    const master = prf(premaster, 'master secret', Buffer.concat([this.#random, this.#serverRandom]), 48);
    const block = prf(master, 'key expansion', Buffer.concat([this.#serverRandom, this.#random]), 40);
    return {
      master,
      client: { key: block.subarray(0, 16), iv: block.subarray(32, 36) },
      server: { key: block.subarray(16, 32), iv: block.subarray(36, 40) },
    };
  }

  #clientHello(): Buffer {
    const extension = (type: number, content: Buffer) => Buffer.concat([uint16(type), vector(2, content)]);
    return Buffer.concat([
      uint16(0xfefd),
      this.#random,
      vector(1),
      vector(1),
      vector(2, uint16(CIPHER_SUITE)),
      vector(1, Buffer.from([0])),
      vector(
        2,
        extension(EXTENSIONS.supportedGroups, vector(2, uint16(GROUP_P256))),
        extension(EXTENSIONS.pointFormats, vector(1, Buffer.from([0]))),
        extension(EXTENSIONS.signatures, vector(2, uint16(ECDSA_P256_SHA256))),
        extension(EXTENSIONS.useSrtp, Buffer.concat([vector(2, uint16(SRTP_AES128_CM_SHA1_80)), vector(1)])),
        extension(EXTENSIONS.renegotiation, vector(1)),
      ),
    ]);
  }

  #message(type: number, body: Buffer): Outgoing {
    const payload = handshakeMessage(type, this.#nextOutgoing, body);
    this.#nextOutgoing += 1;
    this.#transcript.push(payload);
    return { type: CONTENT.handshake, epoch: 0, payload };
  }

  #sendFlight(flight: Outgoing[]): void {
    this.#flight = flight;
    this.#transmit();
  }

  #transmit(): void {
    this.#options.send(Buffer.concat(this.#flight.map((outgoing) => this.#seal(outgoing))));
  }

  #seal({ type, epoch, payload }: Outgoing): Buffer {
    const number = this.#recordNumbers[epoch] ?? 0;
    this.#recordNumbers[epoch] = number + 1;
    const sequence = recordSequence(epoch, number);
    if (epoch === 0 || this.#keys === null) return record(type, sequence, payload);
    const { key, iv } = this.#keys.client;
    const cipher = createCipheriv('aes-128-gcm', key, Buffer.concat([iv, sequence]));
    cipher.setAAD(additionalData(type, sequence, payload.length));
    const sealed = Buffer.concat([cipher.update(payload), cipher.final(), cipher.getAuthTag()]);
    return record(type, sequence, Buffer.concat([sequence, sealed]));
  }

  /** RFC 5288: eight explicit bytes of the nonce, the cipher text, the tag. Null before the keys are known. */
  #decrypt({ type, sequence, payload }: DtlsRecord): Buffer | null {
    if (this.#keys === null) return null;
    const { key, iv } = this.#keys.server;
    const decipher = createDecipheriv('aes-128-gcm', key, Buffer.concat([iv, payload.subarray(0, 8)]));
    const sealed = payload.subarray(8, payload.length - GCM_TAG_BYTES);
    decipher.setAAD(additionalData(type, sequence, sealed.length));
    decipher.setAuthTag(payload.subarray(payload.length - GCM_TAG_BYTES));
    return Buffer.concat([decipher.update(sealed), decipher.final()]);
  }

  #transcriptHash(): Buffer {
    return createHash('sha256').update(Buffer.concat(this.#transcript)).digest();
  }
}

function additionalData(type: number, sequence: Buffer, length: number): Buffer {
  return Buffer.concat([sequence, Buffer.from([type, 0xfe, 0xfd]), uint16(length)]);
}
