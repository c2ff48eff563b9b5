/** Row 1: what it costs to mix eight talkers into an MP3 mount. */
import { setTimeout as delay } from 'node:timers/promises';
import { ourMixer } from '../ours/our-mixer.ts';
import { ffmpegAmix } from '../peers/ffmpeg-amix.ts';
import { formatNumber } from '../report/format.ts';
import { comparePairs, median } from '../report/statistics.ts';
import { type CpuUse, measureCpu } from '../rig/cpu-window.ts';
import { withMix } from '../rig/mix-run.ts';
import type { MixSystem } from '../rig/mix-system.ts';
import { recordSpeech } from '../rig/recording.ts';
import { RtpTalkers } from '../rig/rtp-talkers.ts';
import { interleave, type PerformanceRow, type RowContext, verdictOf } from './performance-row.ts';

const TALKERS = 8;
const RECORDING_S = 10;
const MOUNTS = [{ name: 'main.mp3', codec: 'mp3' }] as const;
/** Long enough for a just-in-time compiler to be done with most of its work. */
const WARM_UP_S = { quick: 4, full: 10 };
const WINDOW_S = { quick: 6, full: 15 };
const RATIO_MAX = 0.6;
const PERCENT_MAX = 3;
/** The limiter and the loudness meter that our program always has, for a peer that does the same work. */
const SAME_FILTERS = 'alimiter=level=false:limit=0.891251:attack=5:release=50,ebur128=peak=true';

export const mixerCpu: PerformanceRow = {
  id: '1',
  title: `Mixer CPU, ${TALKERS} talkers to one MP3 mount`,
  method:
    'CPU time of the whole process tree over a window, from the RTP of the talkers to a source connection: our live path (jitter buffers, decoders, concealment, mixer, meters, limiter, EBU R128 meter, LAME, source client) against one live ffmpeg with eight RTP inputs and amix. The same recorded Opus, in turn.',
  target: `≤ ${RATIO_MAX} × ffmpeg, ≤ ${PERCENT_MAX} % of a core`,
  limit: PERCENT_MAX,
  async measure(context) {
    const recordings = Array.from({ length: TALKERS }, (_, talker) => recordSpeech(talker, RECORDING_S));
    const talkers = await RtpTalkers.open(recordings);
    try {
      return await compare(talkers, context);
    } finally {
      talkers.close();
    }
  },
};

async function compare(talkers: RtpTalkers, context: RowContext) {
  const peer = await ffmpegAmix();
  const runs = await interleave(
    context.pairs,
    () => cpuOf(ourMixer, talkers, context),
    () => cpuOf(peer, talkers, context),
  );
  const comparison = comparePairs(
    runs.map((pair) => ({ ours: pair.ours.percent, peer: pair.peer.percent })),
    '%',
  );
  const sameWork = await cpuOf(await ffmpegAmix(SAME_FILTERS), talkers, context);
  return {
    peer: peer.name,
    ...comparison,
    ...verdictOf(
      comparison,
      [
        { text: `≤ ${RATIO_MAX} × ffmpeg`, isMet: (comparison.ratio?.median ?? 9) <= RATIO_MAX },
        { text: `≤ ${PERCENT_MAX} % of a core`, isMet: (comparison.ours?.median ?? 99) <= PERCENT_MAX },
      ],
      ...runs.map((pair) => pair.ours.remark),
    ),
    details: [
      { name: 'of it in our ffmpeg (LAME)', ours: partOf(runs, 'ffmpeg'), peer: '' },
      { name: 'of it in our mixer (limiter and meter, too)', ours: partOf(runs, 'node'), peer: '' },
      {
        name: 'ffmpeg that limits and meters as we do, one run',
        ours: '',
        peer: `${formatNumber(sameWork.percent)} %`,
      },
    ],
  };
}

type Use = CpuUse & { readonly remark: string };

async function cpuOf(system: MixSystem, talkers: RtpTalkers, { mode, say }: RowContext): Promise<Use> {
  const use = await withMix(system, { talkers, mounts: MOUNTS, icecast: null }, async ({ mix }) => {
    await delay(WARM_UP_S[mode] * 1000);
    const measured = await measureCpu([mix.pid], WINDOW_S[mode]);
    return { ...measured, remark: mix.remark() };
  });
  say(`${system.name}: ${formatNumber(use.percent)} % ${use.remark}`);
  return use;
}

function partOf(runs: readonly { readonly ours: Use }[], program: 'ffmpeg' | 'node'): string {
  const parts = runs.map(({ ours }) => {
    const ffmpeg = ours.byName.get('ffmpeg') ?? 0;
    return program === 'ffmpeg' ? ffmpeg : ours.percent - ffmpeg;
  });
  return `${formatNumber(median(parts))} %`;
}
