/** Where a visit to a room stands, as the pages show it. */
import { CLOSE_CODES, type ErrorCode } from '#protocol/error-codes.ts';
import type { LobbyStanding } from '#protocol/people.ts';
import type { CommandErrorCode } from './command-error.ts';

export type ConnectionPhase =
  /** Not asked to enter yet. */
  | { readonly kind: 'idle' }
  /** The first entry is under way; `attempt` grows while the server does not answer. */
  | { readonly kind: 'entering'; readonly attempt: number }
  /**
   * In the lobby. `sinceMs`: since when he asks, by the clock of this computer. `refused`: he was not let in, and may ask once more or not.
   */
  | {
      readonly kind: 'waiting';
      readonly standing: LobbyStanding;
      readonly sinceMs: number;
      readonly mayAskAgain: boolean;
    }
  | { readonly kind: 'in' }
  /** Was in; the socket is gone and is being opened again. */
  | { readonly kind: 'lost'; readonly sinceMs: number; readonly attempt: number }
  /** Over until the person does something. `wasIn` tells a refused entry from an end. */
  | { readonly kind: 'ended'; readonly code: CommandErrorCode | 'left'; readonly wasIn: boolean };

/** Refusals of `room.enter` that waiting can cure. */
const PASSING: ReadonlySet<CommandErrorCode> = new Set<CommandErrorCode>([
  'connection_lost',
  'too_many_messages',
  'media_unavailable',
  'shutting_down',
  'server_full',
  'internal',
]);

/** Whether somebody who was in the room should keep trying after this refusal. */
export function isPassing(code: CommandErrorCode): boolean {
  return PASSING.has(code);
}

/** What a close code says when no bye came before it; null means a break that reconnecting cures. */
export function endOfCloseCode(code: number): ErrorCode | null {
  switch (code) {
    case CLOSE_CODES.removed:
      return 'removed';
    case CLOSE_CODES.replaced:
      return 'replaced';
    case CLOSE_CODES.roomGone:
      return 'room_closed';
    case CLOSE_CODES.notAllowed:
      return 'unauthorized';
    case CLOSE_CODES.reload:
      return 'subprotocol_missing';
    default:
      return null;
  }
}
