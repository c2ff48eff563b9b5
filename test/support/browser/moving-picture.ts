/** What a person sees of a picture: how large it comes, and whether it moves. */
import type { Locator } from 'playwright-core';
import { until } from '../until.ts';

export type SeenPicture = {
  readonly width: number;
  /** Another number when anything in the picture is another. */
  readonly sum: number;
};

/** The picture as it is now; null before there is one. */
export async function seenPicture(video: Locator): Promise<SeenPicture | null> {
  if ((await video.count()) === 0) return null;
  return video.evaluate((element) => {
    if (!(element instanceof HTMLVideoElement) || element.videoWidth === 0) return null;
    const context = new OffscreenCanvas(64, 36).getContext('2d');
    if (context === null) return null;
    context.drawImage(element, 0, 0, 64, 36);
    const { data } = context.getImageData(0, 0, 64, 36);
    const sum = data.reduce((all, value, place) => (all + value * ((place % 977) + 1)) % 1_000_000_007, 0);
    return { width: element.videoWidth, sum };
  });
}

/** Resolves when the picture is there and moves; answers with its width. */
export async function untilMoving(what: string, video: Locator): Promise<number> {
  let before: SeenPicture | null = null;
  return until(`${what} moves`, async () => {
    const now = await seenPicture(video);
    const moves = now !== null && before !== null && now.sum !== before.sum;
    before = now;
    return moves ? now.width : null;
  });
}
