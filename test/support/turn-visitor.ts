/** Somebody who asks a TURN server for what he may and may not have, over UDP, TCP or TLS: allocations, permissions, answers and their sizes. */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import {
  ATTRIBUTE,
  METHOD,
  readStunMessage,
  type Signature,
  type StunAttribute,
  type StunMessage,
  stunRequest,
  xorAddress,
} from './stun-message.ts';

const ANSWER_WITHIN_MS = 5_000;
const ASK_AGAIN_MS = 500;
const UDP = 17;
const TCP = 6;
const FLOOD_MS = 800;

export type TurnPlace = {
  readonly host: string;
  readonly port: number;
  readonly transport: 'udp' | 'tcp' | 'tls';
};
export type TurnCredential = { readonly username: string; readonly password: string };

type Wire = { send(bytes: Buffer): void; close(): void };

export class TurnVisitor {
  readonly #wire: Wire;
  readonly #datagrams: boolean;
  readonly #waiting = new Map<string, (answer: StunMessage) => void>();
  #signature: Signature | null = null;

  static async open(place: TurnPlace): Promise<TurnVisitor> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const visitor = new TurnVisitor(place, resolve, reject);
    await promise;
    return visitor;
  }

  private constructor(
    { host, port, transport }: TurnPlace,
    opened: () => void,
    failed: (error: Error) => void,
  ) {
    this.#datagrams = transport === 'udp';
    if (transport === 'udp') {
      const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
      socket.on('message', (bytes) => this.#hear(bytes));
      socket.on('error', failed);
      socket.connect(port, host, opened);
      this.#wire = { send: (bytes) => socket.send(bytes), close: () => socket.close() };
      return;
    }
    // Whose certificate it is, is not the question here.
    const socket =
      transport === 'tls'
        ? connectTls({ host, port, rejectUnauthorized: false }, opened)
        : connect({ host, port }, opened);
    let rest = Buffer.alloc(0);
    socket.on('error', failed);
    socket.on('data', (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      for (let message = readStunMessage(rest); message !== null; message = readStunMessage(rest)) {
        this.#hear(rest.subarray(0, message.bytes));
        rest = rest.subarray(message.bytes);
      }
    });
    this.#wire = { send: (bytes) => socket.write(bytes), close: () => socket.destroy() };
  }

  /** The answer to a Binding request, and how often its bytes are as many as the question's. */
  async binding(): Promise<{ answer: StunMessage; amplification: number }> {
    const answer = await this.#ask(METHOD.binding, []);
    return { answer, amplification: answer.bytes / 20 };
  }

  /** The answer to an allocation without any credential. */
  async allocateUnsigned(): Promise<{ answer: StunMessage; amplification: number }> {
    const attributes = [{ type: ATTRIBUTE.requestedTransport, value: Buffer.from([UDP, 0, 0, 0]) }];
    const answer = await this.#ask(METHOD.allocate, attributes);
    return { answer, amplification: answer.bytes / 28 };
  }

  /** Asks for an allocation; null when it was given, else the error code. */
  async allocate({ username, password }: TurnCredential, transport = UDP): Promise<number | null> {
    const { answer: refusal } = await this.allocateUnsigned();
    const value = (type: number) => refusal.attributes.find((attribute) => attribute.type === type)?.value;
    const realm = value(ATTRIBUTE.realm)?.toString() ?? '';
    const nonce = value(ATTRIBUTE.nonce) ?? Buffer.alloc(0);
    this.#signature = { username, password, realm, nonce };
    const answer = await this.#ask(METHOD.allocate, [
      { type: ATTRIBUTE.requestedTransport, value: Buffer.from([transport, 0, 0, 0]) },
    ]);
    return answer.success ? null : answer.errorCode;
  }

  /** Asks whether it may send to a peer; null when it may, else the error code. */
  async permit(ip: string, port = 9): Promise<number | null> {
    const answer = await this.#ask(METHOD.createPermission, (transactionId) => [
      { type: ATTRIBUTE.xorPeerAddress, value: xorAddress(ip, port, transactionId) },
    ]);
    return answer.success ? null : answer.errorCode;
  }

  /** Asks for a channel to a peer, the other way of sending; null when it was given, else the error code. */
  async bindChannel(ip: string, channel: number, port = 9): Promise<number | null> {
    const number = Buffer.from([channel >> 8, channel & 0xff, 0, 0]);
    const answer = await this.#ask(METHOD.channelBind, (transactionId) => [
      { type: ATTRIBUTE.channelNumber, value: number },
      { type: ATTRIBUTE.xorPeerAddress, value: xorAddress(ip, port, transactionId) },
    ]);
    return answer.success ? null : answer.errorCode;
  }

  /** Asks for an allocation from which TCP connections would be made (RFC 6062); null when it was given, else the error code. */
  async allocateTcp(credential: TurnCredential): Promise<number | null> {
    return this.allocate(credential, TCP);
  }

  /** How many of so many unsigned questions, sent within a second, are answered. For UDP. */
  async answersToFlood(questions: number): Promise<number> {
    let answers = 0;
    const attributes = [{ type: ATTRIBUTE.requestedTransport, value: Buffer.from([UDP, 0, 0, 0]) }];
    for (let sent = 0; sent < questions; sent += 1) {
      const transactionId = randomBytes(12);
      this.#waiting.set(transactionId.toString('hex'), () => {
        answers += 1;
      });
      this.#wire.send(stunRequest(METHOD.allocate, transactionId, attributes));
      await sleep(FLOOD_MS / questions);
    }
    await sleep(FLOOD_MS / 2);
    this.#waiting.clear();
    return answers;
  }

  /** Gives the allocation back. */
  async release(): Promise<void> {
    await this.#ask(METHOD.refresh, [{ type: ATTRIBUTE.lifetime, value: Buffer.alloc(4) }]);
  }

  close(): void {
    this.#wire.close();
  }

  async #ask(
    method: number,
    attributes: readonly StunAttribute[] | ((transactionId: Buffer) => readonly StunAttribute[]),
  ): Promise<StunMessage> {
    const transactionId = randomBytes(12);
    const list = typeof attributes === 'function' ? attributes(transactionId) : attributes;
    const request = stunRequest(method, transactionId, list, this.#signature ?? undefined);
    const { promise, resolve, reject } = Promise.withResolvers<StunMessage>();
    this.#waiting.set(transactionId.toString('hex'), resolve);
    const giveUp = setTimeout(() => reject(new Error('The TURN server does not answer.')), ANSWER_WITHIN_MS);
    const again = this.#datagrams ? setInterval(() => this.#wire.send(request), ASK_AGAIN_MS) : undefined;
    this.#wire.send(request);
    try {
      return await promise;
    } finally {
      clearTimeout(giveUp);
      clearInterval(again);
      this.#waiting.delete(transactionId.toString('hex'));
    }
  }

  #hear(bytes: Buffer): void {
    const message = readStunMessage(bytes);
    if (message !== null) this.#waiting.get(message.transactionId.toString('hex'))?.(message);
  }
}
