/** The one place where a request becomes a call: looks the command up, checks the role and the input, and turns errors into replies. */
import { randomUUID } from 'node:crypto';
import type * as z from 'zod/mini';
import {
  COMMANDS,
  type CommandInput,
  type CommandName,
  type CommandOutput,
  isCommandName,
} from '#protocol/commands.ts';
import type { ErrorCode } from '#protocol/error-codes.ts';
import type { ReplyError, RequestMessage } from '#protocol/messages.ts';
import { runsConsole } from '#protocol/people.ts';
import { StudioError, toStudioError } from '../errors.ts';
import { ClosedWhileWaiting } from '../lifecycle.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { ArrivalRate } from './arrival-rate.ts';
import type { Door } from './door.ts';
import { type Entrant, enterRoom, type Occupant } from './enter-room.ts';
import { HANDLERS, type RoomCommandName } from './handlers.ts';
import { parseForeign } from './parse-foreign.ts';

/** The session that a request came from. */
export type Caller = Entrant & {
  readonly occupant: Occupant | null;
  /** Whether it stands in a lobby. */
  readonly waits: boolean;
  /** The one way in: turns back a second attempt, and one too many, and calls `enter` otherwise. */
  entering(enter: () => Promise<CommandOutput<'room.enter'>>): Promise<CommandOutput<'room.enter'>>;
  resync(): void;
  leave(): void;
};

export type Answer =
  | { readonly ok: true; readonly output: unknown }
  | { readonly ok: false; readonly error: ReplyError };

export type DispatcherOptions = {
  readonly door: Door;
  /** New guests, by show. */
  readonly newcomers: ArrivalRate;
  readonly log: Log;
  readonly metrics: Metrics;
};

/** The command table, seen so that a schema keeps the type that belongs to its command's name. */
const INPUTS: { readonly [Name in CommandName]: { readonly input: z.ZodMiniType<CommandInput<Name>> } } =
  COMMANDS;

const MS_PER_SECOND = 1000;
/** Issues named in a refusal; the rest would only repeat them. */
const ISSUES_NAMED_MAX = 3;

export class Dispatcher {
  readonly #door: Door;
  readonly #log: Log;
  readonly #metrics: Metrics;
  readonly #newcomers: ArrivalRate;

  constructor({ door, newcomers, log, metrics }: DispatcherOptions) {
    this.#newcomers = newcomers;
    this.#door = door;
    this.#log = log;
    this.#metrics = metrics;
  }

  /** Handles one request. The synchronous part runs before this returns, so calls keep the order of arrival. Never rejects. */
  async answer(caller: Caller, { name, input }: RequestMessage): Promise<Answer> {
    const startMs = performance.now();
    const command = isCommandName(name) ? name : 'unknown';
    const count = (outcome: 'ok' | ErrorCode) =>
      this.#metrics.commandDone({ command, outcome, seconds: (performance.now() - startMs) / MS_PER_SECOND });
    try {
      if (!isCommandName(name)) throw new StudioError('unknown_command');
      const output = await this.#call(caller, name, input);
      count('ok');
      return { ok: true, output };
    } catch (thrown) {
      const error = asAnswerable(thrown, caller);
      count(error.code);
      return { ok: false, error: this.#refusal(error, command) };
    }
  }

  #call(caller: Caller, name: CommandName, input: unknown): unknown {
    if (name !== 'room.enter') return this.#callInRoom(caller, name, input);
    if (caller.occupant !== null) throw new StudioError('already_entered');
    const parsed = parseInput(name, input);
    return caller.entering(() =>
      enterRoom({ door: this.#door, entrant: caller, newcomers: this.#newcomers }, parsed),
    );
  }

  #callInRoom<Name extends RoomCommandName>(caller: Caller, name: Name, input: unknown): unknown {
    const { occupant } = caller;
    if (name === 'room.leave' && caller.waits) return leaveLobby(caller);
    if (occupant === null) throw new StudioError('not_entered');
    if (COMMANDS[name].role === 'host' && !runsConsole(occupant.participant.role)) {
      throw new StudioError('forbidden');
    }
    const context = {
      ...occupant,
      door: this.#door,
      resync: () => caller.resync(),
      leave: () => caller.leave(),
    };
    return HANDLERS[name](context, parseInput(name, input));
  }

  /** What the browser is told. Faults of ours get a reference that finds the one log line about them. */
  #refusal(error: StudioError, command: string): ReplyError {
    const { code, message } = error;
    if (error.fault !== 'server') {
      this.#log.debug({ command, code }, 'request refused');
      return { code, message };
    }
    const reference = randomUUID();
    // A part that is just starting or stopping is known about; anything else is a bug.
    this.#log[code === 'internal' ? 'error' : 'warn'](
      { err: error, command, code, reference },
      'request failed',
    );
    return { code, message, reference };
  }
}

function leaveLobby(caller: Caller): null {
  caller.leave();
  return null;
}

/** Checks the input of a command. Throws `bad_input`, which names the fields but never repeats a value. */
function parseInput<Name extends CommandName>(name: Name, input: unknown): CommandInput<Name> {
  const result = parseForeign(INPUTS[name].input, input ?? {});
  if (result.success) return result.data;
  const named = result.issues.slice(0, ISSUES_NAMED_MAX).map(({ path, code }) => {
    const field = path.map(String).join('.').slice(0, 64);
    return field === '' ? code : `${field} (${code})`;
  });
  throw new StudioError('bad_input', `The input of the command is not valid: ${named.join(', ')}.`);
}

/** What was waited for may have closed meanwhile: the whole room, or only its media. */
function asAnswerable(thrown: unknown, caller: Caller): StudioError {
  if (!(thrown instanceof ClosedWhileWaiting)) return toStudioError(thrown);
  return new StudioError(caller.occupant === null ? 'room_closed' : 'media_reset');
}
