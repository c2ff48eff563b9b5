/**
 * Time-limited TURN credentials after "A REST API For Access To TURN Services" (draft-uberti-behave-turn-rest-00, section 2.2),
 * as coturn checks them with use-auth-secret. Pure.
 */
import { createHmac } from 'node:crypto';
import type { IceServer } from '#protocol/media.ts';

/** How long a credential opens new allocations. One that exists goes on after that, and whoever restarts ICE gets a fresh one. */
export const TURN_CREDENTIAL_TTL_SECONDS = 600;

export type TurnGrant = {
  /** `turn:` URLs (RFC 7065). */
  readonly urls: readonly string[];
  /** Shared with the TURN server; never leaves us. */
  readonly secret: string;
  /** Quotas count by it. No colon in it. */
  readonly participantId: string;
  /** Now, in ms since 1970. */
  readonly nowMs: number;
  readonly ttlSeconds?: number;
};

/** What a browser needs to use the relay: username `<expiry in seconds since 1970>:<participant>`, credential base64(HMAC-SHA1(secret, username)). */
export function turnServers(grant: TurnGrant): IceServer {
  const ttlSeconds = grant.ttlSeconds ?? TURN_CREDENTIAL_TTL_SECONDS;
  const username = `${Math.floor(grant.nowMs / 1000) + ttlSeconds}:${grant.participantId}`;
  const credential = createHmac('sha1', grant.secret).update(username).digest('base64');
  return { urls: [...grant.urls], username, credential };
}
