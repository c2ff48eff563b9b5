/** Sounds in memory, and a mixer that plays them. */
import { type SoundId, type StripId, soundId } from '#protocol/ids.ts';
import { SOUND_STRIPS } from '#protocol/pads.ts';
import { Mixer } from '../../../../server/mixer/mixer.ts';
import { type PcmSource, PIECE_FRAMES } from '../../../../server/mixer/sounds/pcm-source.ts';
import type { SoundPlay, StripSettings } from '../../../../server/program/live-path-port.ts';

export const RATE = 48_000;
export const TICK = 960;
export const CARTS: StripId = SOUND_STRIPS.carts.id;
export const OPEN: StripSettings = { on: true, muted: false, faderDb: 0, pan: 0, playsSounds: true };
export const PLAY: SoundPlay = {
  ...{ strip: CARTS, gainDb: 0, loop: false, group: null },
  ...{ fadeOutMs: 100, fromMs: 0, fadeInMs: 0 },
};

/** Every sample at the left is a number of its own, so that each can be found again; the right has their negatives. */
export function counting(frames: number): PcmSource {
  return sourceOf(frames, (frame) => ((frame * 7919) % 30_000) + 1);
}

/** Always the same amplitude, of full scale. */
export function steady(frames: number, amplitude: number): PcmSource {
  return sourceOf(frames, () => amplitude * 32_768);
}

export function sourceOf(frames: number, sampleAt: (frame: number) => number): PcmSource {
  const pieces = Array.from({ length: Math.ceil(frames / PIECE_FRAMES) }, (_, index) => {
    const count = Math.min(PIECE_FRAMES, frames - index * PIECE_FRAMES);
    const piece = new Int16Array(2 * count);
    for (let i = 0; i < count; i++) {
      piece[2 * i] = sampleAt(index * PIECE_FRAMES + i);
      piece[2 * i + 1] = -sampleAt(index * PIECE_FRAMES + i);
    }
    return piece;
  });
  return { frames, piece: (index) => pieces[index] ?? null, prepare: () => {} };
}

/** A mixer with one strip for sounds, whose gain has arrived. */
export async function deckRig(settings: StripSettings = OPEN) {
  const mixer = await Mixer.create();
  mixer.putStrip(CARTS, settings);
  mixer.tick(0);
  let counter = 0;
  const hear = (ticks: number): Float32Array => {
    const left = new Float32Array(ticks * TICK);
    for (let tick = 0; tick < ticks; tick++) {
      const bus = mixer.tick(0);
      for (let i = 0; i < TICK; i++) left[tick * TICK + i] = bus[2 * i] ?? 0;
    }
    return left;
  };
  const put = (source: PcmSource): SoundId => {
    counter += 1;
    const id = soundId.parse(`sound-${counter}`);
    mixer.sounds.put(id, source);
    return id;
  };
  return { mixer, hear, put };
}
