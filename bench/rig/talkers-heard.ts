/** Which talkers are in a mix: finds each by the marker tone of his recording, so that nobody's silence passes for cheap mixing. Pure. */
import { markerHz } from './recording.ts';
import { SAMPLE_RATE } from './speech.ts';
import { toneEnvelope } from './tone-onsets.ts';

/** A mix this long holds at least two markers of everybody who talks. */
export const MIX_S = 4.5;

/** A third of a marker's amplitude; speech has much less in a band as narrow as that. */
const HEARD_AMPLITUDE = 0.08;

/** How many of the first `count` talkers are heard in the last MIX_S seconds of `samples`. */
export function talkersHeard(samples: Float32Array, count: number): number {
  const mix = samples.subarray(Math.max(0, samples.length - MIX_S * SAMPLE_RATE));
  const talkers = Array.from({ length: count }, (_, talker) => talker);
  return talkers.filter((talker) =>
    toneEnvelope(mix, markerHz(talker)).some((amplitude) => amplitude >= HEARD_AMPLITUDE),
  ).length;
}
