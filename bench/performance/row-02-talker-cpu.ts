/** Row 2: what one more talker costs. */
import { setTimeout as delay } from 'node:timers/promises';
import { ourMixer } from '../ours/our-mixer.ts';
import { JanusAudioBridge, janusVersion } from '../peers/janus-audiobridge.ts';
import { formatNumber } from '../report/format.ts';
import { comparePairs, median } from '../report/statistics.ts';
import { measureCpu } from '../rig/cpu-window.ts';
import { heardMp3 } from '../rig/heard-sound.ts';
import { withMix } from '../rig/mix-run.ts';
import { recordMarkers } from '../rig/recording.ts';
import { type Address, OPUS_PAYLOAD_TYPE, RtpTalkers } from '../rig/rtp-talkers.ts';
import { talkersHeard } from '../rig/talkers-heard.ts';
import { interleave, type PerformanceRow, type RowContext, verdictOf } from './performance-row.ts';

const FEW = 2;
const MANY = 16;
const RECORDING_S = 8;
const MOUNTS = [{ name: 'main.mp3', codec: 'mp3' }] as const;
const WARM_UP_S = { quick: 4, full: 10 };
const SETTLE_S = { quick: 2, full: 4 };
const WINDOW_S = { quick: 5, full: 15 };
const RATIO_MAX = 0.3;
const PERCENT_MAX = 0.2;

export const talkerCpu: PerformanceRow = {
  id: '2',
  title: `Mixer CPU per extra talker, ${FEW} to ${MANY}`,
  method: `CPU time of the whole process tree with ${MANY} talkers less that with ${FEW}, divided by ${MANY - FEW}: our live path to one MP3 mount against an AudioBridge room of Janus with participants over plain RTP, its mix forwarded as RTP. The same recorded Opus, in turn; each talker has a tone of his own in his speech now and then, and a run counts only if all of them are found in the mix that came out. In Janus each participant gets a mix of the others encoded for him; in our studio the media server does that without mixing, which row 7 measures.`,
  target: `≤ ${RATIO_MAX} × Janus, ≤ ${PERCENT_MAX} % of a core`,
  limit: PERCENT_MAX,
  async measure(context) {
    const version = await janusVersion();
    const recordings = Array.from({ length: MANY }, (_, talker) => recordMarkers(talker, RECORDING_S));
    const talkers = await RtpTalkers.open(recordings);
    try {
      const runs = await interleave(
        context.pairs,
        () => ourSlope(talkers, context),
        () => janusSlope(talkers, context, true),
      );
      const sendOnly = await janusSlope(talkers, context, false);
      const comparison = comparePairs(
        runs.map((pair) => ({ ours: pair.ours.perTalker, peer: pair.peer.perTalker })),
        '%',
      );
      return {
        peer: `Janus ${version} AudioBridge`,
        ...comparison,
        ...verdictOf(
          comparison,
          [
            { text: `≤ ${RATIO_MAX} × Janus`, isMet: (comparison.ratio?.median ?? 9) <= RATIO_MAX },
            { text: `≤ ${PERCENT_MAX} %`, isMet: (comparison.ours?.median ?? 9) <= PERCENT_MAX },
          ],
          ...runs.map((pair) => pair.ours.remark),
        ),
        details: [
          detail(`with ${FEW} talkers`, runs, (slope) => slope.few),
          detail(`with ${MANY} talkers`, runs, (slope) => slope.many),
          {
            name: 'per talker who only sends and gets no mix, one run',
            ours: '',
            peer: `${formatNumber(sendOnly.perTalker)} %`,
          },
        ],
      };
    } finally {
      talkers.close();
    }
  },
};

type Slope = {
  readonly few: number;
  readonly many: number;
  readonly perTalker: number;
  readonly remark: string;
};

async function ourSlope(talkers: RtpTalkers, { mode, say }: RowContext): Promise<Slope> {
  const slope = await withMix(ourMixer, { talkers, mounts: MOUNTS, icecast: null }, async ({ mix, tap }) => {
    const heard = async (talking: number) =>
      expectHeard('our live path', (await heardMp3(tap.bytesOf('main.mp3'))).samples, talking);
    // All talk while the just-in-time compiler is at work.
    await delay(WARM_UP_S[mode] * 1000);
    talkers.retarget(mix.targets.slice(0, FEW));
    await delay(SETTLE_S[mode] * 1000);
    const few = await measureCpu([mix.pid], WINDOW_S[mode]);
    await heard(FEW);
    talkers.retarget(mix.targets);
    await delay(SETTLE_S[mode] * 1000);
    const many = await measureCpu([mix.pid], WINDOW_S[mode]);
    await heard(MANY);
    return slopeOf(few.percent, many.percent, mix.remark());
  });
  say(`our live path: ${slopeText(slope)} ${slope.remark}`);
  return slope;
}

async function janusSlope(talkers: RtpTalkers, { mode, say }: RowContext, hears: boolean): Promise<Slope> {
  const janus = await JanusAudioBridge.start();
  const hearsAt = hears ? talkers.address : null;
  try {
    const targets: Address[] = [];
    const joinUpTo = async (count: number) => {
      while (targets.length < count) {
        targets.push(await janus.join({ payloadType: OPUS_PAYLOAD_TYPE, hearsAt }));
      }
    };
    await joinUpTo(FEW);
    talkers.start(targets);
    await delay(SETTLE_S[mode] * 1000);
    const few = await measureCpu([janus.pid], WINDOW_S[mode]);
    expectHeard('Janus', janus.mix, FEW);
    await joinUpTo(MANY);
    talkers.retarget(targets);
    await delay(SETTLE_S[mode] * 1000);
    const many = await measureCpu([janus.pid], WINDOW_S[mode]);
    expectHeard('Janus', janus.mix, MANY);
    const slope = slopeOf(few.percent, many.percent, '');
    say(`Janus${hears ? '' : ', send only'}: ${slopeText(slope)}`);
    return slope;
  } finally {
    talkers.stop();
    await janus.stop();
  }
}

/** Throws when the mix is not that of the first `talking` talkers: whoever does not mix them is cheap for the wrong reason. */
function expectHeard(name: string, samples: Float32Array, talking: number): void {
  const heard = talkersHeard(samples, MANY);
  if (heard !== talking) throw new Error(`${name}: ${talking} talked, ${heard} were heard in the mix.`);
}

function slopeOf(few: number, many: number, remark: string): Slope {
  return { few, many, perTalker: (many - few) / (MANY - FEW), remark };
}

function slopeText({ few, many, perTalker }: Slope): string {
  return `${formatNumber(few)} % with ${FEW}, ${formatNumber(many)} % with ${MANY}: ${formatNumber(perTalker)} % per talker`;
}

function detail(
  name: string,
  runs: readonly { readonly ours: Slope; readonly peer: Slope }[],
  pick: (slope: Slope) => number,
) {
  return {
    name,
    ours: `${formatNumber(median(runs.map(({ ours }) => pick(ours))))} %`,
    peer: `${formatNumber(median(runs.map(({ peer }) => pick(peer))))} %`,
  };
}
