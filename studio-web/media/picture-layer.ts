/** How large a picture is asked for, from how large it is drawn. Pure. */
import type { PictureSource } from '#protocol/media.ts';

/** Cameras are published 320, 640 and 1280 wide; a picture may be drawn a quarter larger than it is. */
const CAMERA_WIDTHS = [400, 800];
/** Text on a screen is worth the whole of it sooner. */
const SCREEN_WIDTHS = [480];
/** Twice as fine is all that can be seen of a face. */
const PIXEL_RATIO_MAX = 2;

/** `widthPx` is in CSS pixels. Answers from 0, the smallest. */
export function layerFor(source: PictureSource, widthPx: number, pixelRatio: number): number {
  const width = widthPx * Math.min(pixelRatio, PIXEL_RATIO_MAX);
  const limits = source === 'camera' ? CAMERA_WIDTHS : SCREEN_WIDTHS;
  return limits.filter((limit) => width > limit).length;
}
