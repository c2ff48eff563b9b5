/**
 * The runs that the latency rows share: markers in the RTP of two talkers, found again in what the encoder sent to its source connection
 * and in what raw listeners of the mounts received.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../test/support/until.ts';
import { startOurIcecast } from '../ours/our-icecast.ts';
import { ourMixer } from '../ours/our-mixer.ts';
import { startOurRelay } from '../ours/our-relay.ts';
import { ffmpegAmix } from '../peers/ffmpeg-amix.ts';
import { startStockIcecast } from '../peers/stock-icecast.ts';
import { formatNumber } from '../report/format.ts';
import type { BenchMode } from '../report/row.ts';
import { median } from '../report/statistics.ts';
import type { BenchIcecast } from '../rig/bench-icecast.ts';
import { type HeardSound, heardMp3, heardOpus } from '../rig/heard-sound.ts';
import { type MarkerLatencies, markerLatencies, playedLatencies } from '../rig/marker-latency.ts';
import { withMix } from '../rig/mix-run.ts';
import type { MixSystem } from '../rig/mix-system.ts';
import { RawListener } from '../rig/raw-listener.ts';
import { recordMarkers } from '../rig/recording.ts';
import { RtpTalkers, type SentMarker } from '../rig/rtp-talkers.ts';
import { interleave, type RowContext } from './performance-row.ts';

const TALKERS = 2;
/** No marker comes twice in a run, so that none can be taken for another. */
const RECORDING_S = 60;
export const MOUNTS = [
  { name: 'main.mp3', codec: 'mp3' },
  { name: 'main.opus', codec: 'opus' },
] as const;
type MountName = (typeof MOUNTS)[number]['name'];

/** How long a mount flows before the listeners come: as much as the largest burst holds. */
const SETTLE_S = 4.2;
const MARKERS_S: Record<BenchMode, number> = { quick: 9, full: 24 };
/** For the last markers to arrive. */
const TAIL_S = 2;

/** What one run found; every list holds one latency per marker. */
export type LatencyRun = {
  /** In what the source sent. */
  readonly encoded: Readonly<Record<MountName, MarkerLatencies>>;
  /** In what a listener of the mount received. */
  readonly heard: Readonly<Record<MountName, MarkerLatencies>>;
  /** As a player sounds it that plays from its first byte on and never skips. */
  readonly played: Readonly<Record<MountName, MarkerLatencies>>;
  /** The same two at the relay on the studio's own address; null for peers, which have none. */
  readonly relayed: { readonly heard: MarkerLatencies; readonly played: MarkerLatencies } | null;
  readonly remark: string;
};

export type LatencyStudy = {
  readonly peer: string;
  readonly runs: readonly { readonly ours: LatencyRun; readonly peer: LatencyRun }[];
};

/** Measured once for all rows of a bench. */
let study: Promise<LatencyStudy> | null = null;

export function latencyStudy(context: RowContext): Promise<LatencyStudy> {
  study ??= measure(context);
  return study;
}

export async function openMarkerTalkers(): Promise<RtpTalkers> {
  return RtpTalkers.open(Array.from({ length: TALKERS }, (_, talker) => recordMarkers(talker, RECORDING_S)));
}

async function measure(context: RowContext): Promise<LatencyStudy> {
  const talkers = await openMarkerTalkers();
  try {
    const peer = await ffmpegAmix();
    const runs = await interleave(
      context.pairs,
      () => latencyRun(ourMixer, talkers, { context, startIcecast: startOurIcecast, withRelay: true }),
      () => latencyRun(peer, talkers, { context, startIcecast: startStockIcecast, withRelay: false }),
    );
    return { peer: peer.name, runs };
  } finally {
    talkers.close();
  }
}

type RunOptions = {
  readonly context: RowContext;
  readonly startIcecast: () => Promise<BenchIcecast>;
  readonly withRelay: boolean;
};

async function latencyRun(
  system: MixSystem,
  talkers: RtpTalkers,
  { context, startIcecast, withRelay }: RunOptions,
): Promise<LatencyRun> {
  const icecast = await startIcecast();
  const relay = withRelay ? await startOurRelay(icecast.port).catch(stopAndThrow(icecast)) : null;
  try {
    const run = await withMix(system, { talkers, mounts: MOUNTS, icecast }, async ({ mix, tap }) => {
      await delay(SETTLE_S * 1000);
      const urls = MOUNTS.map(({ name }) => `http://127.0.0.1:${icecast.port}/${name}`);
      const listeners = await Promise.all(
        [...urls, ...(relay === null ? [] : [relay.url('main.mp3')])].map(openListener),
      );
      await delay(MARKERS_S[context.mode] * 1000);
      const cutoffMs = performance.now();
      await delay(TAIL_S * 1000);
      for (const listener of listeners) listener.close();
      const fromMs = Math.max(...listeners.map(({ beganAtMs }) => beganAtMs));
      const sent = talkers.sentMarkers.filter(({ atMs }) => atMs >= fromMs && atMs <= cutoffMs);
      const [mp3, opus, relayed] = listeners;
      if (mp3 === undefined || opus === undefined) throw new Error('The listeners are missing.');
      const sounds = { mp3: await heardMp3(mp3.bytes), opus: heardOpus(opus.bytes) };
      const relayedSound = relayed === undefined ? null : await heardMp3(relayed.bytes);
      return {
        encoded: {
          'main.mp3': markerLatencies(await heardMp3(tap.bytesOf('main.mp3')), sent),
          'main.opus': markerLatencies(heardOpus(tap.bytesOf('main.opus')), sent),
        },
        heard: {
          'main.mp3': markerLatencies(sounds.mp3, sent),
          'main.opus': markerLatencies(sounds.opus, sent),
        },
        played: {
          'main.mp3': playedLatencies(sounds.mp3, sent),
          'main.opus': playedLatencies(sounds.opus, sent),
        },
        relayed: relayedSound === null ? null : heardAndPlayed(relayedSound, sent),
        remark: mix.remark(),
      };
    });
    context.say(`${system.name}: ${summary(run)}`);
    return run;
  } finally {
    await relay?.stop();
    await icecast.stop();
  }
}

function heardAndPlayed(sound: HeardSound, sent: readonly SentMarker[]) {
  return { heard: markerLatencies(sound, sent), played: playedLatencies(sound, sent) };
}

/** The mount may still be opening. */
function openListener(url: string): Promise<RawListener> {
  return until(`a listener of ${url}`, () => RawListener.open(url).catch(() => null));
}

function stopAndThrow(icecast: BenchIcecast) {
  return async (error: unknown): Promise<never> => {
    await icecast.stop();
    throw error;
  };
}

function summary({ encoded, heard, remark }: LatencyRun): string {
  const values = [encoded['main.mp3'], heard['main.mp3'], heard['main.opus']].map(
    ({ latenciesMs, missed }) =>
      `${formatNumber(median(latenciesMs))} ms${missed === 0 ? '' : ` (${missed} markers lost)`}`,
  );
  return `MP3 encoded ${values[0]}, heard ${values[1]}; Opus heard ${values[2]} ${remark}`;
}
