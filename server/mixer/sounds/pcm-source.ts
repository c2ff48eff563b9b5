/** Where the samples of a decoded sound come from, piece by piece. Implemented by live-path/, which reads them; the mixer never waits. */

/** Frames (one sample per side) of one piece; the last piece of a sound has fewer. */
export const PIECE_FRAMES = 24_000;

export type PcmSource = {
  /** Length of the whole sound, 1 at least. */
  readonly frames: number;
  /** Interleaved stereo, 16 bit, of the piece at `index`; null while it is not there yet. */
  piece(index: number): Int16Array | null;
  /** The piece will be asked for soon. */
  prepare(index: number): void;
};
