/** The place of a session at its participant. */
import type { ErrorCode } from '#protocol/error-codes.ts';

/** What a session lets its participant say to the browser. */
export type Seat = {
  /** The session ends; `retry` says whether the browser should come back with its resume token. */
  bye(code: ErrorCode, retry: boolean): void;
  notice(code: ErrorCode, message: string): void;
};
