/** Rows 4 to 6: how long a sound takes from its RTP packet to the encoded bytes and to a listener. */
import { setTimeout as delay } from 'node:timers/promises';
import { liquidsoap } from '../peers/liquidsoap.ts';
import { formatNumber } from '../report/format.ts';
import type { RowDetail } from '../report/row.ts';
import { comparePairs, median, percentile } from '../report/statistics.ts';
import { heardMp3 } from '../rig/heard-sound.ts';
import { type MarkerLatencies, markerLatencies } from '../rig/marker-latency.ts';
import { withMix } from '../rig/mix-run.ts';
import { PeerMissing } from '../rig/peer-missing.ts';
import { type LatencyRun, latencyStudy, openMarkerTalkers } from './latency-study.ts';
import {
  type Condition,
  type PerformanceRow,
  type RowContext,
  type RowOutcome,
  verdictOf,
} from './performance-row.ts';

const WHAT_IS_IN_IT =
  "From the moment at which a marker's first RTP packet is handed to the kernel to the moment at which the bytes with its first sample have arrived; nothing is subtracted. In it are 6.5 ms of the talkers' own Opus encoder. Two talkers in turn; loopback; no jitter, which ours could take and the peer could not: it has no jitter buffer.";
const LIQUIDSOAP_S = { quick: 12, full: 24 };

type Pick = (run: LatencyRun) => MarkerLatencies;
type Limits = { readonly p50Ms: number; readonly p95Ms: number | null; readonly ratio: number };

const ENCODED: Limits = { p50Ms: 120, p95Ms: 160, ratio: 0.5 };
const MP3: Limits = { p50Ms: 220, p95Ms: 320, ratio: 0.1 };
const OPUS: Limits = { p50Ms: 120, p95Ms: null, ratio: 0.1 };

export const encodedLatency: PerformanceRow = {
  id: '4',
  title: 'RTP in to MP3 bytes out',
  method: `${WHAT_IS_IN_IT} Taken where the source connection leaves the system, while it encodes MP3 and Opus. The peer is ffmpeg with its defaults.`,
  target: targetText(ENCODED, 'ffmpeg'),
  limit: ENCODED.p50Ms,
  async measure(context) {
    const outcome = await compareLatency(context, {
      limits: ENCODED,
      pick: (run) => run.encoded['main.mp3'],
    });
    return { ...outcome, details: [...outcome.details, await liquidsoapDetail(context)] };
  },
};

export const mp3Latency: PerformanceRow = {
  id: '5',
  title: 'RTP in to a listener, MP3 through Icecast',
  method: `${WHAT_IS_IN_IT} Taken at a raw HTTP listener of the mount who came 5 s after it began. The peer is ffmpeg with its defaults at an Icecast as Debian installs it.`,
  target: targetText(MP3, 'stock'),
  limit: MP3.p50Ms,
  measure: async (context) => {
    const outcome = await compareLatency(context, { limits: MP3, pick: (run) => run.heard['main.mp3'] });
    const { runs } = await latencyStudy(context);
    const ours = runs.map((pair) => pair.ours);
    const details: RowDetail[] = [
      {
        name: 'p50 as a player sounds it that plays from the first byte and never skips',
        ours: p50Text(ours.map(({ played }) => played['main.mp3'])),
        peer: p50Text(runs.map(({ peer }) => peer.played['main.mp3'])),
      },
      {
        name: 'p50 at the relay on our own address',
        ours: p50Text(ours.flatMap(({ relayed }) => relayed?.heard ?? [])),
        peer: '',
      },
      {
        name: 'p50 at the relay, as a player sounds it',
        ours: p50Text(ours.flatMap(({ relayed }) => relayed?.played ?? [])),
        peer: '',
      },
    ];
    return { ...outcome, details: [...outcome.details, ...details] };
  },
};

export const opusLatency: PerformanceRow = {
  id: '6',
  title: 'RTP in to a listener, Ogg Opus through Icecast',
  method: `${WHAT_IS_IN_IT} As row 5. The peer's pages hold a second, as is ffmpeg's default.`,
  target: targetText(OPUS, 'stock'),
  limit: OPUS.p50Ms,
  measure: async (context) => {
    const outcome = await compareLatency(context, { limits: OPUS, pick: (run) => run.heard['main.opus'] });
    const { runs } = await latencyStudy(context);
    const played: RowDetail = {
      name: 'p50 as a player sounds it that plays from the first byte and never skips',
      ours: p50Text(runs.map(({ ours }) => ours.played['main.opus'])),
      peer: p50Text(runs.map(({ peer }) => peer.played['main.opus'])),
    };
    return { ...outcome, details: [...outcome.details, played] };
  },
};

/** The median of each run is a value of the row; percentiles are over the markers of all runs. */
async function compareLatency(
  context: RowContext,
  { limits, pick }: { readonly limits: Limits; readonly pick: Pick },
): Promise<RowOutcome> {
  const { peer, runs } = await latencyStudy(context);
  const [ours, theirs] = [runs.map((pair) => pick(pair.ours)), runs.map((pair) => pick(pair.peer))];
  const comparison = comparePairs(
    runs.map((pair) => ({ ours: p50Of([pick(pair.ours)]), peer: p50Of([pick(pair.peer)]) })),
    'ms',
  );
  const lost = ours.reduce((sum, { missed }) => sum + missed, 0);
  return {
    peer,
    ...comparison,
    ...verdictOf(
      comparison,
      conditionsOf(limits, { ours, ratio: comparison.ratio?.median ?? 9 }),
      lost === 0 ? '' : `${lost} markers were not found again on our side.`,
      ...runs.map((pair) => pair.ours.remark),
    ),
    details: [
      { name: 'p50 of all markers', ours: msText(p50Of(ours)), peer: msText(p50Of(theirs)) },
      { name: 'p95 of all markers', ours: msText(p95Of(ours)), peer: msText(p95Of(theirs)) },
      { name: 'markers', ours: String(all(ours).length), peer: String(all(theirs).length) },
    ],
  };
}

function conditionsOf(
  { p50Ms, p95Ms, ratio }: Limits,
  found: { readonly ours: readonly MarkerLatencies[]; readonly ratio: number },
): readonly Condition[] {
  return [
    { text: `p50 ≤ ${p50Ms} ms`, isMet: p50Of(found.ours) <= p50Ms },
    ...(p95Ms === null ? [] : [{ text: `p95 ≤ ${p95Ms} ms`, isMet: p95Of(found.ours) <= p95Ms }]),
    { text: `≤ ${ratio} × the peer`, isMet: found.ratio <= ratio },
  ];
}

/** Another peer of row 4. It is not interleaved: its start takes longer than all the others' runs. */
async function liquidsoapDetail({ mode, say }: RowContext): Promise<RowDetail> {
  const talkers = await openMarkerTalkers();
  try {
    const system = await liquidsoap();
    const name = `p50 and p95 of ${system.name}, one run`;
    const latencies = await withMix(
      system,
      { talkers, mounts: [{ name: 'main.mp3', codec: 'mp3' }], icecast: null },
      async ({ tap }) => {
        await delay(LIQUIDSOAP_S[mode] * 1000);
        return markerLatencies(await heardMp3(tap.bytesOf('main.mp3')), talkers.sentMarkers);
      },
    );
    const text = `${msText(p50Of([latencies]))}, ${msText(p95Of([latencies]))}`;
    say(`${system.name}: ${text}`);
    return { name, ours: '', peer: text };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const peer = error instanceof PeerMissing ? `not run: ${why}` : `broke off: ${why}`;
    return { name: 'Liquidsoap', ours: '', peer };
  } finally {
    talkers.close();
  }
}

function all(runs: readonly MarkerLatencies[]): readonly number[] {
  return runs.flatMap(({ latenciesMs }) => latenciesMs);
}

function p50Of(runs: readonly MarkerLatencies[]): number {
  return median(all(runs));
}

function p95Of(runs: readonly MarkerLatencies[]): number {
  return percentile(all(runs), 0.95);
}

function p50Text(runs: readonly MarkerLatencies[]): string {
  return msText(p50Of(runs));
}

function msText(ms: number): string {
  return `${formatNumber(ms)} ms`;
}

function targetText({ p50Ms, p95Ms, ratio }: Limits, peer: string): string {
  const tail = p95Ms === null ? '' : `, p95 ≤ ${p95Ms} ms`;
  return `p50 ≤ ${p50Ms} ms${tail}, ≤ ${ratio} × ${peer}`;
}
