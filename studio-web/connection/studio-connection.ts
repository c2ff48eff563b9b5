/**
 * One visit to a room over WebSockets: enters, keeps the copy of the state, answers `call`, and comes back by itself with the
 * resume token when a socket is lost. Knows nothing of media and of pages.
 */
import * as z from 'zod/mini';
import { COMMANDS, type CommandArguments, type CommandName, type CommandOutput } from '#protocol/commands.ts';
import type {
  ByeMessage,
  LobbyMessage,
  PatchMessage,
  ServerMessage,
  WelcomeMessage,
} from '#protocol/messages.ts';
import { backoffMs } from './backoff.ts';
import { CommandError, type CommandErrorCode } from './command-error.ts';
import type { StudioConnectionOptions } from './connection-options.ts';
import { type ConnectionPhase, endOfCloseCode, isPassing } from './connection-phase.ts';
import { parseServerMessage } from './parse-server-message.ts';
import { PendingCalls } from './pending-calls.ts';
import { RoomReplica } from './room-replica.ts';
import type { Socket } from './socket.ts';

/** A reply that takes longer means that the socket is dead. */
const CALL_TIMEOUT_MS = 10_000;
/** Levels come ten times a second. When nothing came for so long, a question is asked, and a socket that does not answer it soon is dead. */
const SILENCE_MS = 5_000;
const QUESTION_TIMEOUT_MS = 2_500;
/** A socket that takes longer to open is waiting for a network that may be back already: TCP itself asks less and less often. */
const OPEN_TIMEOUT_MS = 5_000;

export class StudioConnection {
  readonly #options: StudioConnectionOptions;
  readonly #replica = new RoomReplica();
  readonly #calls = new PendingCalls(() => this.#socketLost('lost'));
  #phase: ConnectionPhase = { kind: 'idle' };
  #name = '';
  #socket: Socket | null = null;
  /** Events of sockets that were given up are told by this number and dropped. */
  #socketNumber = 0;
  #resyncing = false;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #silenceTimer: ReturnType<typeof setTimeout> | undefined;
  #openTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: StudioConnectionOptions) {
    this.#options = options;
  }

  get phase(): ConnectionPhase {
    return this.#phase;
  }

  /** Enters the room as `name`; what becomes of it comes as phases. Ignored while under way. */
  enter(name: string): void {
    if (this.#phase.kind !== 'idle' && this.#phase.kind !== 'ended') return;
    this.#name = name;
    this.#setPhase({ kind: 'entering', attempt: 1 });
    this.#open();
  }

  /** Asks once more to be let in, after a refusal. */
  askAgain(): void {
    if (this.#phase.kind === 'waiting') void this.#enterRoom(this.#socketNumber);
  }

  /** Leaves for good; the strip goes. Without a connection the server lets the participant go after its grace time. */
  leave(): void {
    const isKnown = this.#phase.kind === 'in' || this.#phase.kind === 'waiting';
    if (isKnown) this.#request('room.leave', {}).catch(ignoreLateReply);
    this.#end('left');
  }

  /** Skips the pause before the next attempt: the network is back or the page is looked at again. */
  retryNow(): void {
    if (this.#retryTimer === undefined) return;
    clearTimeout(this.#retryTimer);
    this.#open();
  }

  /** This device is in another network than before: no socket of the old one will ever answer. */
  networkChanged(): void {
    this.#socketLost('lost');
    this.retryNow();
  }

  /** Something says that the socket may be dead: it is asked, and has to answer soon. */
  checkNow(): void {
    if (this.#phase.kind === 'in') this.#resync();
  }

  /** Sends a command. Rejects with CommandError: the server's code, or `connection_lost`. */
  async call<Name extends CommandName>(
    name: Name,
    input: CommandArguments<Name>,
  ): Promise<CommandOutput<Name>> {
    if (this.#phase.kind !== 'in') throw new CommandError('connection_lost');
    return this.#request(name, input);
  }

  async #request<Name extends CommandName>(
    name: Name,
    input: CommandArguments<Name>,
    timeoutMs = CALL_TIMEOUT_MS,
  ): Promise<CommandOutput<Name>> {
    if (this.#socket === null || this.#calls.full) throw new CommandError('connection_lost');
    const { id, output } = this.#calls.add(timeoutMs);
    this.#socket.send(JSON.stringify({ type: 'request', id, name, input }));
    const value = await output;
    if (!isOutputOf(name, value)) throw new CommandError('unreadable_reply');
    return value;
  }

  #open(): void {
    this.#retryTimer = undefined;
    this.#dropSocket();
    const number = ++this.#socketNumber;
    const ifCurrent = (act: () => void): void => {
      if (number === this.#socketNumber) act();
    };
    this.#replica.forgetVersion();
    this.#resyncing = false;
    this.#openTimer = setTimeout(() => this.#socketLost('lost'), OPEN_TIMEOUT_MS);
    this.#socket = this.#options.openSocket({
      onOpen: () =>
        ifCurrent(() => {
          clearTimeout(this.#openTimer);
          void this.#enterRoom(number);
        }),
      onText: (text) => ifCurrent(() => this.#receive(text)),
      onClose: (code) => ifCurrent(() => this.#socketLost(endOfCloseCode(code) ?? 'lost')),
    });
  }

  async #enterRoom(number: number): Promise<void> {
    const { credential, memory, events, browser = null } = this.#options;
    const token = memory.token();
    const resume = token === null ? {} : { resume: { token, mediaEpoch: this.#options.heldMediaEpoch() } };
    try {
      const entered = await this.#request('room.enter', {
        ...{ credential, name: this.#name, ...resume },
        ...(browser !== null && { browser }),
      });
      if (number !== this.#socketNumber) return;
      memory.save(entered.resumeToken);
      this.#setPhase({ kind: 'in' });
      events.onEntered(entered);
      if (this.#replica.state !== null) events.onState(this.#replica.state);
    } catch (error) {
      if (number === this.#socketNumber) this.#entryRefused(error);
    }
  }

  #entryRefused(error: unknown): void {
    const code = error instanceof CommandError ? error.code : 'unreadable_reply';
    if (code === 'must_wait') return;
    if (this.#phase.kind === 'lost' && isPassing(code)) {
      this.#socketLost('lost');
    } else {
      this.#end(code);
    }
  }

  #receive(text: string): void {
    this.#watchSilence();
    const message = parseServerMessage(text);
    if (message !== null) this.#handle(message);
  }

  #handle(message: ServerMessage): void {
    const { events } = this.#options;
    switch (message.type) {
      case 'reply':
        this.#calls.settle(message);
        break;
      case 'welcome':
        this.#welcome(message);
        break;
      case 'patch':
        this.#patch(message);
        break;
      case 'levels':
        events.onLevels(message.levels);
        break;
      case 'notice':
        events.onNotice(message);
        break;
      case 'lobby':
        this.#waits(message);
        break;
      case 'bye':
        this.#bye(message);
        break;
    }
  }

  #welcome(message: WelcomeMessage): void {
    this.#resyncing = false;
    const state = this.#replica.welcome(message);
    this.#options.events.onWelcome(message);
    this.#options.events.onState(state);
  }

  #patch(message: PatchMessage): void {
    const state = this.#replica.patch(message);
    if (state !== null) this.#options.events.onState(state);
    else this.#resync();
  }

  #resync(): void {
    if (this.#resyncing) return;
    this.#resyncing = true;
    this.#request('room.resync', {}, QUESTION_TIMEOUT_MS).catch(() => {
      this.#resyncing = false;
    });
  }

  #waits({ standing, waitedMs, token, mayAskAgain }: LobbyMessage): void {
    this.#options.memory.save(token);
    const sinceMs = this.#options.nowMs() - waitedMs;
    this.#setPhase({ kind: 'waiting', standing, sinceMs, mayAskAgain });
    if (standing === 'admitted') void this.#enterRoom(this.#socketNumber);
  }

  #bye(message: ByeMessage): void {
    if (message.retry) this.#socketLost('lost');
    else this.#end(message.code);
  }

  /** Comes back after a pause, unless the server said that this is the end. */
  #socketLost(why: 'lost' | CommandErrorCode): void {
    if (why !== 'lost') {
      this.#end(why);
      return;
    }
    const phase = this.#phase;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    this.#dropSocket();
    if (phase.kind === 'idle' || phase.kind === 'ended') return;
    const attempt = phase.kind === 'in' || phase.kind === 'waiting' ? 1 : phase.attempt + 1;
    const sinceMs = phase.kind === 'lost' ? phase.sinceMs : this.#options.nowMs();
    this.#setPhase(
      phase.kind === 'entering' || phase.kind === 'waiting'
        ? { kind: 'entering', attempt }
        : { kind: 'lost', sinceMs, attempt },
    );
    this.#retryTimer = setTimeout(() => this.#open(), backoffMs(attempt, this.#options.random));
  }

  #end(code: CommandErrorCode | 'left'): void {
    const wasIn = this.#phase.kind === 'in' || this.#phase.kind === 'lost';
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    this.#dropSocket();
    // Somebody who was replaced by another tab may want the studio back here, as the same participant.
    if (code !== 'replaced') this.#options.memory.clear();
    this.#setPhase({ kind: 'ended', code, wasIn });
  }

  #dropSocket(): void {
    clearTimeout(this.#silenceTimer);
    clearTimeout(this.#openTimer);
    this.#socketNumber += 1;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#calls.rejectAll();
  }

  #watchSilence(): void {
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = setTimeout(() => this.#resync(), SILENCE_MS);
  }

  #setPhase(phase: ConnectionPhase): void {
    this.#phase = phase;
    this.#options.events.onPhase(phase);
  }
}

/** The socket closes together with leaving, so the reply is not waited for. */
function ignoreLateReply(): void {}

function isOutputOf<Name extends CommandName>(name: Name, value: unknown): value is CommandOutput<Name> {
  return z.safeParse(COMMANDS[name].output, value).success;
}
