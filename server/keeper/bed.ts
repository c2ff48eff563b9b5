/** The bed as listeners get it: encoded once, by the encoder of the program itself, so that rate, channels and bitrate are those of its mounts. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Codec } from '#protocol/state.ts';
import { StudioError } from '../errors.ts';
import { Encoder } from '../ffmpeg/encoder.ts';
import { NutDemuxer } from '../ffmpeg/nut-demuxer.ts';
import { MOUNT_CODECS } from '../icecast/mount-names.ts';
import { Mp3Framer } from '../icecast/mp3-framer.ts';
import { BED_SECONDS, BED_TICKS, bedTick } from '../mixer/bed-sound.ts';
import { UNIT_MS } from './unit-pacer.ts';

/** One round of the bed in MP3 frames and in Opus packets. */
export type Bed = Readonly<Record<Codec, readonly Uint8Array[]>>;

/** The encoder keeps the end for itself until more comes; the end is silence. */
const MISSING_MAX_MS = 450;
/** The wait when the encoder has enough to do. */
const BUSY_PAUSE_MS = 20;
/** On a machine that does much else half a second of work may take long; what takes longer than this hangs. */
const DEADLINE_MS = 60_000;

/** Takes about half a second of one core. Throws `encoder_missing` or `encoder_crashed`, and the reason of `signal` when it aborts. */
export async function encodeBed(ffmpegPath: string, signal: AbortSignal): Promise<Bed> {
  const cutters = { mp3: new Mp3Framer(), opus: new NutDemuxer() };
  const bed: Record<Codec, Uint8Array[]> = { mp3: [], opus: [] };
  let failure: StudioError | null = null;
  const encoder = new Encoder({
    ffmpegPath,
    codecs: MOUNT_CODECS,
    opusContainer: 'nut',
    onEncoded: (codec, bytes) => bed[codec].push(...cutters[codec].push(bytes)),
    onRunning: () => {},
    onFailed: (error) => {
      failure = error;
    },
  });
  const abort = () => encoder.close('not wanted any more');
  signal.addEventListener('abort', abort);
  try {
    for (let tick = 0; tick < BED_TICKS; tick += 1) await writeAll(encoder, bedTick(tick));
    const deadlineMs = performance.now() + DEADLINE_MS;
    while (!encoder.closed && !isWhole(bed) && performance.now() < deadlineMs) await sleep(BUSY_PAUSE_MS);
  } finally {
    signal.removeEventListener('abort', abort);
    encoder.close('the bed is done');
  }
  signal.throwIfAborted();
  if (failure !== null) throw failure;
  if (!isWhole(bed)) throw new StudioError('encoder_crashed', 'The encoder left out a part of the bed.');
  return bed;
}

function isWhole(bed: Bed): boolean {
  return MOUNT_CODECS.every(
    (codec) => bed[codec].length * UNIT_MS[codec] >= BED_SECONDS * 1000 - MISSING_MAX_MS,
  );
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
