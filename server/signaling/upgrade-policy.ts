/** Decides at the door whether an upgrade request becomes a session. Pure; the gateway acts on the answer. */
import type { ErrorCode } from '#protocol/error-codes.ts';
import { SUBPROTOCOL } from '#protocol/limits.ts';

export const WEBSOCKET_PATH = '/ws';

/** What the decision rests on. `origin` and `protocols` are the headers as they came. */
export type UpgradeRequest = {
  readonly url: string | undefined;
  readonly origin: string | undefined;
  readonly protocols: string | undefined;
};

/**
 * An error code answers with its HTTP status, which a browser reports as a failed connection without saying why. `reload` is for pages of
 * ours that speak another version: they are let in for one bye message and close code 4426, because only that can be told apart.
 */
export type UpgradeVerdict = 'accept' | 'reload' | ErrorCode;

/** `allowedOrigins` are compared exactly, as the browser serialises them (RFC 6454, section 6.2). */
export function judgeUpgrade(request: UpgradeRequest, allowedOrigins: readonly string[]): UpgradeVerdict {
  if (request.url?.split('?', 1)[0] !== WEBSOCKET_PATH) return 'not_found';
  if (request.origin === undefined || !allowedOrigins.includes(request.origin)) return 'origin_refused';
  const offered = (request.protocols ?? '').split(',').map((protocol) => protocol.trim());
  return offered.includes(SUBPROTOCOL) ? 'accept' : 'reload';
}

/** What the handshake answers: ours, or any that was offered, because browsers give up when none is chosen. */
export function chooseSubprotocol(offered: ReadonlySet<string>): string | false {
  const [first] = offered;
  return offered.has(SUBPROTOCOL) ? SUBPROTOCOL : (first ?? false);
}
