/** A tone as loud as speech from syllable to syllable, as Opus frames of 20 ms: what it says is known, so it can be found again. */
import { Encoder } from '@evan/opus';
import { PAUSE_DB, speechLevels } from './speech-levels.ts';

const SAMPLE_RATE = 48_000;
const FRAME_SAMPLES = 960;
const VOICE_HZ = 300;

/** `frames` of them; the same seed says the same. Mono. */
export function opusSpeech(frames: number, seed: number): readonly Buffer[] {
  const encoder = new Encoder({ channels: 1, sample_rate: SAMPLE_RATE, application: 'audio' });
  encoder.bitrate = 64_000;
  let before = 0;
  return speechLevels(frames, seed).map((levelDb) => {
    const amplitude = levelDb === PAUSE_DB ? 0 : 32_767 * Math.SQRT2 * 10 ** (levelDb / 20);
    const pcm = new Int16Array(FRAME_SAMPLES);
    for (let at = 0; at < FRAME_SAMPLES; at += 1) {
      const level = before + ((amplitude - before) * at) / FRAME_SAMPLES;
      // 300 Hz has six whole periods in a frame.
      pcm[at] = Math.round(level * Math.sin((2 * Math.PI * VOICE_HZ * at) / SAMPLE_RATE));
    }
    before = amplitude;
    return Buffer.from(encoder.encode(pcm));
  });
}
