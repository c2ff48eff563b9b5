/** Sends a file for the soundboard, piece by piece: each is answered, so that progress is true, and one that got lost is sent again. */

import { CommandError } from './command-error.ts';
import { failureCode } from './http-api.ts';

const TRIES = 4;
const FIRST_PAUSE_MS = 500;
const TOO_FAST = 429;
/** The server counts by the minute. */
const TOO_FAST_PAUSE_MS = 5000;
const TOO_FAST_TRIES = 24;

export type CartUploadPlan = {
  readonly file: Blob;
  /** Where it is to be sent, as the server said. */
  readonly url: string;
  readonly pieceBytes: number;
  /** Bytes that the server has. */
  readonly onProgress: (bytes: number) => void;
  readonly signal: AbortSignal;
};

/** Resolves when the sound can be played. Throws CommandError with the reason, or what the signal aborts with. */
export async function sendCart({ file, url, pieceBytes, onProgress, signal }: CartUploadPlan): Promise<void> {
  try {
    for (let offset = 0; offset < file.size; offset += pieceBytes) {
      const piece = file.slice(offset, offset + pieceBytes);
      await send(`${url}?offset=${offset}`, signal, {
        method: 'PUT',
        headers: { 'content-type': 'application/octet-stream' },
        body: piece,
      });
      onProgress(offset + piece.size);
    }
    await send(`${url}/end`, signal, { method: 'POST' }, 1);
  } catch (error) {
    // The server forgets it by itself as well.
    if (signal.aborted) fetch(url, { method: 'DELETE' }).catch(() => {});
    throw error;
  }
}

/** A connection that breaks is tried again, and so is what came too fast; an answer that refuses is not. */
async function send(url: string, signal: AbortSignal, request: RequestInit, tries = TRIES): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(url, { ...request, signal }).catch(() => null);
    signal.throwIfAborted();
    if (response?.ok === true) return;
    const isTooFast = response?.status === TOO_FAST;
    if (response !== null && response.status < 500 && !isTooFast)
      throw new CommandError(failureCode(await bodyOf(response)));
    // What came too fast was not tried: the pieces of a large file from a fast line are more than a minute's.
    if (attempt >= (isTooFast ? TOO_FAST_TRIES : tries)) {
      throw new CommandError(response === null ? 'connection_lost' : failureCode(await bodyOf(response)));
    }
    const pauseMs = isTooFast ? TOO_FAST_PAUSE_MS : FIRST_PAUSE_MS * 2 ** (attempt - 1);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

const bodyOf = (response: Response): Promise<unknown> => response.json().catch(() => null);
