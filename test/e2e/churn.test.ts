/**
 * Guests come and go during a broadcast, some without a goodbye; the listener must notice nothing but their voices.
 * CHURN_SECONDS makes it longer: 300 is the five-minute run with twenty guests.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createGuestLink,
  enterStudio,
  latch,
  openBrowser,
  type Person,
  strip,
} from '../support/browser/person.ts';
import { LISTENER_SAMPLE_RATE, MountListener } from '../support/mount-listener.ts';
import { type Studio, startStudio } from '../support/studio.ts';
import { largestStep, longestGapMs, toneLevelDb } from '../support/tone.ts';
import { until } from '../support/until.ts';

const RUN_SECONDS = Number(process.env.CHURN_SECONDS ?? 40);
const SECONDS_PER_GUEST = RUN_SECONDS >= 300 ? 14 : 8;
const HOST_HZ = 440;
const GUEST_HZ = 1000;
const MIC_DB = -20;
/** 200 ms hold whole periods of both tones, so that one does not leak into the measurement of the other. */
const WINDOW_SAMPLES = LISTENER_SAMPLE_RATE / 5;
/** The steepest step that both sines together can make at this level, and half as much again for what the codecs add. */
const STEP_LIMIT =
  1.5 *
  10 ** (MIC_DB / 20) *
  2 *
  (Math.sin((Math.PI * HOST_HZ) / LISTENER_SAMPLE_RATE) +
    Math.sin((Math.PI * GUEST_HZ) / LISTENER_SAMPLE_RATE));

let studio: Studio;
let host: Person;

beforeAll(async () => {
  studio = await startStudio();
  host = await openBrowser('Hanna Host', HOST_HZ, { levelDb: MIC_DB });
});

afterAll(async () => {
  await host?.close();
  await studio?.stop();
});

/** One visit: in, on air for a moment, and out in one of three ways. */
async function visit(number: number, link: string): Promise<void> {
  const guest = await openBrowser(`Guest ${number}`, GUEST_HZ, { levelDb: MIC_DB, inBackground: true });
  try {
    await enterStudio(guest, link);
    const onAir = strip(host, guest.name).getByRole('button', { name: 'On air' });
    await latch(onAir, true);
    await until('the guest is on air', async () => (await onAir.getAttribute('aria-pressed')) === 'true');
    await host.page.waitForTimeout(1_500);
    if (number % 3 === 0) await guest.page.getByRole('button', { name: 'Leave' }).click();
    if (number % 3 === 1) await guest.page.close();
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
  await enterStudio(host, studio.ownerLink);
  const link = await createGuestLink(host);
  await host.page.getByRole('button', { name: 'Go live' }).click();
  const listener = await until('the mount', () =>
    MountListener.open(`http://127.0.0.1:${studio.icecastPort}/main.mp3`).catch(() => null),
  );
  try {
    await listener.hears(HOST_HZ, -30);
    const fromSample = Math.round((listener.seconds + 0.5) * LISTENER_SAMPLE_RATE);
    const guests = Math.max(3, Math.floor(RUN_SECONDS / SECONDS_PER_GUEST));
    const endsAt = performance.now() + RUN_SECONDS * 1000;
    for (let number = 0; number < guests; number += 1) await visit(number, link);
    while (performance.now() < endsAt) await listener.next(1);

    const audio = listener.audio().subarray(fromSample);
    expect(listener.ended).toBe(false);
    expect(longestGapMs(audio, LISTENER_SAMPLE_RATE, -45)).toBeLessThan(5);
    expect(largestStep(audio)).toBeLessThan(STEP_LIMIT);
    const hostLevels: number[] = [];
    for (let start = 0; start + WINDOW_SAMPLES <= audio.length; start += WINDOW_SAMPLES) {
      hostLevels.push(
        toneLevelDb(audio.subarray(start, start + WINDOW_SAMPLES), LISTENER_SAMPLE_RATE, HOST_HZ),
      );
    }
    expect(Math.max(...hostLevels) - MIC_DB).toBeLessThan(0.5);
    expect(MIC_DB - Math.min(...hostLevels)).toBeLessThan(0.5);

    await host.page.getByRole('button', { name: 'Stop broadcast' }).click();
    for (const mount of ['main.mp3', 'main.opus']) {
      expect(await sourceConnections(mount), `source connections of ${mount}`).toBe(1);
    }
  } finally {
    listener.close();
  }
});
