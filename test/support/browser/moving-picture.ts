/** What a person sees of a picture: how large it comes, and whether it moves. */
import type { Locator } from 'playwright-core';
import { until } from '../until.ts';

export type SeenPicture = {
  /** The name of the track that is shown: another one when it was published anew. */
  readonly trackId: string;
  readonly width: number;
  /** Another number when anything in the picture is another. */
  readonly sum: number;
};

/** The picture as it is now; null before there is one. */
export async function seenPicture(video: Locator): Promise<SeenPicture | null> {
  if ((await video.count()) === 0) return null;
  return video.evaluate((element) => {
    if (!(element instanceof HTMLVideoElement) || element.videoWidth === 0) return null;
    const stream = element.srcObject;
    const track = stream instanceof MediaStream ? stream.getVideoTracks()[0] : undefined;
    if (track === undefined) return null;
    const context = new OffscreenCanvas(64, 36).getContext('2d');
    if (context === null) return null;
    context.drawImage(element, 0, 0, 64, 36);
    const { data } = context.getImageData(0, 0, 64, 36);
    const sum = data.reduce((all, value, place) => (all + value * ((place % 977) + 1)) % 1_000_000_007, 0);
    return { trackId: track.id, width: element.videoWidth, sum };
  });
}

/**
 * Resolves when the picture is there and moves; answers with it.
 *
 * With `notTrackId` it is another picture than that one: whoever waits for the old one to leave may look too late, when
 * the new one has taken its place already.
 */
export async function untilMoving(
  what: string,
  video: Locator,
  { notTrackId }: { readonly notTrackId?: string } = {},
): Promise<SeenPicture> {
  let before: SeenPicture | null = null;
  return until(`${what} moves`, async () => {
    const now = await seenPicture(video);
    const moves =
      now !== null && now.trackId !== notTrackId && now.trackId === before?.trackId && now.sum !== before.sum;
    before = now;
    return moves ? now : null;
  });
}
