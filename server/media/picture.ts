/** What pictures need of mediasoup: which layer is sent, who comes first on a slow line, and whose line is too slow. */
import type { types } from 'mediasoup';
import type { PictureHeldBy, PictureSource } from '#protocol/media.ts';

/** What one browser is sent of pictures at most, in bit/s: a screen and a large camera, or a dozen small ones. */
export const PICTURES_OUTGOING_BITRATE_MAX = 6_000_000;

/** Of pictures, a screen comes before the largest camera (mediasoup: 1 to 255). Voices are outside of this: they are always sent. */
const SCREEN_PRIORITY = 10;

/** What a picture in `layer` gets before others. */
export function priorityOf(source: PictureSource, layer: number): number {
  return source === 'screen' ? SCREEN_PRIORITY : 1 + layer;
}

/** Sends `layer` of a picture, or the largest below it that is there. */
export async function sendLayer(
  consumer: types.Consumer,
  source: PictureSource,
  layer: number,
): Promise<void> {
  await Promise.all([
    consumer.setPreferredLayers({ spatialLayer: layer }),
    consumer.setPriority(priorityOf(source, layer)),
  ]);
}

/**
 * Whose line is too slow for a picture that runs: the sender's when nothing arrives from there, the viewer's when it arrives and no layer
 * of it fits. A picture without layers is sent whenever it arrives.
 */
export function heldBy(consumer: types.Consumer): PictureHeldBy {
  const { score, type, currentLayers } = consumer;
  if (score.producerScore === 0) return 'sender';
  return type === 'simulcast' && (currentLayers === undefined || currentLayers === null) ? 'viewer' : null;
}
