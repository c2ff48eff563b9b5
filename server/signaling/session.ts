/**
 * One WebSocket and what may be said over it: the rate of messages, requests and their replies, and the room's state from the moment the
 * session has entered. Knows nothing of what commands do.
 */
import type { CommandOutput } from '#protocol/commands.ts';
import type { ErrorCode } from '#protocol/error-codes.ts';
import type { RequestMessage } from '#protocol/messages.ts';
import { StudioError, toStudioError } from '../errors.ts';
import { Closable, type CloseReason } from '../lifecycle.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Lobby, LobbySeat } from '../room/lobby.ts';
import type { Seat } from '../room/seat.ts';
import { decodeRequest } from './decode-request.ts';
import type { Answer, Caller, Dispatcher } from './dispatcher.ts';
import type { Occupant } from './enter-room.ts';
import type { FailedAttempts } from './failed-attempts.ts';
import { Line, type SessionSocket } from './line.ts';
import { Replicator } from './replicator.ts';
import { TokenBucket } from './token-bucket.ts';

/** How long a session may stay without asking to enter, and how often it may ask in vain. */
const ENTER_TIMEOUT_MS = 5_000;
const ENTER_ATTEMPTS_MAX = 5;
/** A page that joins a full room asks for 63 consumers at once. */
const REQUESTS_IN_FLIGHT_MAX = 96;
const MESSAGE_RATE = { perSecond: 50, burst: 150, debt: 50 };

export type SessionOptions = {
  readonly socket: SessionSocket;
  readonly dispatcher: Dispatcher;
  readonly address: string;
  /** Whether the upgrade request carried the owner's cookie. */
  readonly isOwner: boolean;
  readonly failedAttempts: FailedAttempts;
  readonly metrics: Metrics;
  readonly log: Log;
};

type Goodbye = { readonly code: ErrorCode; readonly retry: boolean };

/** `waiting`: in the lobby, until it enters again or goes. `ending`: no more is listened to; the session closes after the reply that is under way. */
type State =
  | { readonly kind: 'opening'; readonly deadline: NodeJS.Timeout }
  | { readonly kind: 'entering' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'entered'; readonly occupant: Occupant; readonly replicator: Replicator }
  | { readonly kind: 'ending'; readonly goodbye: Goodbye | null };

export class Session extends Closable implements Caller {
  readonly isOwner: boolean;
  /** What the room may say to this browser. */
  readonly seat: Seat & LobbySeat = {
    bye: (code, retry) => this.#line.bye(code, retry),
    notice: (code, message) => this.#line.send({ type: 'notice', code, message }),
    lobby: (news) => this.#line.send({ type: 'lobby', ...news }),
  };
  readonly #options: SessionOptions;
  readonly #line: Line;
  readonly #rate = new TokenBucket(MESSAGE_RATE, performance.now());
  #state: State;
  #lobby: Lobby | null = null;
  #enterAttempts = 0;
  #requestsInFlight = 0;

  constructor(options: SessionOptions) {
    super();
    this.#options = options;
    this.isOwner = options.isOwner;
    this.#state = this.#opening();
    this.#line = this.own(new Line(options.socket));
    this.#line.onClosed((reason) => this.close(reason));
  }

  get occupant(): Occupant | null {
    return this.#state.kind === 'entered' ? this.#state.occupant : null;
  }

  get waits(): boolean {
    return this.#state.kind === 'waiting';
  }

  /** Takes one text frame. */
  receiveText(text: string): void {
    if (this.closed || this.#state.kind === 'ending') return;
    const verdict = this.#rate.take(performance.now());
    const frame = verdict === 'cut' ? null : decodeRequest(text);
    if (frame === null) this.#line.bye('too_many_messages', true);
    else if (frame.kind === 'unreadable') this.#line.bye('bad_message', false);
    else if (frame.kind === 'malformed') this.#refuse(frame.id, 'bad_message');
    else if (verdict === 'refuse' || this.#requestsInFlight >= REQUESTS_IN_FLIGHT_MAX) {
      this.#refuse(frame.request.id, 'too_many_messages');
    } else this.#take(frame.request);
  }

  /** Binary frames are no part of the protocol. */
  receiveBinary(): void {
    this.#line.bye('bad_message', false);
  }

  /** Pings of the other side are answered by the socket; they count like messages, so that they cannot be a flood. */
  receivePing(): void {
    if (this.#rate.take(performance.now()) === 'cut') this.#line.bye('too_many_messages', true);
  }

  receivePong(): void {
    this.#line.heardPong();
  }

  /** The socket is gone, for whatever reason. */
  socketGone(reason: CloseReason): void {
    this.#line.socketGone(reason);
  }

  async entering(enter: () => Promise<CommandOutput<'room.enter'>>): Promise<CommandOutput<'room.enter'>> {
    if (this.#state.kind === 'opening') clearTimeout(this.#state.deadline);
    else if (this.#state.kind !== 'waiting') throw new StudioError('already_entered');
    this.#state = { kind: 'entering' };
    this.#enterAttempts += 1;
    try {
      return await enter();
    } catch (error) {
      if (!this.closed) this.#entryFailed(toStudioError(error).code);
      throw error;
    }
  }

  occupy(occupant: Occupant): void {
    const { room, participant } = occupant;
    const replicator = new Replicator({
      source: room,
      outlet: this.#line,
      you: {
        participantId: participant.id,
        get role() {
          return participant.role;
        },
      },
      onLevelsDropped: () => this.#options.metrics.levelsDropped(),
    });
    this.#state = { kind: 'entered', occupant, replicator: this.own(replicator) };
    // The welcome itself may have found the socket gone.
    if (this.closed) participant.detach(this.seat);
  }

  wait(lobby: Lobby): void {
    this.#lobby = lobby;
  }

  resync(): void {
    if (this.#state.kind === 'entered') this.#state.replicator.welcome();
  }

  leave(): void {
    const { occupant } = this;
    this.#end(null);
    this.#lobby?.leave(this.seat);
    occupant?.participant.leave();
  }

  protected override onClose(): void {
    if (this.#state.kind === 'opening') clearTimeout(this.#state.deadline);
    this.#lobby?.detach(this.seat);
    this.occupant?.participant.detach(this.seat);
  }

  #opening(): State {
    const deadline = setTimeout(() => this.#line.bye('not_entered', true), ENTER_TIMEOUT_MS);
    return { kind: 'opening', deadline };
  }

  /** An entry that broke half way, or one refusal too many, ends the session; otherwise the browser may ask again. */
  #entryFailed(code: ErrorCode): void {
    const { occupant } = this;
    if (code === 'must_wait') {
      this.#enterAttempts = 0;
      this.#state = { kind: 'waiting' };
    } else if (occupant !== null) {
      this.#end({ code, retry: true });
      occupant.participant.detach(this.seat);
    } else if (this.#isGuessing(code) || this.#enterAttempts >= ENTER_ATTEMPTS_MAX) {
      this.#end({ code, retry: false });
    } else this.#state = this.#opening();
  }

  /** Remembers a wrong credential; whether this address has shown too many of them lately. */
  #isGuessing(code: ErrorCode): boolean {
    if (code !== 'invite_invalid' && code !== 'unauthorized') return false;
    const { address, failedAttempts } = this.#options;
    failedAttempts.add(address, performance.now());
    return failedAttempts.isExhausted(address, performance.now());
  }

  #end(goodbye: Goodbye | null): void {
    if (this.#state.kind === 'entered') this.#state.replicator.close('ending');
    this.#state = { kind: 'ending', goodbye };
  }

  #take(request: RequestMessage): void {
    this.#answer(request).catch((error: unknown) => {
      this.#options.log.error({ err: error, command: request.name }, 'reply could not be made');
      this.#line.bye('internal', true);
    });
  }

  async #answer(request: RequestMessage): Promise<void> {
    this.#requestsInFlight += 1;
    const answer = await this.#options.dispatcher.answer(this, request);
    this.#requestsInFlight -= 1;
    if (this.closed) return;
    this.#reply(request.id, answer);
    if (this.#state.kind !== 'ending') return;
    const { goodbye } = this.#state;
    if (goodbye === null) this.#line.hangUp('left');
    else this.#line.bye(goodbye.code, goodbye.retry);
  }

  /** The patch that shows the effect of a request goes before its reply. */
  #reply(id: number, answer: Answer): void {
    if (answer.ok) {
      const version = this.#state.kind === 'entered' ? this.#state.replicator.flush() : 0;
      this.#line.send({ type: 'reply', id, ok: true, output: answer.output, version });
    } else this.#line.send({ type: 'reply', id, ok: false, error: answer.error });
  }

  #refuse(id: number, code: ErrorCode): void {
    const { message } = new StudioError(code);
    this.#line.send({ type: 'reply', id, ok: false, error: { code, message } });
  }
}
