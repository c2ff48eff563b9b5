/** Which WebSocket close code goes with which error code, for clients that miss the bye message. */
import { CLOSE_CODES, ERROR_CODES, type ErrorCode } from '#protocol/error-codes.ts';

const SPECIAL: Partial<Record<ErrorCode, number>> = {
  bad_message: CLOSE_CODES.badProtocol,
  message_too_big: CLOSE_CODES.tooBig,
  too_many_messages: CLOSE_CODES.tooMany,
  not_entered: CLOSE_CODES.notEntered,
  subprotocol_missing: CLOSE_CODES.reload,
  removed: CLOSE_CODES.removed,
  replaced: CLOSE_CODES.replaced,
  room_closed: CLOSE_CODES.roomGone,
  room_full: CLOSE_CODES.roomGone,
  session_ended: CLOSE_CODES.roomGone,
  show_not_found: CLOSE_CODES.roomGone,
  invite_invalid: CLOSE_CODES.notAllowed,
  unauthorized: CLOSE_CODES.notAllowed,
  forbidden: CLOSE_CODES.notAllowed,
  origin_refused: CLOSE_CODES.notAllowed,
  shutting_down: CLOSE_CODES.restarting,
  media_unavailable: CLOSE_CODES.restarting,
  server_full: CLOSE_CODES.restarting,
};

/** RFC 6455, section 7.4: 1011 for what broke here, 4400 for whatever else the browser did wrong. */
export function closeCodeOf(code: ErrorCode): number {
  return (
    SPECIAL[code] ?? (ERROR_CODES[code].fault === 'caller' ? CLOSE_CODES.badProtocol : CLOSE_CODES.internal)
  );
}
