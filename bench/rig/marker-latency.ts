/** From markers that were sent and markers that were heard to latencies. Pure. */
import type { HeardSound } from './heard-sound.ts';
import { markerHz } from './recording.ts';
import type { SentMarker } from './rtp-talkers.ts';
import { toneOnsets } from './tone-onsets.ts';

/** Markers of one talker in one run come this evenly, or something else was heard. */
const TOLERANCE_MS = 250;

/** What became of the markers: latencies in ms, and how many of those that could have been heard were not. */
export type MarkerLatencies = { readonly latenciesMs: readonly number[]; readonly missed: number };

/** From the moment at which a marker's first packet was sent to the moment at which its first sample could be decoded. */
export function markerLatencies(sound: HeardSound, sent: readonly SentMarker[]): MarkerLatencies {
  const latenciesMs: number[] = [];
  let missed = 0;
  for (const talker of new Set(sent.map((marker) => marker.talker))) {
    const sentAtMs = sent.filter((marker) => marker.talker === talker).map(({ atMs }) => atMs);
    const heardAtMs = toneOnsets(sound.samples, markerHz(talker)).map((index) => sound.availableAtMs(index));
    const matched = matchMarkers(sentAtMs, heardAtMs);
    latenciesMs.push(...matched.latenciesMs);
    missed += matched.missed;
  }
  return { latenciesMs, missed };
}

/** The distances between markers are all different, so only the true delay makes many of them fall together. */
export function matchMarkers(sentAtMs: readonly number[], heardAtMs: readonly number[]): MarkerLatencies {
  let best: readonly number[] = [];
  for (const sent of sentAtMs) {
    for (const heard of heardAtMs) {
      if (heard < sent) continue;
      const found = latenciesNear(heard - sent, sentAtMs, heardAtMs);
      if (found.length > best.length) best = found;
    }
  }
  const lastHeard = Math.max(...heardAtMs);
  const largest = Math.max(0, ...best);
  const audible = sentAtMs.filter((sent) => sent + largest <= lastHeard).length;
  return { latenciesMs: best, missed: Math.max(0, audible - best.length) };
}

function latenciesNear(
  delayMs: number,
  sentAtMs: readonly number[],
  heardAtMs: readonly number[],
): readonly number[] {
  return sentAtMs.flatMap((sent) => {
    const heard = heardAtMs.find((atMs) => Math.abs(atMs - sent - delayMs) <= TOLERANCE_MS);
    return heard === undefined ? [] : [heard - sent];
  });
}
