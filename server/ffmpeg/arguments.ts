/** The command line of the encoder. Pure: it holds numbers only, never a text of a person and never a password. */
import type { Codec } from '#protocol/state.ts';
import { PCM_TICK_BYTES } from './pcm-format.ts';

/** Extra pipes of the child, by file descriptor. */
export const ENCODER_PIPES = { mp3: 3, opus: 4 } as const;

export const MP3_BITRATE_KBPS = 128;
export const OPUS_BITRATE_KBPS = 96;

/** ffmpeg notes the place of every packet for a seek that never comes: 70 KiB a minute up to 1 MiB, unless it may keep only this much. */
const INDEX_BYTES = 4096;

/** Bare reading: nothing is guessed from the sound, nothing waits for more of it. */
const INPUT = [
  ...['-fflags', 'nobuffer', '-analyzeduration', '0', '-probesize', '32'],
  ...['-indexmem', String(INDEX_BYTES)],
  ...['-f', 'wav', '-ignore_length', '1', '-max_size', String(PCM_TICK_BYTES), '-i', 'pipe:0'],
];

/**
 * Without the bit reservoir every MP3 frame stands alone (ISO/IEC 11172-3, main_data_begin is 0): that saves 48 ms and lets two
 * encoders be joined between any two frames.
 */
const OUTPUTS = {
  mp3: [
    ...['-c:a', 'libmp3lame', '-b:a', `${MP3_BITRATE_KBPS}k`, '-reservoir', '0'],
    ...['-write_xing', '0', '-id3v2_version', '0', '-flush_packets', '1', '-f', 'mp3'],
  ],
  opus: [
    ...['-c:a', 'libopus', '-b:a', `${OPUS_BITRATE_KBPS}k`, '-frame_duration', '20'],
    ...['-flush_packets', '1'],
  ],
} as const satisfies Record<Codec, readonly string[]>;

/**
 * What Opus packets are wrapped in on their pipe. Ogg pages hold one packet each, but ffmpeg keeps the newest back until the next: 20 ms.
 * NUT has each packet at once; NutDemuxer reads it.
 */
export type OpusContainer = 'ogg' | 'nut';

const CONTAINERS = {
  ogg: ['-page_duration', '20000', '-f', 'ogg'],
  nut: ['-write_index', '0', '-f', 'nut'],
} as const satisfies Record<OpusContainer, readonly string[]>;

/** What ffmpeg is started with: PCM on stdin, one pipe for each codec, and no filter: the sound is finished when it gets there. */
export function encoderArguments(codecs: readonly Codec[], opusContainer: OpusContainer): readonly string[] {
  const outputs = codecs.flatMap((codec) => [
    ...['-map', '0:a'],
    ...OUTPUTS[codec],
    ...(codec === 'opus' ? CONTAINERS[opusContainer] : []),
    `pipe:${ENCODER_PIPES[codec]}`,
  ]);
  return [...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'warning'], ...INPUT, ...outputs];
}
