/** Recorded Opus: what a browser in our studio sends, packet by packet, made once and given to both sides of a comparison. */
import { Encoder } from '@evan/opus';
import { randomFrom } from '../../test/support/synthetic/random.ts';
import { SAMPLE_RATE, speechLike } from './speech.ts';

export const FRAME_MS = 20;
export const FRAME_SAMPLES = 960;

/** As the studio asks of browsers: 64 kbit/s mono, in-band FEC, no DTX. Browsers encode with `voip`. */
const BITRATE = 64_000;
const EXPECTED_LOSS_PERCENT = 5;
const SPEECH_RMS_DB = -26;

const MARKER_AMPLITUDE = 0.25;
const MARKER_FRAMES = 10;
/** So far apart that a latency of seconds is not mistaken for another one: no two distances are alike. */
const MARKER_PAUSE_FRAMES = { shortest: 40, longest: 75 };

/** Opus packets of 20 ms each; played in a loop. */
export type Recording = {
  readonly frames: readonly Buffer[];
  /** Indexes of the frames that a marker begins with. */
  readonly markers: readonly number[];
  readonly markerHz: number;
};

/** Talker number `talker` speaks for `seconds`. */
export function recordSpeech(talker: number, seconds: number): Recording {
  const sound = speechLike({ seed: 1000 + talker, seconds, rmsDb: SPEECH_RMS_DB });
  return { frames: encode(sound), markers: [], markerHz: 0 };
}

/** The marker's pitch, above the voices and different for each talker. */
export function markerHz(talker: number): number {
  return 4000 + 700 * talker;
}

/** As `recordSpeech`, with a tone of 0.2 s in place of the speech again and again, always beginning with a packet. */
export function recordMarkers(talker: number, seconds: number): Recording {
  const sound = speechLike({ seed: 1000 + talker, seconds, rmsDb: SPEECH_RMS_DB });
  const random = randomFrom(2000 + talker);
  const hz = markerHz(talker);
  const markers: number[] = [];
  const { shortest, longest } = MARKER_PAUSE_FRAMES;
  const next = () => shortest + Math.floor((longest - shortest) * random());
  for (let frame = next(); (frame + MARKER_FRAMES) * FRAME_SAMPLES < sound.length; frame += next()) {
    markers.push(frame);
    putTone(sound.subarray(frame * FRAME_SAMPLES, (frame + MARKER_FRAMES) * FRAME_SAMPLES), hz);
  }
  return { frames: encode(sound), markers, markerHz: hz };
}

function putTone(samples: Float32Array, hz: number): void {
  for (let i = 0; i < samples.length; i += 1) {
    samples[i] = MARKER_AMPLITUDE * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE);
  }
}

function encode(sound: Float32Array): readonly Buffer[] {
  const encoder = new Encoder({ channels: 1, sample_rate: SAMPLE_RATE, application: 'voip' });
  encoder.bitrate = BITRATE;
  encoder.inband_fec = true;
  encoder.packet_loss = EXPECTED_LOSS_PERCENT;
  const frames: Buffer[] = [];
  for (let at = 0; at + FRAME_SAMPLES <= sound.length; at += FRAME_SAMPLES) {
    const pcm = Int16Array.from(sound.subarray(at, at + FRAME_SAMPLES), (sample) =>
      Math.round(sample * 32_767),
    );
    frames.push(Buffer.from(encoder.encode(pcm)));
  }
  return frames;
}
