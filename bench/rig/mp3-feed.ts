/** A source client with an endless MP3 at 128 kbit/s, paced frame by frame as an encoder paces it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { Mp3Framer } from '../../server/icecast/mp3-framer.ts';
import type { BenchIcecast } from './bench-icecast.ts';
import { SAMPLE_RATE, speechLike } from './speech.ts';

/** MPEG-1 Layer III at 48 kHz. */
const FRAME_MS = 24;
const LOOP_S = 20;

/** Encodes the loop once; give the frames to any number of feeds. */
export async function encodeMp3Loop(): Promise<readonly Uint8Array[]> {
  const sound = speechLike({ seed: 77, seconds: LOOP_S, rmsDb: -20 });
  const input = ['-f', 'f32le', '-ar', String(SAMPLE_RATE), '-ac', '1', '-i', 'pipe:0'];
  const output = [
    '-ac',
    '2',
    '-c:a',
    'libmp3lame',
    '-b:a',
    '128k',
    '-reservoir',
    '0',
    '-write_xing',
    '0',
    '-id3v2_version',
    '0',
  ];
  const ffmpeg = spawn(
    process.env.FFMPEG_PATH ?? 'ffmpeg',
    ['-hide_banner', '-loglevel', 'error', ...input, ...output, '-f', 'mp3', 'pipe:1'],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const chunks: Buffer[] = [];
  ffmpeg.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  ffmpeg.stdin.end(new Uint8Array(sound.buffer));
  await once(ffmpeg, 'close');
  const frames = new Mp3Framer().push(Buffer.concat(chunks));
  if (frames.length === 0) throw new Error('ffmpeg encoded no MP3.');
  return frames;
}

export class Mp3Feed {
  readonly #socket: net.Socket;
  readonly #frames: readonly Uint8Array[];
  readonly #beganAtMs = performance.now();
  #sent = 0;
  readonly #timer: NodeJS.Timeout;

  /** Takes the mount `main.mp3`. Rejects when Icecast does not give it. */
  static async open(icecast: BenchIcecast, frames: readonly Uint8Array[]): Promise<Mp3Feed> {
    const socket = net.connect({ port: icecast.port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    const login = Buffer.from(`source:${icecast.sourcePassword}`).toString('base64');
    socket.write(
      `PUT /main.mp3 HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic ${login}\r\nContent-Type: audio/mpeg\r\n\r\n`,
    );
    const [answer] = await once(socket, 'data');
    if (!/^HTTP\/1\.\d 200/.test(String(answer))) {
      socket.destroy();
      throw new Error(`Icecast refused the feed: ${String(answer).slice(0, 100)}`);
    }
    return new Mp3Feed(socket, frames);
  }

  private constructor(socket: net.Socket, frames: readonly Uint8Array[]) {
    this.#socket = socket;
    this.#frames = frames;
    socket.on('error', () => {});
    socket.resume();
    this.#timer = setInterval(() => this.#send(), FRAME_MS / 2);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#socket.destroy();
  }

  #send(): void {
    const due = (performance.now() - this.#beganAtMs) / FRAME_MS;
    for (; this.#sent < due; this.#sent += 1) {
      const frame = this.#frames[this.#sent % this.#frames.length];
      if (frame !== undefined) this.#socket.write(frame);
    }
  }
}
