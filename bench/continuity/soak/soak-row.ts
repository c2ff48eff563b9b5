/** Judges what a soak noted down. Pure. */
import { formatNumber } from '../../report/format.ts';
import type { BenchRow, RowDetail } from '../../report/row.ts';
import { figure, median, percentile } from '../../report/statistics.ts';
import { gapBeyondStallMs } from '../gap-beyond-stall.ts';
import { above } from '../listener-faults.ts';
import type { ChurnCounts } from './churn.ts';
import { ROLES } from './process-census.ts';
import { slopePercent } from './slope.ts';
import type { SoakOptions } from './soak-options.ts';
import { REST_NAMES, type Rest, type SoakSample } from './soak-sample.ts';

const SLOPE_MAX_PERCENT = 1;
/** Below this, what the memory of a process does by itself within minutes is larger than what is asked for. */
const SLOPE_MINUTES_MIN = 20;
const MINUTES_PER_H = 60;
const BYTE_GAP_MAX_MS = 500;
/** Senders are 100 ppm off: a correction of less than half of that is none. */
const DRIFT_SEEN_PPM = 50;
/** The server holds a connection more or less at any moment: to Icecast for a probe, to ask for counts. */
const GROWTH_MAX: Readonly<Record<(typeof REST_NAMES)[number], number>> = {
  ...{ descriptors: 2, udp: 0, tcp: 2, threads: 0, processes: 0, zombies: 0, timers: 2 },
};

export type SoakRecord = {
  readonly options: SoakOptions;
  readonly warmUpMinutes: number;
  readonly samples: readonly SoakSample[];
  /** With only the steady people in the room: after the warm-up, and at the end. */
  readonly before: Rest;
  readonly after: Rest;
  readonly counts: ChurnCounts;
  readonly failures: readonly string[];
  /** How much of a core the bench itself used. */
  readonly ownCores: number;
};

export function soakRow(record: SoakRecord): BenchRow {
  const { samples, warmUpMinutes, options } = record;
  const warm = samples.filter(({ minute }) => minute >= warmUpMinutes);
  const slope = slopePercentPerH(warm, ({ rssMib }) => rssMib);
  const isLong = options.minutes - warmUpMinutes >= SLOPE_MINUTES_MIN;
  const faults = [
    ...faultsOf(record, warm),
    ...(isLong ? above('the slope of memory', slope, SLOPE_MAX_PERCENT, '%/h') : []),
  ];
  const tooShort = isLong
    ? ''
    : `Too short for a slope of memory: that takes ${SLOPE_MINUTES_MIN} minutes after the warm-up.`;
  return {
    ...rowFor(options),
    ours: isLong ? figure([slope], '%/h') : null,
    verdict: faults.length > 0 ? 'missed' : isLong ? 'met' : 'void',
    note: [...faults.map((fault) => `${fault}.`), tooShort].filter((text) => text !== '').join(' '),
    details: detailsOf(record, warm),
  };
}

export function soakRowBrokenOff(options: SoakOptions, why: string): BenchRow {
  return { ...rowFor(options), note: `The soak broke off: ${why.split('\n')[0] ?? ''}` };
}

function rowFor({ minutes, churnEveryS }: SoakOptions): BenchRow {
  return {
    id: 'R33',
    title: `Soak with churn, ${formatNumber(minutes)} min`,
    method: `A host and four guests with clocks 100 ppm off stay on air for ${formatNumber(minutes)} minutes; every ${formatNumber(churnEveryS)} s somebody comes or goes, half of them without a word, some mute or publish anew. Listeners on every way to listen; a gap in the sound that is not longer than the bench itself stood still in the same minute is not held against the studio, as nobody sent meanwhile, and that time is taken off the byte gap, as nobody took bytes. The value is the slope of the memory of all processes after the warm-up (a third of the time, at most 30 minutes), a line that a few wild points do not bend (Theil–Sen). What is held is compared when only the steady people are there: after the warm-up and at the end.`,
    peer: null,
    ours: null,
    peerFigure: null,
    ratio: null,
    spread: null,
    target: 'memory ≤ 1 %/h, descriptors, ports, timers, zombies + 0, no air gap',
    limit: SLOPE_MAX_PERCENT,
    verdict: 'missed',
    note: '',
    details: [],
  };
}

function faultsOf(
  { samples, before, after, failures }: SoakRecord,
  warm: readonly SoakSample[],
): readonly string[] {
  const most = (read: (sample: SoakSample) => number) => Math.max(0, ...samples.map(read));
  const dropped = samples.reduce((sum, sample) => sum + sample.dropped, 0);
  const sources = (samples.at(-1)?.sources ?? 0) - (samples[0]?.sources ?? 0);
  const driftPpm = median(warm.map((sample) => sample.driftPpm));
  const [failure] = failures;
  return [
    ...REST_NAMES.flatMap((name) =>
      above(`the growth of ${name}`, after[name] - before[name], GROWTH_MAX[name], ''),
    ),
    ...above('the gap in the sound', most(gapBeyondStallMs), 0),
    ...above(
      'the byte gap',
      // The listeners live in the bench, too: while it stands still they take no bytes.
      most(({ byteGapMs, ownStallMs }) => byteGapMs - ownStallMs),
      BYTE_GAP_MAX_MS,
    ),
    ...(dropped === 0 ? [] : [`${dropped} listeners were cut off`]),
    ...(sources === 0 ? [] : [`Icecast took ${sources} more source connections`]),
    ...(driftPpm >= DRIFT_SEEN_PPM ? [] : [`the metric of drift said only ${formatNumber(driftPpm)} ppm`]),
    ...(failure === undefined
      ? []
      : [`${failures.length} times somebody could not come or go (first: ${failure})`]),
  ];
}

function detailsOf(
  { samples, before, after, counts, ownCores }: SoakRecord,
  warm: readonly SoakSample[],
): readonly RowDetail[] {
  const detail = (name: string, ours: string): RowDetail => ({ name, ours, peer: '' });
  const spread = (name: string, read: (sample: SoakSample) => number) => {
    const values = samples.map(read);
    return detail(
      `${name}, p50 / p95 / max`,
      [percentile(values, 0.5), percentile(values, 0.95), Math.max(...values)].map(formatNumber).join(' / '),
    );
  };
  const fromTo = (name: string, read: (sample: SoakSample) => number) =>
    detail(
      `${name}, after the warm-up / at the end / slope %/h`,
      [read(warm[0] ?? EMPTY), read(warm.at(-1) ?? EMPTY), slopePercentPerH(warm, read)]
        .map(formatNumber)
        .join(' / '),
    );
  const last = samples.at(-1) ?? EMPTY;
  return [
    fromTo('all memory MiB', ({ rssMib }) => rssMib),
    ...ROLES.filter((role) => last.rssMibByRole[role] > 0).map((role) =>
      fromTo(`${role} MiB`, ({ rssMibByRole }) => rssMibByRole[role]),
    ),
    fromTo('heap of the server’s main thread MiB', ({ heapMib }) => heapMib),
    ...REST_NAMES.map((name) =>
      detail(`${name} at rest, after the warm-up / at the end`, `${before[name]} / ${after[name]}`),
    ),
    spread('drift being corrected ppm', ({ driftPpm }) => driftPpm),
    spread('gap in the sound ms', ({ airGapMs }) => airGapMs),
    spread('byte gap ms', ({ byteGapMs }) => byteGapMs),
    spread('the bench itself stood still ms', ({ ownStallMs }) => ownStallMs),
    detail(
      'ticks / late / skipped',
      [last.ticks, last.ticksLate, last.ticksSkipped].map(formatNumber).join(' / '),
    ),
    detail(
      'came / left / vanished / published anew / muted or unmuted',
      Object.values(counts).map(formatNumber).join(' / '),
    ),
    detail('the bench used, of a core', formatNumber(ownCores)),
    spread('the bench itself MiB', ({ ownRssMib }) => ownRssMib),
  ];
}

function slopePercentPerH(samples: readonly SoakSample[], read: (sample: SoakSample) => number): number {
  return MINUTES_PER_H * slopePercent(samples.map((sample) => ({ x: sample.minute, y: read(sample) })));
}

const EMPTY: SoakSample = {
  ...{
    minute: Number.NaN,
    people: Number.NaN,
    rssMib: Number.NaN,
    heapMib: Number.NaN,
    externalMib: Number.NaN,
  },
  rssMibByRole: { keeper: 0, server: 0, worker: 0, icecast: 0, ffmpeg: 0, coturn: 0, other: 0 },
  ...{
    descriptors: Number.NaN,
    udp: Number.NaN,
    tcp: Number.NaN,
    threads: Number.NaN,
    processes: Number.NaN,
  },
  ...{
    zombies: Number.NaN,
    timers: Number.NaN,
    driftPpm: Number.NaN,
    ticks: Number.NaN,
    ticksLate: Number.NaN,
  },
  ...{ ticksSkipped: Number.NaN, airGapMs: Number.NaN, byteGapMs: Number.NaN, dropped: Number.NaN },
  ...{ sources: Number.NaN, ownStallMs: Number.NaN, ownRssMib: Number.NaN },
};
