/** MP3 as an ear hears it: mpg123 as WebAssembly. The only file that knows this decoder. */
import { MPEGDecoder } from 'mpg123-decoder';
import { LevelCutter } from './level-cutter.ts';
import type { SoundDecoder } from './sound-decoder.ts';

/** Resolves when it can decode, some 30 ms later the first time. Rejects when the decoder cannot be had. */
export async function openMp3Sound(): Promise<SoundDecoder> {
  const decoder = new MPEGDecoder({ enableGapless: false });
  await decoder.ready;
  const cutter = new LevelCutter();
  return {
    decode(frame) {
      const { channelData, samplesDecoded, sampleRate } = decoder.decode(frame);
      if (samplesDecoded === 0) return { levelsDb: [], decodedMs: 0, restMs: 0 };
      const format = { frames: samplesDecoded, channels: channelData.length, rateHz: sampleRate };
      const levelsDb = cutter.push(format, (channel, at) => channelData[channel]?.[at] ?? 0);
      const restMs = (cutter.restFrames * 1000) / sampleRate;
      return { levelsDb, decodedMs: (samplesDecoded * 1000) / sampleRate, restMs };
    },
    close: () => decoder.free(),
  };
}
