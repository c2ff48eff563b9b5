/** A broadcast for one test: a tone instead of a mixer, a real encoder, and whatever Icecast the test brings. */
import { onTestFinished } from 'vitest';
import { Air } from '../../../server/live-path/air.ts';
import { Ticker } from '../../../server/mixer/ticker.ts';
import type { IcecastAccess, LivePathReport, MountPlan } from '../../../server/program/live-path-port.ts';
import { toneLevelDb } from '../../support/tone.ts';
import { until } from '../../support/until.ts';

export const TONE_HZ = 1000;
export const TONE_DB = -20;
export const MOUNTS: readonly MountPlan[] = [
  { name: 'main.mp3', codec: 'mp3' },
  { name: 'main.opus', codec: 'opus' },
];

const TICK_FRAMES = 960;
/** 0.1 s. */
const WINDOW = 4800;

export type AirReport = Extract<LivePathReport, { kind: 'encoder' | 'mount' }>;

export type AirRig = {
  readonly air: Air;
  readonly reports: readonly AirReport[];
  readonly warnings: readonly string[];
  /** Waits for a report that looks like this, among those since `from`. */
  reported(wanted: Partial<AirReport>, from?: number): Promise<AirReport>;
  /** Waits until every mount was accepted. */
  accepted(): Promise<void>;
};

export type AirRigOptions = {
  readonly icecast: IcecastAccess;
  readonly mounts?: readonly MountPlan[];
  readonly title?: string;
  readonly ffmpegPath?: string;
  readonly toneDb?: number;
};

/** Goes on air with a tone; everything ends with the test. */
export function goOnAir(options: AirRigOptions): AirRig {
  const {
    icecast,
    mounts = MOUNTS,
    title = 'First title',
    ffmpegPath = 'ffmpeg',
    toneDb = TONE_DB,
  } = options;
  const reports: AirReport[] = [];
  const warnings: string[] = [];
  const air = new Air({
    plan: {
      icecast,
      mounts,
      title,
      showName: 'Test show',
      showUrl: 'http://localhost/listen/main',
      deadAir: null,
      fromBed: false,
      isBedWanted: false,
    },
    ffmpegPath,
    onReport: (report) => reports.push(report),
    onWarning: (warning) => warnings.push(warning),
  });
  const tone = toneSource(TONE_HZ, toneDb);
  const ticker = new Ticker(() => air.write(tone()));
  onTestFinished(() => {
    ticker.close('test ends');
    air.close('test ends');
  });
  const reported = (wanted: Partial<AirReport>, from = 0) =>
    until(
      `a report like ${JSON.stringify(wanted)}`,
      () =>
        reports
          .slice(from)
          .find((report) =>
            Object.entries(wanted).every(([key, value]) => Reflect.get(report, key) === value),
          ),
      30_000,
    );
  const accepted = async () => {
    for (const { name } of mounts) await reported({ kind: 'mount', name, state: 'accepted' });
    await reported({ kind: 'encoder', state: 'running' });
  };
  return { air, reports, warnings, reported, accepted };
}

/** Ticks of a sine, interleaved stereo, in phase from one to the next. */
export function toneSource(hz: number, db: number): () => Float32Array {
  const amplitude = 10 ** (db / 20);
  let frame = 0;
  return () => {
    const pcm = new Float32Array(2 * TICK_FRAMES);
    for (let i = 0; i < TICK_FRAMES; i += 1) {
      const value = amplitude * Math.sin((2 * Math.PI * hz * (frame + i)) / 48_000);
      pcm[2 * i] = value;
      pcm[2 * i + 1] = value;
    }
    frame += TICK_FRAMES;
    return pcm;
  };
}

/** Samples without the first and last 0.1 s, where codecs begin and end. */
export function inner(samples: Float32Array): Float32Array {
  return samples.subarray(4800, samples.length - 4800);
}

/** The largest sample, whatever its sign. */
export function peakOf(samples: Float32Array): number {
  return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
}

/**
 * The level of a tone in the tenths of a second that nothing disturbed. Over a longer time a clock that is being followed bends the
 * pitch a little, and on a busy machine packets come late now and then.
 */
export function steadyToneDb(samples: Float32Array, hz: number): number {
  const levels: number[] = [];
  for (let at = 0; at + WINDOW <= samples.length; at += WINDOW) {
    levels.push(toneLevelDb(samples.subarray(at, at + WINDOW), 10 * WINDOW, hz));
  }
  return levels.sort((a, b) => a - b)[Math.floor(0.8 * levels.length)] ?? Number.NEGATIVE_INFINITY;
}
