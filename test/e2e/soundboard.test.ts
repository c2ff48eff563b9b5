/** The soundboard: two sounds are uploaded, played by button and by key, heard on the mount and by a guest, and the music makes room. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createGuestLink,
  enterStudio,
  heardTones,
  latch,
  onAir,
  openBrowser,
  type Person,
  setFader,
  strip,
} from '../support/browser/person.ts';
import { checkScreen } from '../support/browser/screen.ts';
import { MountListener } from '../support/mount-listener.ts';
import { hearsSteadily } from '../support/steady-level.ts';
import { type Studio, startStudio } from '../support/studio.ts';
import { until } from '../support/until.ts';
import { writeToneFile } from '../support/wav-tone.ts';

const HANNA_HZ = 440;
const CART_HZ = 1500;
const MUSIC_HZ = 700;
const SOUND_DB = -20;
/** Chosen together with the first one, they come to the pads behind it. */
const OTHERS = ['Applause', 'Drum roll', 'Laugh', 'Doorbell'];
/** What a decoder, an encoder and a player leave of a level. */
const TOLERANCE_DB = 1.5;

let studio: Studio;
let hanna: Person;
let gustav: Person;
let listener: MountListener;
let folder: string;

beforeAll(async () => {
  studio = await startStudio();
  folder = await mkdtemp(path.join(tmpdir(), 'openstudio-sounds-'));
  await writeToneFile(path.join(folder, 'Station jingle.wav'), CART_HZ, SOUND_DB);
  await writeToneFile(path.join(folder, 'Quiet evening.wav'), MUSIC_HZ, SOUND_DB);
  for (const name of OTHERS) await writeToneFile(path.join(folder, `${name}.wav`), CART_HZ + 500, SOUND_DB);
  await writeFile(path.join(folder, 'No sound.mp3'), 'This is a text.');
  [hanna, gustav] = await Promise.all([
    openBrowser('Hanna Host', HANNA_HZ, { levelDb: SOUND_DB }),
    openBrowser('Gustav Guest', 330),
  ]);
  await enterStudio(hanna, studio.ownerLink);
  await enterStudio(gustav, await createGuestLink(hanna));
  await hanna.page.getByRole('button', { name: 'Invite', exact: true }).click();
  await hanna.page.getByRole('button', { name: 'Mute microphone' }).click();
  await hanna.page.getByRole('button', { name: 'Go live' }).click();
  const anyway = hanna.page.getByRole('button', { name: 'Go live anyway' });
  await until('the show starts or asks', async () => {
    if (await anyway.isVisible()) await anyway.click();
    return (await hanna.page.getByRole('status', { name: 'Broadcast' }).textContent())?.startsWith('ON AIR');
  });
  await onAir(hanna);
  listener = await MountListener.open(`http://127.0.0.1:${studio.icecastPort}/main.mp3`);
});

afterAll(async () => {
  listener?.close();
  await Promise.allSettled([hanna?.close(), gustav?.close()]);
  await studio?.stop();
  await rm(folder, { recursive: true, force: true });
});

const board = () => hanna.page.getByRole('region', { name: 'Soundboard' });

async function choose(button: Locator, ...files: readonly string[]): Promise<void> {
  const [chooser] = await Promise.all([hanna.page.waitForEvent('filechooser'), button.click()]);
  await chooser.setFiles(files.map((file) => path.join(folder, file)));
}

/** The listener comes to hear a tone at the level, and goes on hearing it so. */
const hears = (frequencyHz: number, levelDb: number): Promise<void> =>
  hearsSteadily(listener, frequencyHz, { levelDb, toleranceDb: TOLERANCE_DB });

/** The level at which a person's page plays a tone of about this frequency; null while it does not. */
async function playedDb(person: Person, frequencyHz: number): Promise<number | null> {
  const heard = await heardTones(person);
  return heard.find(({ hz, db }) => Math.abs(hz - frequencyHz) < 20 && db > -90)?.db ?? null;
}

test('a host uploads sounds, also several at once; what is no sound is refused with the reason, and nothing is lost', async () => {
  await hanna.page.getByRole('button', { name: 'Soundboard', exact: true }).click();
  await choose(
    board().getByRole('button', { name: 'Add sound to pad 1', exact: true }),
    'Station jingle.wav',
    ...OTHERS.map((name) => `${name}.wav`),
  );
  for (const [at, name] of ['Station jingle', ...OTHERS].entries()) {
    const play = board().getByRole('button', { name: `Play ${name}` });
    await play.waitFor();
    expect(await play.getAttribute('aria-keyshortcuts')).toBe('QWERZ'[at]);
  }
  await choose(board().getByRole('button', { name: 'Add a music bed' }), 'Quiet evening.wav');
  await board().getByRole('button', { name: 'Play Quiet evening' }).waitFor();
  await choose(board().getByRole('button', { name: 'Add sound to pad 6' }), 'No sound.mp3');
  await hanna.page.getByText('No sound: The studio cannot read this file.').first().waitFor();
  await board().getByRole('button', { name: 'Add sound to pad 6' }).waitFor();
  await strip(hanna, 'Carts').getByRole('button', { name: 'On air', pressed: true }).waitFor();
  await strip(hanna, 'Music bed').getByRole('button', { name: 'Processing: Duck' }).waitFor();
});

test('a pad is set to loop, and played: listeners and the guest hear it at the level of its strip', async () => {
  await board().getByRole('button', { name: 'Settings of Station jingle' }).click();
  const dialog = hanna.page.getByRole('dialog', { name: 'Pad: Station jingle' });
  await dialog.getByRole('checkbox', { name: /^Loop/ }).check();
  await dialog.getByRole('slider', { name: 'Gain' }).fill('-4');
  await checkScreen(hanna.page, 'pad-settings');
  await dialog.getByRole('button', { name: 'Close' }).click();
  const fader = strip(hanna, 'Carts').getByRole('slider', { name: 'Fader' });
  await setFader(fader, -6);
  await board().getByRole('button', { name: 'Play Station jingle' }).click();
  await hears(CART_HZ, SOUND_DB - 4 - 6);
  let atSixDb = 0;
  await until('the guest hears it', async () => {
    const db = await playedDb(gustav, CART_HZ);
    atSixDb = db ?? 0;
    return db !== null;
  });
  await setFader(fader, -16);
  await hears(CART_HZ, SOUND_DB - 4 - 16);
  await until('the guest hears it 10 dB lower', async () => {
    const db = await playedDb(gustav, CART_HZ);
    return db !== null && Math.abs(db - (atSixDb - 10)) < TOLERANCE_DB;
  });
  expect(await playedDb(hanna, CART_HZ)).not.toBeNull();
});

test('a key plays a pad anew, and with Shift it stops; not while typing, and not when letters are off', async () => {
  const { page } = hanna;
  const key = await board()
    .getByRole('button', { name: 'Play Station jingle again' })
    .getAttribute('aria-keyshortcuts');
  if (key === null) throw new Error('The pad has no key.');
  await page.getByRole('region', { name: 'Soundboard' }).getByRole('button', { name: 'Stop all' }).focus();
  await page.keyboard.press(`Shift+${key}`);
  const play = board().getByRole('button', { name: 'Play Station jingle', exact: true });
  await play.waitFor();
  await listener.misses(CART_HZ, -70);
  await page.getByRole('textbox', { name: 'Title' }).press(key.toLowerCase());
  // Commands are obeyed in order: a pad that the key had reached would play before this is answered.
  const muteCarts = strip(hanna, 'Carts').getByRole('button', { name: 'Mute' });
  await latch(muteCarts, true);
  await latch(muteCarts, false);
  expect(await play.count()).toBe(1);
  await page.getByRole('textbox', { name: 'Title' }).fill('An evening with music');
  await board().getByRole('button', { name: 'Stop all' }).focus();
  await page.keyboard.press(key.toLowerCase());
  await listener.hears(CART_HZ, -45);
  await board().getByRole('button', { name: 'Stop Station jingle' }).click();
  await listener.misses(CART_HZ, -70);
});

test('the music bed goes down by its depth while somebody speaks, and comes back', async () => {
  await setFader(strip(hanna, 'Music bed').getByRole('slider', { name: 'Fader' }), -10);
  await board().getByRole('button', { name: 'Play Quiet evening' }).click();
  await hears(MUSIC_HZ, SOUND_DB - 10);
  await checkScreen(hanna.page, 'soundboard', board());
  await board().getByRole('button', { name: 'Settings of Quiet evening' }).click();
  const dialog = hanna.page.getByRole('dialog', { name: 'Pad: Quiet evening' });
  await dialog.getByRole('slider', { name: 'Depth' }).fill('18');
  await checkScreen(hanna.page, 'music-bed-settings');
  await dialog.getByRole('button', { name: 'Close' }).click();
  const mute = hanna.page.getByRole('button', { name: 'Mute microphone' });
  await latch(mute, false);
  await hears(MUSIC_HZ, SOUND_DB - 10 - 18);
  await until('the guest hears it lower, too', async () => {
    const db = await playedDb(gustav, MUSIC_HZ);
    return db !== null && db < SOUND_DB - 10 - 14;
  });
  await latch(mute, true);
  await hears(MUSIC_HZ, SOUND_DB - 10);
  await board().getByRole('button', { name: 'Stop all' }).click();
  await listener.misses(MUSIC_HZ, -70);
});

test('a guest has no soundboard; a sound that is deleted asks once and is gone, and with the last one its strip', async () => {
  expect(await gustav.page.getByRole('button', { name: 'Soundboard', exact: true }).count()).toBe(0);
  for (const name of ['Station jingle', 'Quiet evening']) {
    await board()
      .getByRole('button', { name: `Settings of ${name}` })
      .click();
    const dialog = hanna.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByRole('button', { name: 'Really delete?' }).click();
  }
  await board().getByRole('button', { name: 'Add sound to pad 1', exact: true }).waitFor();
  await board().getByRole('button', { name: 'Add a music bed' }).waitFor();
  await strip(hanna, 'Music bed').waitFor({ state: 'detached' });
  await strip(hanna, 'Carts').waitFor();
});

test('pads stay whole at 320 px: nothing overlaps, and nothing is cut off', async () => {
  const { page } = hanna;
  await board().getByRole('button', { name: 'Settings of Laugh' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: /^Loop/ }).check();
  await dialog.getByRole('combobox', { name: 'Group' }).selectOption('2');
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await board().getByRole('button', { name: 'Play Laugh' }).click();
  const stop = page.getByRole('button', { name: 'Stop Laugh' });
  await stop.and(page.locator('[aria-disabled="false"]')).waitFor();
  const key = board().getByRole('listitem').filter({ has: stop }).getByText('R', { exact: true });
  const [keyBox, stopBox] = [await key.boundingBox(), await stop.boundingBox()];
  expect((keyBox?.x ?? 1000) + (keyBox?.width ?? 0)).toBeLessThan(stopBox?.x ?? 0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await stop.click();
});

test('nobody’s page complained', () => {
  expect([...hanna.errors, ...gustav.errors].filter((error) => !error.includes('415'))).toEqual([]);
});
