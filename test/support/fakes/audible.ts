/** Follows the sound through the fakes, from microphone to mix. */
import type { ProducerId } from '#protocol/ids.ts';
import type { FakeLivePaths } from './fake-live-paths.ts';
import type { FakeMediaEngine } from './fake-media-engine.ts';

/**
 * The producers that sound in the program: the strip is on and not muted, its source is an open tap, and the feed of the newest room
 * media and the newest live path are connected to each other.
 */
export function audible(engine: FakeMediaEngine, livePaths: FakeLivePaths): readonly ProducerId[] {
  const media = engine.current;
  const livePath = livePaths.current;
  if (media.closed || livePath.closed || media.feed === null) return [];
  if (media.feed.mixer !== livePath.rtpAddress || livePath.rtpFrom !== media.feed.source) return [];
  const taps = [...media.taps];
  return [...livePath.strips].flatMap(([id, { on, muted }]) => {
    const source = livePath.sources.get(id);
    const tap = taps.find(
      ({ ssrc, payloadType }) => ssrc === source?.ssrc && payloadType === source.payloadType,
    );
    return on && !muted && tap !== undefined ? [tap.producerId] : [];
  });
}
