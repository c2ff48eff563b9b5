/** Why a command failed, as the code that error-texts.ts has a text for. */
import type { ErrorCode } from '#protocol/error-codes.ts';

/** Codes that arise in the browser itself, where no server answered. */
export type LocalErrorCode = 'connection_lost' | 'unreadable_reply';

export type CommandErrorCode = ErrorCode | LocalErrorCode;

export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: CommandErrorCode;
  /** Finds the log line of a server fault. */
  readonly reference: string | null;

  constructor(code: CommandErrorCode, reference: string | null = null) {
    super(`The command failed: ${code}.`);
    this.code = code;
    this.reference = reference;
  }
}
