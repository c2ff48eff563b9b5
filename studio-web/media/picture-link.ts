/** What RoomPictures needs of the media of one epoch, so that it can be tried without WebRTC, and how pictures are encoded. */
import type { ConsumerId, ProducerId } from '#protocol/ids.ts';
import type { PictureSource } from '#protocol/media.ts';

/** A picture that this browser publishes. */
export type ShownPicture<Track> = { readonly producerId: ProducerId; readonly track: Track | null };

/** A picture that this browser receives. */
export type SeenPicture<Track> = { readonly consumerId: ConsumerId; readonly track: Track };

/** The pictures on the transports that the sound goes over. */
export type PictureLink<Track> = {
  readonly closed: boolean;
  shown(source: PictureSource): ShownPicture<Track> | null;
  /** Publishes a picture; the track stays the caller's. */
  show(source: PictureSource, track: Track): Promise<void>;
  replaceShown(source: PictureSource, track: Track): Promise<void>;
  /** Publishes no layer above this one, now and of what is shown later. */
  limitShown(layerMax: number): Promise<void>;
  /** Stops publishing here; the server is told by the caller. */
  hide(source: PictureSource): void;
  /** Begins to receive a picture as large as `layer`. */
  see(producerId: ProducerId, layer: number): Promise<SeenPicture<Track>>;
  /** Lets a picture go that is gone on the server. */
  unsee(producerId: ProducerId): void;
};

/** One size of a picture as it is published. */
export type PictureEncoding = {
  readonly scaleResolutionDownBy: number;
  /** In bit/s. */
  readonly maxBitrate: number;
  readonly maxFramerate: number;
  readonly scalabilityMode: 'L1T3';
  /** Nothing moves on a screen for minutes; mediasoup does not take it for dead then. */
  readonly dtx: boolean;
  readonly priority?: 'very-low';
};

/**
 * From the smallest up: a quarter, a half and the whole of 1280x720 for cameras, a half and the whole of a screen, which moves little and has
 * to be sharp. Three layers in time let the server drop frames before it drops a size. Sound has a higher priority (media-link.ts), so an
 * upload that is too slow loses the large sizes first. Browsers take the priority of the first for all of them, and refuse more than one.
 */
export const PICTURE_ENCODINGS: Readonly<Record<PictureSource, readonly PictureEncoding[]>> = {
  camera: [
    { ...encoding(4, 120_000, 15), priority: 'very-low' },
    encoding(2, 400_000, 24),
    encoding(1, 1_100_000, 24),
  ],
  screen: [{ ...encoding(2, 400_000, 10, true), priority: 'very-low' }, encoding(1, 1_800_000, 15, true)],
};

function encoding(
  scaleResolutionDownBy: number,
  maxBitrate: number,
  maxFramerate: number,
  dtx = false,
): PictureEncoding {
  return { scaleResolutionDownBy, maxBitrate, maxFramerate, dtx, scalabilityMode: 'L1T3' };
}
