/** Makes a quiet piece of audio shorter or longer without a click, so that delay can be changed where nobody hears it. */
import { OPUS_PACKET_MAX_SAMPLES } from './opus-packet.ts';

/** Below this peak (of 32768; -50 dBFS) a packet counts as a pause. */
const PAUSE_PEAK = 104;

/** Both ends of a splice are blended over 5 ms. */
const BLEND_FRAMES = 240;

/** Whether the first `frames` frames of `pcm` hold nothing louder than the noise of a pause. */
export function isPause(pcm: Int16Array, frames: number, channels: 1 | 2): boolean {
  const count = frames * channels;
  for (let i = 0; i < count; i++) {
    if (Math.abs(pcm[i] ?? 0) > PAUSE_PEAK) return false;
  }
  return true;
}

/**
 * Changes the length of a pause, the first `frames` frames of `pcm`, by `change` frames (longer when positive) or as near
 * to that as it can, in place. Returns the new length. `pcm` has room for the longest packet.
 */
export function splicePause(pcm: Int16Array, frames: number, channels: 1 | 2, change: number): number {
  const most = Math.max(0, frames - BLEND_FRAMES);
  if (change < 0) {
    const cut = Math.min(most, Math.floor(-change));
    if (cut > 0) cutOut(pcm, frames * channels, cut * channels, BLEND_FRAMES * channels);
    return frames - cut;
  }
  const added = Math.min(most, Math.floor(change), OPUS_PACKET_MAX_SAMPLES - frames);
  if (added > 0) repeat(pcm, frames * channels, added * channels, BLEND_FRAMES * channels);
  return frames + added;
}

/** Leaves out `cut` samples after the first ones, which turn into those that follow the cut. */
function cutOut(pcm: Int16Array, count: number, cut: number, blend: number): void {
  for (let i = 0; i < blend; i++) {
    const share = i / blend;
    pcm[i] = (pcm[i] ?? 0) * (1 - share) + (pcm[i + cut] ?? 0) * share;
  }
  pcm.copyWithin(blend, blend + cut, count);
}

/** Plays the last `added` samples twice; the end turns into what comes before the repetition. */
function repeat(pcm: Int16Array, count: number, added: number, blend: number): void {
  pcm.copyWithin(count, count - added, count);
  // From the end, because what is read must not be blended yet.
  for (let i = blend - 1; i >= 0; i--) {
    const share = i / blend;
    const at = count - blend + i;
    pcm[at] = (pcm[at] ?? 0) * (1 - share) + (pcm[at - added] ?? 0) * share;
  }
}
