/** The command line that decodes a sound file once, for the soundboard. Pure: paths are ours, never what somebody called his file. */
import type { SoundFormat } from './sound-format.ts';

/** Nothing but what the five formats hold; a container may name anything else. */
const CODECS = [
  ...['mp3', 'mp3float', 'flac', 'vorbis', 'opus', 'libopus', 'aac', 'alac'],
  ...['pcm_u8', 'pcm_s16le', 'pcm_s24le', 'pcm_s32le', 'pcm_f32le', 'pcm_f64le', 'pcm_s16be', 'pcm_s24be'],
  ...['pcm_alaw', 'pcm_mulaw'],
].join(',');

/** No single piece of memory that a file asks for may be larger. */
const ALLOCATION_MAX_BYTES = 64 * 1024 * 1024;

/**
 * Mono goes to both sides as it is, and stereo stays: ffmpeg's own way would turn mono down by 3 dB. Of more channels the middle goes to both
 * sides, and half of what is behind. A channel that a file does not have counts for nothing.
 */
const TO_STEREO = 'pan=stereo|FL=FL+FC+0.5*BL+0.5*SL|FR=FR+FC+0.5*BR+0.5*SR';

export type DecodePlan = {
  readonly format: SoundFormat;
  readonly from: string;
  readonly to: string;
  /** It stops there. */
  readonly secondsMax: number;
};

/** The first sound of a file as raw PCM: 48 kHz, stereo, 16 bit, little endian. Information goes to stderr, the file's length among it. */
export function decodeArguments({ format, from, to, secondsMax }: DecodePlan): readonly string[] {
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'info', '-y'],
    ...['-max_alloc', String(ALLOCATION_MAX_BYTES), '-threads', '1', '-protocol_whitelist', 'file'],
    ...['-codec_whitelist', CODECS, '-f', format, '-i', `file:${from}`],
    ...['-map', '0:a:0', '-vn', '-sn', '-dn', '-map_metadata', '-1', '-t', String(secondsMax)],
    ...['-af', TO_STEREO, '-ar', '48000', '-c:a', 'pcm_s16le', '-f', 's16le', `file:${to}`],
  ];
}

/** What ffmpeg says of the length of its input, in seconds; null when it does not know. */
export function statedSeconds(line: string): number | null {
  const found = /^ {2}Duration: (\d+):(\d{2}):(\d{2}\.\d+),/.exec(line);
  if (found === null) return null;
  const [, hours, minutes, seconds] = found;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
