/** The door for browsers: turns upgrade requests into sessions, within limits, and lets all of them go in the end. Owns every session. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ErrorCode } from '#protocol/error-codes.ts';
import { MESSAGE_MAX_BYTES } from '#protocol/limits.ts';
import { Closable, type CloseReason } from '../lifecycle.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { ArrivalRate } from './arrival-rate.ts';
import { clientAddress } from './client-address.ts';
import { closeCodeOf } from './close-code.ts';
import { Dispatcher } from './dispatcher.ts';
import type { Door } from './door.ts';
import { encodeMessage } from './encode-message.ts';
import { FailedAttempts } from './failed-attempts.ts';
import type { SessionSocket } from './line.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import { Session } from './session.ts';
import { chooseSubprotocol, judgeUpgrade } from './upgrade-policy.ts';

/** How long a browser may take to answer the closing handshake. */
const CLOSE_TIMEOUT_MS = 2_000;
/** How long `stop` waits for sockets to go. */
const STOP_DEADLINE_MS = 2_500;

/** Compression costs memory per session and invites bombs; messages of ours fit into few fragments. */
const SOCKET_OPTIONS = {
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  maxPayload: MESSAGE_MAX_BYTES,
  maxFragments: 16,
  maxBufferedChunks: 64,
  closeTimeout: CLOSE_TIMEOUT_MS,
} as const;

/**
 * How many sessions may be open, in all and from one address, and how many may be opened anew from one address. `guestsAtOnce` new guests
 * may come to a show in a moment, and then `guestsPerSecond`.
 */
export type GatewayLimits = {
  readonly sessions: number;
  readonly sessionsPerAddress: number;
  readonly openedPerSecondAndAddress: number;
  readonly guestsAtOnce: number;
  readonly guestsPerSecond: number;
};

const DEFAULT_LIMITS: GatewayLimits = {
  sessions: 2_000,
  sessionsPerAddress: 100,
  openedPerSecondAndAddress: 20,
  // A full room may come at once. More than that is a flood, which must not take the time of those who are in.
  guestsAtOnce: 64,
  guestsPerSecond: 10,
};

export type GatewayOptions = {
  /** Its upgrade requests are all taken. */
  readonly server: Server;
  readonly door: Door;
  /** Exact origins, as browsers write them: `https://studio.example`. */
  readonly allowedOrigins: readonly string[];
  /** Whether a Cookie header carries the owner's sign-in. */
  readonly isOwner: (cookieHeader: string | undefined) => boolean;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly limits?: Partial<GatewayLimits>;
  /** Whether the last X-Forwarded-For entry names the browser: only behind a proxy that always writes it. */
  readonly trustProxy?: boolean;
};

/** `session` is null for a page that is only told to reload. */
type SocketEntry = { readonly address: string; readonly session: Session | null };

export class Gateway extends Closable {
  readonly #options: GatewayOptions;
  readonly #limits: GatewayLimits;
  readonly #dispatcher: Dispatcher;
  readonly #upgrader: WebSocketServer;
  readonly #failedAttempts = new FailedAttempts();
  readonly #opened: ArrivalRate;
  /** Every socket that is not wholly closed; bounded by the limits. */
  readonly #sockets = new Map<WebSocket, SocketEntry>();
  readonly #upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    this.#judge(request, socket, head);
  #draining = false;

  /** Takes upgrade requests from now on. */
  constructor(options: GatewayOptions) {
    super();
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    const { sessionsPerAddress, openedPerSecondAndAddress } = this.#limits;
    // After a restart all who share an address come back at once.
    this.#opened = new ArrivalRate({ burst: sessionsPerAddress, perSecond: openedPerSecondAndAddress });
    const { guestsAtOnce, guestsPerSecond } = this.#limits;
    const newcomers = new ArrivalRate({ burst: guestsAtOnce, perSecond: guestsPerSecond });
    this.#dispatcher = new Dispatcher({ ...options, newcomers });
    this.#upgrader = new WebSocketServer({
      ...SOCKET_OPTIONS,
      handleProtocols: chooseSubprotocol,
    });
    this.#upgrader.on('wsClientError', (_error, socket) => this.#refuse(socket, 'bad_message'));
    options.server.on('upgrade', this.#upgrade);
  }

  /** Open sockets, whether they have entered or not. */
  get sessionCount(): number {
    return this.#sockets.size;
  }

  /** Lets nobody in any more, says goodbye to everybody and waits a moment for their sockets to close. */
  async stop(reason: CloseReason): Promise<void> {
    this.#draining = true;
    const gone = [...this.#sockets.keys()].map(closed);
    for (const { session } of this.#sockets.values()) session?.close(reason);
    const { promise: deadline, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, STOP_DEADLINE_MS);
    await Promise.race([Promise.all(gone), deadline]);
    clearTimeout(timer);
    this.close(reason);
  }

  protected override onClose(): void {
    this.#options.server.off('upgrade', this.#upgrade);
    // After a drain nobody is waited for any longer; otherwise the closing handshakes that were just begun may end by themselves.
    if (this.#draining) for (const socket of this.#sockets.keys()) socket.terminate();
  }

  #judge(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', (error) => this.#options.log.debug({ err: error }, 'connection broke'));
    const { origin, 'sec-websocket-protocol': protocols } = request.headers;
    const { allowedOrigins, trustProxy = false } = this.#options;
    const verdict = judgeUpgrade({ url: request.url, origin, protocols }, allowedOrigins);
    if (verdict !== 'accept' && verdict !== 'reload') {
      this.#refuse(socket, verdict);
      return;
    }
    const address = clientAddress(request, trustProxy);
    const lack = this.#lack(address);
    if (lack !== null) {
      this.#refuse(socket, lack);
      return;
    }
    this.#upgrader.handleUpgrade(request, socket, head, (webSocket) => {
      if (verdict === 'reload') this.#turnAway(webSocket, address);
      else this.#open(webSocket, { address, isOwner: this.#options.isOwner(request.headers.cookie) });
    });
  }

  /** Why nobody more can be let in from `address`, or null. */
  #lack(address: string): ErrorCode | null {
    if (this.#draining || this.closed) return 'shutting_down';
    const { sessions, sessionsPerAddress } = this.#limits;
    if (this.#sockets.size >= sessions) return 'server_full';
    const fromThere = [...this.#sockets.values()].filter((entry) => entry.address === address);
    if (fromThere.length >= sessionsPerAddress) return 'server_full';
    return this.#opened.admits(address, performance.now()) ? null : 'server_full';
  }

  #refuse(socket: Duplex, code: ErrorCode): void {
    this.#options.metrics.sessionRefused(code);
    refuseUpgrade(socket, code);
  }

  /** A page of another version gets the one message that it can understand in any version. */
  #turnAway(webSocket: WebSocket, address: string): void {
    this.#options.metrics.sessionRefused('subprotocol_missing');
    this.#watch(webSocket, { address, session: null });
    webSocket.send(encodeMessage({ type: 'bye', code: 'subprotocol_missing', retry: false }));
    webSocket.close(closeCodeOf('subprotocol_missing'), 'subprotocol_missing');
  }

  #open(webSocket: WebSocket, { address, isOwner }: { address: string; isOwner: boolean }): void {
    const { metrics, log } = this.#options;
    const session = new Session({
      socket: socketOf(webSocket),
      dispatcher: this.#dispatcher,
      address,
      isOwner,
      failedAttempts: this.#failedAttempts,
      metrics,
      log,
    });
    this.#watch(webSocket, { address, session });
    webSocket.on('message', (data, isBinary) => {
      if (isBinary || !Buffer.isBuffer(data)) session.receiveBinary();
      else session.receiveText(data.toString('utf8'));
    });
    webSocket.on('ping', () => session.receivePing());
    webSocket.on('pong', () => session.receivePong());
    webSocket.on('close', (code) => session.socketGone(`socket closed with ${code}`));
    this.own(session);
  }

  #watch(webSocket: WebSocket, entry: SocketEntry): void {
    this.#sockets.set(webSocket, entry);
    webSocket.on('close', () => this.#sockets.delete(webSocket));
    // What is wrong with a frame ends in a close code of the library; there is nothing more to do than to know of it.
    webSocket.on('error', (error) => this.#options.log.debug({ err: error }, 'socket failed'));
  }
}

/** The socket as a session sees it. */
function socketOf(webSocket: WebSocket): SessionSocket {
  return {
    get backlogBytes() {
      return webSocket.bufferedAmount;
    },
    send: (text) => webSocket.send(text, ignoreError),
    ping: () => webSocket.ping(undefined, undefined, ignoreError),
    close: (code, reason) => webSocket.close(code, reason),
    terminate: () => webSocket.terminate(),
  };
}

/** A send that fails is followed by the socket's close event, which is where it is dealt with. */
function ignoreError(): void {}

function closed(webSocket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    webSocket.once('close', () => resolve());
  });
}
