/**
 * The way from a session to its browser: messages out, heartbeat, and one goodbye. Cuts off browsers that do not read or do not answer.
 * Knows the socket only by a few verbs.
 */
import type { ErrorCode } from '#protocol/error-codes.ts';
import type { ServerMessage } from '#protocol/messages.ts';
import { Closable, type CloseReason } from '../lifecycle.ts';
import { closeCodeOf } from './close-code.ts';
import { encodeMessage } from './encode-message.ts';

/** Hosts must see within 8 s that somebody is gone who said nothing: two answers missing are 5 to 7.5 s. */
const HEARTBEAT_MS = 2_500;
const MISSED_PONGS_MAX = 2;
/** What a browser that does not read may leave here before it is cut off. */
const BACKLOG_MAX_BYTES = 1024 * 1024;
/** RFC 6455, section 7.4.1: normal closure. */
const CLOSE_NORMAL = 1000;

/** The verbs of a socket. `terminate` drops the connection without a closing handshake. */
export type SessionSocket = {
  readonly backlogBytes: number;
  send(text: string): void;
  ping(): void;
  close(code: number, reason: string): void;
  terminate(): void;
};

/** Closes by itself when the socket goes. Closed by its owner while the socket stands, it says that the server is shutting down. */
export class Line extends Closable {
  readonly #socket: SessionSocket;
  readonly #heartbeat: NodeJS.Timeout;
  #missedPongs = 0;
  #socketIsDone = false;

  constructor(socket: SessionSocket) {
    super();
    this.#socket = socket;
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS);
  }

  /** What was sent and is still here. */
  get backlogBytes(): number {
    return this.#socket.backlogBytes;
  }

  send(message: ServerMessage): void {
    if (this.#socketIsDone) return;
    this.#socket.send(encodeMessage(message));
    if (this.#socket.backlogBytes > BACKLOG_MAX_BYTES) this.#cutOff('does not read');
  }

  /** Says why, and closes. `retry`: whether the browser should come back with its resume token. */
  bye(code: ErrorCode, retry: boolean): void {
    this.send({ type: 'bye', code, retry });
    this.#finish(closeCodeOf(code), `bye ${code}`);
  }

  /** Closes without a word: the browser asked for it. */
  hangUp(reason: CloseReason): void {
    this.#finish(CLOSE_NORMAL, reason);
  }

  heardPong(): void {
    this.#missedPongs = 0;
  }

  /** The socket is gone, for whatever reason. */
  socketGone(reason: CloseReason): void {
    this.#socketIsDone = true;
    this.close(reason);
  }

  protected override onClose(): void {
    clearInterval(this.#heartbeat);
    this.bye('shutting_down', true);
  }

  #beat(): void {
    if (this.#missedPongs >= MISSED_PONGS_MAX) {
      this.#cutOff('does not answer');
      return;
    }
    this.#missedPongs += 1;
    this.#socket.ping();
  }

  #finish(closeCode: number, reason: CloseReason): void {
    if (this.#socketIsDone) return;
    this.#socketIsDone = true;
    this.#socket.close(closeCode, reason);
    this.close(reason);
  }

  #cutOff(reason: CloseReason): void {
    this.#socketIsDone = true;
    this.#socket.terminate();
    this.close(reason);
  }
}
