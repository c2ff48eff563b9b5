/** Decodes one sound file into raw PCM, with limits of length and time, and says what is wrong with a file that is none. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, stat } from 'node:fs/promises';
import { StudioError } from '../errors.ts';
import { LineRing } from '../process/line-ring.ts';
import { yieldToLive } from '../process/live-priority.ts';
import { decodeArguments, statedSeconds } from './decode-arguments.ts';
import { SNIFF_BYTES, type SoundFormat, soundFormat, statedBytes } from './sound-format.ts';

const BYTES_PER_FRAME = 4;
const FRAMES_PER_SECOND = 48_000;
/** A tick: less than that nobody hears. */
const FRAMES_MIN = 960;
/** ffmpeg decodes more than a hundred times faster than time passes; on a busy machine it is the last to get the cores. */
const TIMEOUT_MS = 60_000;
/** A file that holds less than it says, by more than this, breaks off. Encoders round, and pad. */
const MISSING_MAX_S = 1;
/** Programs that write WAV files are off by a few bytes now and then. */
const WHOLE_SHARE = 0.99;
/** Beyond the limit, so that a sound of just that length is not taken for a longer one. */
const MARGIN_S = 1;

export type DecodeRequest = {
  readonly ffmpegPath: string;
  readonly from: string;
  readonly to: string;
  readonly secondsMax: number;
  readonly signal: AbortSignal;
};

/**
 * Writes the PCM to `to` and gives its length in frames. Throws `sound_empty`, `sound_not_audio`, `sound_damaged`, `sound_too_long`, `encoder_missing`
 * and `sound_not_stored`; what it has written then is the caller's to remove.
 */
export async function decodeSound(request: DecodeRequest): Promise<number> {
  const format = await formatOf(request.from);
  const { code, lines } = await runFfmpeg(request, format);
  const bytes = await sizeOf(request.to);
  const frames = Math.floor(bytes / BYTES_PER_FRAME);
  if (lines.some((line) => line.includes('No space left on device')))
    throw new StudioError('sound_not_stored');
  if (frames > request.secondsMax * FRAMES_PER_SECOND) throw new StudioError('sound_too_long');
  if (lines.some((line) => /matches no streams/.test(line))) throw new StudioError('sound_empty');
  if (code !== 0) throw new StudioError('sound_damaged');
  if (frames < FRAMES_MIN) throw new StudioError('sound_empty');
  const stated = lines.map(statedSeconds).find((seconds) => seconds !== null) ?? 0;
  if (stated - frames / FRAMES_PER_SECOND > MISSING_MAX_S) throw new StudioError('sound_damaged');
  return frames;
}

async function formatOf(path: string): Promise<SoundFormat> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(SNIFF_BYTES), 0, SNIFF_BYTES, 0);
    if (bytesRead === 0) throw new StudioError('sound_empty');
    const format = soundFormat(buffer.subarray(0, bytesRead));
    if (format === null) throw new StudioError('sound_not_audio');
    // ffmpeg takes the length of such a file for what there is of it.
    if ((statedBytes(buffer) ?? 0) * WHOLE_SHARE > (await file.stat()).size)
      throw new StudioError('sound_damaged');
    return format;
  } finally {
    await file.close();
  }
}

async function runFfmpeg(
  { ffmpegPath, from, to, secondsMax, signal }: DecodeRequest,
  format: SoundFormat,
): Promise<{ readonly code: number | null; readonly lines: readonly string[] }> {
  const child = spawn(ffmpegPath, decodeArguments({ format, from, to, secondsMax: secondsMax + MARGIN_S }), {
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  const ring = new LineRing([]);
  const sink = ring.sink();
  child.stderr.on('data', (bytes: Buffer) => sink.write(bytes));
  child.stderr.once('end', () => sink.end());
  if (child.pid !== undefined) yieldToLive(child.pid);
  try {
    const [code, killedBy]: [number | null, string | null] = await closing(child);
    if (killedBy !== null) throw new StudioError('sound_damaged', 'The file could not be decoded in time.');
    return { code, lines: ring.last(Number.MAX_SAFE_INTEGER) };
  } catch (error) {
    if (error instanceof StudioError || signal.aborted) throw error;
    throw new StudioError('encoder_missing', undefined, { cause: error });
  }
}

async function closing(child: ReturnType<typeof spawn>): Promise<[number | null, string | null]> {
  await once(child, 'close');
  return [child.exitCode, child.signalCode];
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}
