/** The bed as listeners get it: encoded once, by the encoder of the program itself, so that rate, channels and bitrate are those of its mounts. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Codec } from '#protocol/state.ts';
import { StudioError } from '../errors.ts';
import { Encoder } from '../ffmpeg/encoder.ts';
import { MOUNT_CODECS } from '../icecast/mount-names.ts';
import { BED_SECONDS, bedSound } from './bed-sound.ts';
import { UNIT_MS } from './unit-pacer.ts';

/** One round of the bed in MP3 frames and in Opus packets. */
export type Bed = Readonly<Record<Codec, readonly Uint8Array[]>>;

/** An encoder that is ended in a hurry leaves out some of the silence at the end. */
const MISSING_MAX_MS = 450;
/** The wait when the encoder has enough to do. */
const BUSY_PAUSE_MS = 20;

export type EncodeBedOptions = {
  readonly ffmpegPath: string;
  /** Cuts what the encoder writes into frames and packets. */
  readonly cut: (codec: Codec, bytes: Uint8Array) => readonly Uint8Array[];
  readonly signal: AbortSignal;
};

/** Takes about half a second of one core. Throws `encoder_missing` or `encoder_crashed`, and the reason of `signal` when it aborts. */
export async function encodeBed({ ffmpegPath, cut, signal }: EncodeBedOptions): Promise<Bed> {
  const bed: Record<Codec, Uint8Array[]> = { mp3: [], opus: [] };
  let failure: StudioError | null = null;
  const encoder = new Encoder({
    ffmpegPath,
    codecs: MOUNT_CODECS,
    onEncoded: (codec, bytes) => bed[codec].push(...cut(codec, bytes)),
    onLoudness: () => {},
    onRunning: () => {},
    onFailed: (error) => {
      failure = error;
    },
  });
  const abort = () => encoder.close('not wanted any more');
  signal.addEventListener('abort', abort);
  try {
    for (const tick of bedSound()) await writeAll(encoder, tick);
    await encoder.stop();
  } finally {
    signal.removeEventListener('abort', abort);
    encoder.close('the bed is done');
  }
  signal.throwIfAborted();
  if (failure !== null) throw failure;
  for (const codec of MOUNT_CODECS) {
    const missingMs = BED_SECONDS * 1000 - bed[codec].length * UNIT_MS[codec];
    if (missingMs > MISSING_MAX_MS) {
      throw new StudioError(
        'encoder_crashed',
        `The encoder left out ${missingMs} ms of the bed as ${codec}.`,
      );
    }
  }
  return bed;
}

/** The encoder counts what it drops because it is busy; such a piece is offered again. */
async function writeAll(encoder: Encoder, tick: Float32Array): Promise<void> {
  while (!encoder.closed) {
    const droppedMs = encoder.droppedMs;
    encoder.write(tick);
    if (encoder.droppedMs === droppedMs) return;
    await sleep(BUSY_PAUSE_MS);
  }
}
