/** R33: the show goes on for a long time while people come and go; nothing may grow and nobody may miss anything. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RESULTS_FOLDER } from '../../report/bench-report.ts';
import type { BenchRow } from '../../report/row.ts';
import { Stage } from '../stage.ts';
import { Churn } from './churn.ts';
import type { SoakOptions } from './soak-options.ts';
import { type SoakRecord, soakRow, soakRowBrokenOff } from './soak-row.ts';
import { type Rest, restOf, type SoakSample, soakSample } from './soak-sample.ts';

const CLOCK_PPM = 100;
const WARM_UP_MAX_MINUTES = 30;
const WARM_UP_SHARE = 1 / 3;
const SAMPLES_MIN = 20;
const SAMPLE_EVERY_MAX_MS = 60_000;
const SAMPLE_EVERY_MIN_MS = 5_000;
const MS_PER_MINUTE = 60_000;
const FILE_NAME = 'soak-samples.jsonl';

/** Never throws: what breaks off is a missed target, and the note says where. */
export async function soak(options: SoakOptions, folder: string = RESULTS_FOLDER): Promise<BenchRow> {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, FILE_NAME);
  writeFileSync(file, '');
  const keep = (what: object) => appendFileSync(file, `${JSON.stringify(what)}\n`);
  try {
    const stage = await Stage.open({
      guests: { clockPpm: (guest) => (guest % 2 === 0 ? CLOCK_PPM : -CLOCK_PPM) },
    });
    try {
      return soakRow(await record(stage, options, keep));
    } finally {
      await stage.close();
    }
  } catch (error) {
    return soakRowBrokenOff(options, error instanceof Error ? error.message : String(error));
  }
}

async function record(stage: Stage, options: SoakOptions, keep: (what: object) => void): Promise<SoakRecord> {
  const churn = await Churn.open(stage);
  const usage = process.cpuUsage();
  const beganAtMs = performance.now();
  const warmUpMinutes = Math.min(WARM_UP_MAX_MINUTES, options.minutes * WARM_UP_SHARE);
  const samples: SoakSample[] = [];
  let lastMs = beganAtMs;
  const note = async () => {
    const fromMs = lastMs;
    lastMs = performance.now();
    const sample = await soakSample(stage, { beganAtMs, fromMs });
    samples.push(sample);
    keep(sample);
    // A bench whose memory grows stands still for longer and longer while it is cleaned.
    for (const judge of stage.audience.judges) judge.forget(lastMs);
  };
  const rest = async (): Promise<Rest> => {
    await churn.empty();
    const held = await restOf(stage);
    keep({ rest: held });
    return held;
  };
  await comeAndGo({ churn, note, options, minutes: warmUpMinutes });
  const before = await rest();
  await comeAndGo({ churn, note, options, minutes: options.minutes - warmUpMinutes });
  const after = await rest();
  await note();
  const { user, system } = process.cpuUsage(usage);
  return {
    ...{ options, warmUpMinutes, samples, before, after },
    counts: churn.counts,
    failures: churn.failures,
    ownCores: (user + system) / 1000 / (performance.now() - beganAtMs),
  };
}

/** Both clocks go on whatever the other does: a visitor who takes long does not delay a sample. */
async function comeAndGo({
  churn,
  note,
  options,
  minutes,
}: {
  churn: Churn;
  note: () => Promise<void>;
  options: SoakOptions;
  minutes: number;
}): Promise<void> {
  const endsAtMs = performance.now() + minutes * MS_PER_MINUTE;
  const sampleEveryMs = Math.max(
    SAMPLE_EVERY_MIN_MS,
    Math.min(SAMPLE_EVERY_MAX_MS, (options.minutes * MS_PER_MINUTE) / SAMPLES_MIN),
  );
  await Promise.all([
    every(options.churnEveryS * 1000, endsAtMs, () => churn.step()),
    every(sampleEveryMs, endsAtMs, note),
  ]);
}

async function every(periodMs: number, endsAtMs: number, act: () => Promise<void>): Promise<void> {
  let dueAtMs = performance.now() + periodMs;
  while (dueAtMs <= endsAtMs) {
    await sleep(Math.max(0, dueAtMs - performance.now()));
    await act();
    dueAtMs = Math.max(dueAtMs + periodMs, performance.now());
  }
  await sleep(Math.max(0, endsAtMs - performance.now()));
}
