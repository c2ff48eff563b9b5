/** A sine as a loop of Opus frames, encoded once and shared: fifty talkers cost no more than one. */
import { Encoder } from '@evan/opus';

export const FRAME_MS = 20;
export const FRAME_SAMPLES = 960;
const SAMPLE_RATE = 48_000;
const FRAMES_PER_SECOND = 50;
const BITRATE = 64_000;
/** What the encoder is told of the network, as browsers tell theirs: it then builds less on packets that may be lost. */
const EXPECTED_LOSS_PERCENT = 10;

const loops = new Map<string, readonly Buffer[]>();

/**
 * One second of a sine of `toneHz` (whole, so that the loop has no seam) at `levelDb` (RMS in dBFS), mono at 48 kHz in 50 frames of
 * 20 ms. `toneHz` 0 is silence.
 */
export function opusTone(toneHz: number, levelDb: number): readonly Buffer[] {
  const name = `${toneHz}@${levelDb}`;
  const loop = loops.get(name) ?? encodeLoop(toneHz, levelDb);
  loops.set(name, loop);
  return loop;
}

function encodeLoop(toneHz: number, levelDb: number): readonly Buffer[] {
  const encoder = new Encoder({ channels: 1, sample_rate: SAMPLE_RATE, application: 'audio' });
  encoder.bitrate = BITRATE;
  encoder.packet_loss = EXPECTED_LOSS_PERCENT;
  const amplitude = 32_767 * Math.SQRT2 * 10 ** (levelDb / 20);
  const frames: Buffer[] = [];
  // The first second only brings the encoder to its steady state.
  for (let frame = 0; frame < 2 * FRAMES_PER_SECOND; frame += 1) {
    const pcm = new Int16Array(FRAME_SAMPLES);
    for (let at = 0; at < FRAME_SAMPLES; at += 1) {
      const phase = (2 * Math.PI * toneHz * (frame * FRAME_SAMPLES + at)) / SAMPLE_RATE;
      pcm[at] = Math.round(amplitude * Math.sin(phase));
    }
    const packet = Buffer.from(encoder.encode(pcm));
    if (frame >= FRAMES_PER_SECOND) frames.push(packet);
  }
  return frames;
}
