/** Makes a quiet piece of audio shorter or longer without a click, so that delay can be changed where nobody hears it. */

/** Below this peak (of 32768; -50 dBFS) a packet counts as a pause. */
const PAUSE_PEAK = 104;

/** Both ends of a cut are blended over 5 ms. */
const BLEND_FRAMES = 240;

/** Whether the first `frames` frames of `pcm` hold nothing louder than the noise of a pause. */
export function isPause(pcm: Int16Array, frames: number, channels: 1 | 2): boolean {
  const count = frames * channels;
  for (let i = 0; i < count; i++) {
    if (Math.abs(pcm[i] ?? 0) > PAUSE_PEAK) return false;
  }
  return true;
}

/** How many of `wanted` frames can be cut out of a pause of `frames` frames. */
export function cuttable(frames: number, wanted: number): number {
  return Math.max(0, Math.min(frames - BLEND_FRAMES, Math.floor(wanted)));
}

/** Cuts `cut` frames out of the first `frames` frames of `pcm`, in place; what is left lies at the start. */
export function cutPause(pcm: Int16Array, frames: number, channels: 1 | 2, cut: number): void {
  const shift = cut * channels;
  const blend = BLEND_FRAMES * channels;
  for (let i = 0; i < blend; i++) {
    const share = i / blend;
    pcm[i] = (pcm[i] ?? 0) * (1 - share) + (pcm[i + shift] ?? 0) * share;
  }
  pcm.copyWithin(blend, blend + shift, frames * channels);
}
