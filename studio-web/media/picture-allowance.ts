/** What pictures may take from a line, so that the sound never has to share what is too little already. Pure. */
import type { ConnectionEntry } from '#protocol/state.ts';

export type LineQuality = ConnectionEntry['quality'] | null;

/** On a poor line pictures come in the smallest size; on one that is as good as lost there are none. Null means: not now. */
export function layerAllowed(quality: LineQuality, layer: number): number | null {
  switch (quality) {
    case 'lost':
      return null;
    case 'poor':
      return 0;
    default:
      return layer;
  }
}

/** The largest layer that is sent to the server. The own picture stays, however small: the others see that somebody is there. */
export function layerSent(quality: LineQuality, largest: number): number {
  return layerAllowed(quality, largest) ?? 0;
}
