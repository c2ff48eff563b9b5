/**
 * Guests come and go during a broadcast, some without a goodbye; the listener must notice nothing but their voices.
 * CHURN_SECONDS makes it longer: 300 is the five-minute run with twenty guests.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { showSlug } from '#protocol/ids.ts';
import type { StripEntry } from '#protocol/state.ts';
import { lastCore } from '../support/browser/last-core.ts';
import { enterStudio, openBrowser, openPerson, type Person } from '../support/browser/person.ts';
import { LISTENER_SAMPLE_RATE, MountListener } from '../support/mount-listener.ts';
import { type Studio, startStudio } from '../support/studio.ts';
import { StudioVisitor } from '../support/studio-visitor.ts';
import { largestStep, longestGapMs, sineStep, toneLevelDb } from '../support/tone.ts';
import { until } from '../support/until.ts';

const RUN_SECONDS = Number(process.env.CHURN_SECONDS ?? 40);
const SECONDS_PER_GUEST = RUN_SECONDS >= 300 ? 14 : 8;
const HOST_HZ = 440;
const GUEST_HZ = 1000;
const MIC_DB = -20;
/** How long the host is alone before the first guest comes. */
const ALONE_S = 2;
/** 200 ms hold whole periods of both tones, so that one does not leak into the measurement of the other. */
const WINDOW_SAMPLES = LISTENER_SAMPLE_RATE / 5;
/** A full-scale sine is 0 dBFS here and -3 dB RMS, by which synthetic microphones are set. */
const HOST_LEVEL_DB = MIC_DB + 3;
/** The steepest step that both sines together can make, and as much again for what the codecs add; a cut sine steps three times as far. */
const STEP_LIMIT =
  2 *
  (sineStep(HOST_LEVEL_DB, LISTENER_SAMPLE_RATE, HOST_HZ) + sineStep(MIC_DB, LISTENER_SAMPLE_RATE, GUEST_HZ));
/**
 * Host, guests, server and listener share one small machine here, so the host's own microphone may pause for a moment; what the server adds
 * to that is nothing. On a quiet machine both are zero.
 */
const GAP_MAX_MS = 60;
const DISTURBED_SHARE_MAX = 0.02;
/** What listeners get of a level: two codecs and a synthetic microphone stand between. */
const LEVEL_TOLERANCE_DB = 1.5;
/** How far the host's level may be from what it was with nobody else there. A guest who was mixed at a wrong level would pull it further. */
const STEADY_DB = 0.5;

/** Levels and steps are compared with those of the tones. */
const SOUND_LEFT_ALONE = { highPass: { on: false }, gate: { on: false }, compressor: { on: false } } as const;

let studio: Studio;
/** Without a browser: on a small machine Chromium's microphone pauses for a moment when another page loads, and that is not what is tested. */
let host: StudioVisitor;
/** The browser that guests come from; it runs before anybody is on air. */
let guests: Person;

beforeAll(async () => {
  studio = await startStudio();
  guests = await openBrowser('Guests', GUEST_HZ, { levelDb: MIC_DB, launcher: lastCore() });
  const claimed = await fetch(studio.ownerLink, { redirect: 'manual' });
  host = await StudioVisitor.enter({
    studioUrl: studio.url,
    credential: { kind: 'owner', show: showSlug.parse('main') },
    cookie: claimed.headers.get('set-cookie')?.split(';')[0] ?? '',
    name: 'Hanna Host',
    toneHz: HOST_HZ,
    levelDb: MIC_DB,
  });
});

afterAll(async () => {
  host?.leave();
  await guests?.close();
  await studio?.stop();
});

function stripOf(name: string): StripEntry | undefined {
  const { participants, strips } = host.state;
  return Object.values(strips).find(({ participantId }) => participants[participantId]?.name === name);
}

/** The level of the host's tone in dBFS, window by window. */
function hostLevelsIn(audio: Float32Array): number[] {
  const levels: number[] = [];
  for (let start = 0; start + WINDOW_SAMPLES <= audio.length; start += WINDOW_SAMPLES) {
    const window = audio.subarray(start, start + WINDOW_SAMPLES);
    levels.push(toneLevelDb(window, LISTENER_SAMPLE_RATE, HOST_HZ));
  }
  return levels;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
}

/** One visit: in, on air for a moment, and out: every other time without a goodbye. */
async function visit(number: number, link: string): Promise<void> {
  const guest = await openPerson(guests.browser, `Guest ${number}`);
  try {
    await enterStudio(guest, link);
    const strip = await until('the guest is on the console', () => stripOf(guest.name));
    await host.call('strip.setProcessing', { stripId: strip.id, change: SOUND_LEFT_ALONE });
    await host.call('strip.setOn', { stripId: strip.id, on: true });
    await guest.page.waitForTimeout(1_500);
    if (number % 2 === 0) await guest.page.getByRole('button', { name: 'Leave' }).click();
  } finally {
    await guest.close();
  }
}

/** How many source connections of a mount Icecast has written down; it does so when one ends, so this waits for the first. */
async function sourceConnections(mount: string): Promise<number> {
  const file = path.join(studio.dataDir, 'run/icecast/access.log');
  return until(`Icecast logs the source of ${mount}`, async () => {
    const log = await readFile(file, 'utf8');
    return log.split('\n').filter((line) => line.includes(`"PUT /${mount} `)).length;
  });
}

test(`a broadcast of ${RUN_SECONDS} s with guests coming and going is one unbroken program`, {
  timeout: (RUN_SECONDS + 240) * 1000,
}, async () => {
  const link = (await host.call('invite.create', { role: 'guest' })).url;
  await host.call('program.start', {});
  const listener = await until('the mount', () =>
    MountListener.open(`http://127.0.0.1:${studio.icecastPort}/main.mp3`).catch(() => null),
  );
  try {
    await listener.hears(HOST_HZ, -30);
    await listener.next(0.5);
    const fromSample = Math.round(listener.seconds * LISTENER_SAMPLE_RATE);
    const aloneDb = medianOf(hostLevelsIn(await listener.next(ALONE_S)));
    expect(Math.abs(aloneDb - HOST_LEVEL_DB)).toBeLessThan(LEVEL_TOLERANCE_DB);
    const visits = Math.max(3, Math.floor(RUN_SECONDS / SECONDS_PER_GUEST));
    const endsAt = performance.now() + RUN_SECONDS * 1000;
    for (let number = 0; number < visits; number += 1) await visit(number, link);
    while (performance.now() < endsAt) await listener.next(1);

    const audio = listener.audio().subarray(fromSample);
    expect(listener.ended).toBe(false);
    expect(longestGapMs(audio, LISTENER_SAMPLE_RATE, -45)).toBeLessThan(GAP_MAX_MS);
    expect(largestStep(audio)).toBeLessThan(STEP_LIMIT);
    const hostLevels = hostLevelsIn(audio);
    expect(Math.abs(medianOf(hostLevels) - aloneDb)).toBeLessThan(STEADY_DB);
    const disturbed = hostLevels.filter((level) => Math.abs(level - aloneDb) > STEADY_DB);
    expect(disturbed.length / hostLevels.length).toBeLessThan(DISTURBED_SHARE_MAX);

    await host.call('program.stop', {});
    for (const mount of ['main.mp3', 'main.opus']) {
      expect(await sourceConnections(mount), `source connections of ${mount}`).toBe(1);
    }
  } finally {
    listener.close();
  }
});
