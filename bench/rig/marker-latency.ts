/** From markers that were sent and markers that were heard to latencies. Pure. */
import type { HeardSound } from './heard-sound.ts';
import { markerHz } from './recording.ts';
import type { SentMarker } from './rtp-talkers.ts';
import { toneOnsets } from './tone-onsets.ts';

/** In the sound itself markers are as far apart as they were sent, but for what mixers stretch and skip. */
const TOLERANCE_MS = 200;

const SAMPLES_PER_MS = 48;
/** How finely it is looked whether a player has to wait. */
const STALL_STEP_SAMPLES = 480;

/** What became of the markers: latencies in ms, and how many of those that could have been heard were not. */
export type MarkerLatencies = { readonly latenciesMs: readonly number[]; readonly missed: number };

/** From the moment at which a marker's first packet was sent to the moment at which its first sample could be decoded. */
export function markerLatencies(sound: HeardSound, sent: readonly SentMarker[]): MarkerLatencies {
  const latenciesMs: number[] = [];
  let missed = 0;
  for (const talker of new Set(sent.map((marker) => marker.talker))) {
    const sentAtMs = sent.filter((marker) => marker.talker === talker).map(({ atMs }) => atMs);
    const onsets = toneOnsets(sound.samples, markerHz(talker));
    const found = matchMarkers(
      sentAtMs,
      onsets.map((index) => index / SAMPLES_PER_MS),
    );
    for (const { sent: sentIndex, heard } of found) {
      latenciesMs.push(sound.availableAtMs(onsets[heard] ?? 0) - (sentAtMs[sentIndex] ?? 0));
    }
    missed += sentAtMs.length - found.length;
  }
  return { latenciesMs, missed };
}

/**
 * As `markerLatencies`, to the moment at which a player sounds the marker that begins with the first byte it gets, plays in real time, waits
 * when there is nothing to play, and never skips. It buffers nothing by itself, which real players do.
 */
export function playedLatencies(sound: HeardSound, sent: readonly SentMarker[]): MarkerLatencies {
  let startMs = Number.NEGATIVE_INFINITY;
  const starts = new Float64Array(Math.ceil(sound.samples.length / STALL_STEP_SAMPLES));
  for (const [step] of starts.entries()) {
    const index = step * STALL_STEP_SAMPLES;
    const availableAtMs = sound.availableAtMs(index);
    if (Number.isFinite(availableAtMs)) startMs = Math.max(startMs, availableAtMs - index / SAMPLES_PER_MS);
    starts[step] = startMs;
  }
  const playedAtMs = (index: number) =>
    (starts[Math.floor(index / STALL_STEP_SAMPLES)] ?? Number.POSITIVE_INFINITY) + index / SAMPLES_PER_MS;
  return markerLatencies({ samples: sound.samples, availableAtMs: playedAtMs }, sent);
}

/** Indexes of a marker among those sent and among those heard. */
type Match = { readonly sent: number; readonly heard: number };

/**
 * Finds each marker again by the distances between them, which are all different. The two lists are times in ms on scales of their own, so
 * it does not matter when what was heard arrived.
 */
export function matchMarkers(sentMs: readonly number[], heardMs: readonly number[]): readonly Match[] {
  let best: readonly Match[] = [];
  for (const sent of sentMs) {
    for (const heard of heardMs) {
      const found = matchesAt(heard - sent, sentMs, heardMs);
      if (found.length > best.length) best = found;
    }
  }
  return best;
}

function matchesAt(
  offsetMs: number,
  sentMs: readonly number[],
  heardMs: readonly number[],
): readonly Match[] {
  return sentMs.flatMap((atMs, sent) => {
    const heard = heardMs.findIndex((heardAtMs) => Math.abs(heardAtMs - atMs - offsetMs) <= TOLERANCE_MS);
    return heard === -1 ? [] : [{ sent, heard }];
  });
}
