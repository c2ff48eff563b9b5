/** The one error class of the server. The code says what happened; the table in the protocol says whose fault it is. */
import { ERROR_CODES, type ErrorCode, type ErrorFault } from '#protocol/error-codes.ts';

/** An error with a stable code. `message` is a sentence for people and holds no secret. */
export class StudioError extends Error {
  override readonly name = 'StudioError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message?: string, options?: { cause?: unknown }) {
    super(message ?? ERROR_CODES[code].summary, options);
    this.code = code;
  }

  /** Whose fault it is: decides between a reply, program state and a logged bug. */
  get fault(): ErrorFault {
    return ERROR_CODES[this.code].fault;
  }

  /** The HTTP status of this code. */
  get status(): number {
    return ERROR_CODES[this.code].status;
  }
}

/** `error` itself when it is a StudioError, otherwise an `internal` one that keeps it as its cause. */
export function toStudioError(error: unknown): StudioError {
  return error instanceof StudioError ? error : new StudioError('internal', undefined, { cause: error });
}
