/** Turns what mediasoup throws into the codes of the protocol. */
import type { ErrorCode } from '#protocol/error-codes.ts';
import { StudioError } from '../errors.ts';
import { type Closable, ClosedWhileWaiting } from '../lifecycle.ts';

/**
 * The error a caller gets for `error`, thrown while `owner` worked: `media_reset` when the owner closed meanwhile (whatever
 * mediasoup said is then only a consequence), a StudioError as it is, anything else `code` with the original as its cause.
 */
export function mediaError(error: unknown, owner: Closable, code: ErrorCode): StudioError {
  if (owner.closed || error instanceof ClosedWhileWaiting) {
    return new StudioError('media_reset', undefined, { cause: error });
  }
  if (error instanceof StudioError) return error;
  return new StudioError(code, undefined, { cause: error });
}

/** Throws `media_reset` when `owner` is closed. */
export function assertOpen(owner: Closable): void {
  if (owner.closed) throw new StudioError('media_reset');
}
