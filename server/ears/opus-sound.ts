/** Opus as an ear hears it. */
import { isOpusHeader } from '../icecast/opus-headers.ts';
import { SAMPLE_RATE_HZ } from '../mixer/audio-format.ts';
import { OpusLibrary } from '../mixer/opus-decoder.ts';
import { LevelCutter } from './level-cutter.ts';
import type { SoundDecoder } from './sound-decoder.ts';

const FULL_SCALE = 32_768;
const CHANNELS = 2;
const NOTHING = { levelsDb: [], decodedMs: 0, restMs: 0 };

/** Resolves when it can decode. Rejects when the decoder cannot be had. */
export async function openOpusSound(): Promise<SoundDecoder> {
  const library = await OpusLibrary.load();
  const decoder = library.createDecoder(CHANNELS);
  const cutter = new LevelCutter();
  return {
    decode(packet) {
      if (isOpusHeader(packet)) return NOTHING;
      const frames = decoder.decode(packet, packet.length);
      if (frames === 0) return NOTHING;
      const pcm = decoder.pcm;
      const format = { frames, channels: CHANNELS, rateHz: SAMPLE_RATE_HZ };
      const levelsDb = cutter.push(format, (channel, at) => (pcm[CHANNELS * at + channel] ?? 0) / FULL_SCALE);
      const restMs = (cutter.restFrames * 1000) / SAMPLE_RATE_HZ;
      return { levelsDb, decodedMs: (frames * 1000) / SAMPLE_RATE_HZ, restMs };
    },
    close: () => {},
  };
}
