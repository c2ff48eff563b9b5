/** A host who falls silent on air: what he is told, what listeners hear, and that speaking ends it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterStudio, onAir, openBrowser, type Person } from '../support/browser/person.ts';
import { checkScreen } from '../support/browser/screen.ts';
import { Ear, outlineOf } from '../support/ear.ts';
import { type Studio, startStudio } from '../support/studio.ts';

const HOST_HZ = 440;
const PROGRAM_S = 2;
const BED_S = 4;

let studio: Studio;
let host: Person;

beforeAll(async () => {
  studio = await startStudio();
  host = await openBrowser('Hanna Host', HOST_HZ, { levelDb: -20 });
  await enterStudio(host, studio.ownerLink);
});

afterAll(async () => {
  await host?.close();
  await studio?.stop();
});

test('a host who mutes himself on air is told what listeners hear and why, until he speaks again', async () => {
  const { page } = host;
  const alarm = page.getByRole('region', { name: 'Dead air' });
  await page.getByRole('button', { name: 'Go live' }).click();
  await onAir({ page });
  const ear = new Ear(`http://127.0.0.1:${studio.icecastPort}/main.mp3`);
  await ear.hearsFor(PROGRAM_S);
  expect(await alarm.count()).toBe(0);

  await page.getByRole('button', { name: 'Mute microphone' }).click();
  await alarm.getByText('Listeners hear the bed music').waitFor();
  const text = (await alarm.textContent()) ?? '';
  const phase = await page.getByRole('status', { name: 'Broadcast' }).textContent();
  await checkScreen(page, 'dead-air');
  await ear.hearsFor(BED_S);

  await page.getByRole('button', { name: 'Mute microphone' }).click();
  await alarm.waitFor({ state: 'detached' });
  await ear.hearsFor(PROGRAM_S);
  ear.close();

  expect(text).toMatch(/muted/i);
  expect(phase).toMatch(/^ON AIR/);
  expect(outlineOf(await ear.heard(HOST_HZ))).toEqual(['program', 'bed', 'program']);
  expect(host.errors).toEqual([]);
});
