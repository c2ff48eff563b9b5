/** Which of the two streams a listener gets: what he chose, else the better one that his browser is sure of. Pure. */
import type { Codec } from '#protocol/state.ts';

/** `plays` is what `canPlayType` says of Ogg Opus. `kept` is an earlier choice. */
export function chooseCodec(kept: string | null, plays: string): Codec {
  if (plays === '') return 'mp3';
  if (kept === 'mp3' || kept === 'opus') return kept;
  return plays === 'probably' ? 'opus' : 'mp3';
}
