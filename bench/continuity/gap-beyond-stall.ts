/** Tells a gap of the studio from one that the bench itself has made. */
import { PRESENCE_WINDOW_MS } from '../../test/support/tone-presence.ts';

/**
 * The gap in the sound, in ms; 0 when it is the bench's own. The senders live in the bench: while it stands still nobody sends. A gap is
 * told in whole windows, and one that cuts into its first and last window lasted for less than they say.
 */
export function gapBeyondStallMs({
  airGapMs,
  ownStallMs,
}: {
  readonly airGapMs: number;
  readonly ownStallMs: number;
}): number {
  const atLeastMs = airGapMs - PRESENCE_WINDOW_MS;
  return ownStallMs > 0 && atLeastMs <= ownStallMs ? 0 : airGapMs;
}
