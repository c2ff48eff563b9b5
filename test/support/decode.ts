/** What a player makes of the bytes of a mount. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export const DECODED_SAMPLE_RATE = 48_000;

/** The mean of both sides. ffmpeg's own downmix is 3 dB louder for a sound in the middle. */
const MONO = 'pan=mono|c0=0.5*c0+0.5*c1';

export type Decoded = {
  /** Mono, full scale 1, at DECODED_SAMPLE_RATE. */
  readonly samples: Float32Array;
  /** What the decoder complained about, line by line. */
  readonly complaints: readonly string[];
};

/** Decodes MP3 or Ogg Opus. Rejects only when ffmpeg cannot be run: broken bytes give fewer samples and complaints. */
export async function decode(bytes: Uint8Array): Promise<Decoded> {
  const args = ['-hide_banner', '-nostats', '-loglevel', 'warning', '-i', 'pipe:0'];
  const output = ['-af', MONO, '-f', 'f32le', '-ar', String(DECODED_SAMPLE_RATE), 'pipe:1'];
  const child = spawn('ffmpeg', [...args, ...output], { stdio: ['pipe', 'pipe', 'pipe'] });
  const pcm: Buffer[] = [];
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => pcm.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stdin.on('error', () => {});
  child.stdin.end(bytes);
  await once(child, 'close');
  const whole = new Uint8Array(Buffer.concat(pcm));
  const samples = new Float32Array(
    whole.buffer,
    0,
    Math.floor(whole.length / Float32Array.BYTES_PER_ELEMENT),
  );
  return { samples, complaints: said.split('\n').filter((line) => line.trim() !== '') };
}
