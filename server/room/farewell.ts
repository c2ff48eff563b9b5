/** What somebody is told when the room goes, and whether he should come back. */
import type { ErrorCode } from '#protocol/error-codes.ts';
import type { CloseReason } from '../lifecycle.ts';

export function farewellOf(reason: CloseReason): [code: ErrorCode, retry: boolean] {
  if (reason === 'shutting down') return ['shutting_down', true];
  return [reason === 'session ended' ? 'session_ended' : 'room_closed', false];
}
