/** Two people who see each other: cameras, a shared screen, what is pinned and hidden, and a media worker that dies. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeProblems } from '../support/browser/axe.ts';
import { seenPicture, untilMoving } from '../support/browser/moving-picture.ts';
import {
  createGuestLink,
  enterStudio,
  hearsTone,
  latch,
  leaveSoundAlone,
  openBrowser,
  type Person,
  strip,
} from '../support/browser/person.ts';
import { takePictures } from '../support/browser/picture.ts';
import { incomingBytes, watchConnections } from '../support/browser/traffic.ts';
import { descendantsOf } from '../support/child-processes.ts';
import { MountListener } from '../support/mount-listener.ts';
import { type Studio, startStudio } from '../support/studio.ts';
import { until } from '../support/until.ts';

const HOST_HZ = 440;
const GUEST_HZ = 880;
const LEVEL_DB = -26;

let studio: Studio;
let host: Person;
let guest: Person;

beforeAll(async () => {
  studio = await startStudio();
  [host, guest] = await Promise.all([
    openBrowser('Hanna Host', HOST_HZ, { levelDb: LEVEL_DB }),
    openBrowser('Gustav Guest', GUEST_HZ, { levelDb: LEVEL_DB }),
  ]);
  for (const person of [host, guest]) {
    await person.context.grantPermissions(['microphone', 'camera']);
    await watchConnections(person);
  }
});

afterAll(async () => {
  await Promise.allSettled([host?.close(), guest?.close()]);
  await studio?.stop();
});

const cameraSwitch = ({ page }: Person): Locator => page.getByRole('button', { name: 'Camera', exact: true });
const tile = ({ page }: Person, name: string, what: 'camera' | 'screen' = 'camera'): Locator =>
  page.getByRole('listitem', { name: `${name}: ${what}`, exact: true });

const picture = (person: Person, name: string, what: 'camera' | 'screen' = 'camera'): Locator =>
  tile(person, name, what).locator('video');
const gallery = ({ page }: Person): Locator => page.getByRole('region', { name: 'Pictures' });

/** What axe finds in the light theme. */
async function lightProblems({ page }: Person): Promise<string[]> {
  const paint = (theme: string) =>
    page.evaluate((name) => {
      document.documentElement.dataset.theme = name;
    }, theme);
  await paint('light');
  const problems = await axeProblems(page);
  await paint('dark');
  return problems;
}

/** How wide the page is on the narrowest phone. */
async function widthAt320({ page }: Person): Promise<number> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (before !== null) await page.setViewportSize(before);
  return width;
}

test('two people see each other, themselves as in a mirror, and every tile says who is heard', async () => {
  await enterStudio(host, studio.ownerLink, { headphones: true });
  const link = await createGuestLink(host);
  await host.page.getByRole('button', { name: 'Invite', exact: true }).click();
  expect(await gallery(host).count()).toBe(0);

  await enterStudio(guest, link, { headphones: true, camera: true });
  const first = await untilMoving('the guest, who came with his camera on,', picture(host, guest.name));
  await guest.page.reload();
  await untilMoving('the guest, whose page was loaded anew,', picture(host, guest.name), {
    notTrackId: first.trackId,
  });
  expect(await cameraSwitch(guest).getAttribute('aria-pressed')).toBe('true');
  // The host shows nothing yet: his initial stands in.
  await tile(guest, host.name).getByText('Backstage').waitFor();
  expect(await picture(guest, host.name).count()).toBe(0);

  await host.page.keyboard.press('Control+e');
  await untilMoving('the host, as the guest sees him,', picture(guest, host.name));
  const own = picture(guest, guest.name);
  await untilMoving('the own picture', own);
  expect(await own.evaluate((video) => getComputedStyle(video).transform)).toMatch(/^matrix\(-1,/);
  expect(await picture(guest, host.name).evaluate((video) => getComputedStyle(video).transform)).toBe('none');
  await until('the guest is heard as well', () => hearsTone(host, GUEST_HZ));

  await guest.page.getByRole('button', { name: 'Mute microphone' }).click();
  await tile(host, guest.name).getByText('Muted', { exact: true }).waitFor();
  await guest.page.getByRole('button', { name: 'Mute microphone' }).click();
  await tile(host, guest.name).getByText('Backstage').waitFor();
  for (const person of [host, guest]) expect(await axeProblems(person.page)).toEqual([]);
  await takePictures(host.page, 'cameras');
  await takePictures(guest.page, 'cameras-guest');
});

test('what is hidden is not sent to the browser, and the sound goes on', async () => {
  await gallery(host).getByRole('button', { name: 'Hide pictures' }).click();
  await until('no picture comes any more', async () => {
    const before = await incomingBytes(host, 'video');
    await sleep(600);
    return (await incomingBytes(host, 'video')) === before;
  });
  const soundBefore = await incomingBytes(host, 'audio');
  await until('sound comes', async () => (await incomingBytes(host, 'audio')) > soundBefore);
  await gallery(host).getByRole('button', { name: 'Show pictures' }).click();
  await untilMoving('the guest, shown again,', picture(host, guest.name));
});

test('a picture that is pinned is large, and comes larger than beside another one', async () => {
  const pin = tile(host, guest.name).getByRole('button', { name: `Pin ${guest.name}: camera` });
  await pin.focus();
  await host.page.keyboard.press('Enter');
  expect(await pin.getAttribute('aria-pressed')).toBe('true');
  const widthOf = async (name: string) => (await tile(host, name).boundingBox())?.width ?? 0;
  await until(
    'it is the largest',
    async () => (await widthOf(guest.name)) > 1.5 * (await widthOf(host.name)),
  );

  await tile(host, host.name)
    .getByRole('button', { name: `Pin ${host.name}: camera` })
    .press('Enter');
  const smallWidth = await until('it comes small', async () => {
    const seen = await seenPicture(picture(host, guest.name));
    return seen !== null && seen.width < 640 ? seen.width : null;
  });
  await pin.press('Enter');
  await until('it comes larger', async () => {
    const seen = await seenPicture(picture(host, guest.name));
    return (seen?.width ?? 0) > smallWidth;
  });
  await pin.press('Enter');
});

test('a shared screen is shown large and whole to everybody else, until a host ends it', async () => {
  await guest.page.getByRole('button', { name: 'Share screen' }).click();
  const screen = picture(host, guest.name, 'screen');
  await until('the screen comes', () => seenPicture(screen));
  expect(await screen.evaluate((video) => getComputedStyle(video).objectFit)).toBe('contain');
  const [large, small] = await Promise.all([
    tile(host, guest.name, 'screen').boundingBox(),
    tile(host, guest.name).boundingBox(),
  ]);
  expect(large?.width ?? 0).toBeGreaterThan(2 * (small?.width ?? 0));
  await tile(guest, guest.name, 'screen').getByText('You are sharing your screen').waitFor();
  for (const person of [host, guest]) expect(await axeProblems(person.page)).toEqual([]);
  for (const person of [host, guest]) expect(await lightProblems(person)).toEqual([]);
  for (const person of [host, guest]) expect(await widthAt320(person)).toBeLessThanOrEqual(320);
  await takePictures(host.page, 'screen-share');
  await takePictures(guest.page, 'screen-share-guest');

  await host.page.getByRole('button', { name: 'in the room' }).click();
  const people = host.page.getByRole('complementary', { name: 'People' });
  await people.getByRole('button', { name: `More about ${guest.name}` }).click();
  await people.getByRole('button', { name: 'End screen share' }).click();
  await guest.page.getByText('A host ended your screen share.').first().waitFor();
  await tile(host, guest.name, 'screen').waitFor({ state: 'detached' });
  await guest.page.getByRole('button', { name: 'Share screen' }).waitFor();
  await people.getByRole('button', { name: 'Close panel' }).click();
});

test('a newer tab of the same person takes the camera over', async () => {
  const older = guest.page;
  guest = { ...guest, page: await guest.context.newPage() };
  await enterStudio(guest, older.url(), { headphones: true, camera: true });
  await older.getByRole('heading', { name: /open in another/ }).waitFor();
  expect(await older.locator('video').count()).toBe(0);
  await untilMoving('the guest, from his newer tab,', picture(host, guest.name));
  expect(await tile(host, guest.name).count()).toBe(1);
  await older.close();
});

test('cameras come back by themselves after a media worker has died, and so does the sound, in the same stream', async () => {
  for (const { name } of [host, guest]) await leaveSoundAlone(host, name);
  await latch(strip(host, host.name).getByRole('button', { name: 'On air' }), true);
  await host.page.getByRole('button', { name: 'Go live' }).click();
  const listener = await until('the mount', () =>
    MountListener.open(`http://127.0.0.1:${studio.icecastPort}/main.mp3`).catch(() => null),
  );
  await listener.hears(HOST_HZ, LEVEL_DB - 10);
  await tile(guest, host.name).getByText('ON AIR').waitFor();

  const guestBefore = await untilMoving(
    'the guest, before the death of the worker,',
    picture(host, guest.name),
  );
  const hostBefore = await untilMoving(
    'the host, before the death of the worker,',
    picture(guest, host.name),
  );
  const workers = descendantsOf(studio.pid).filter(({ commandLine }) => /mediasoup-worker/.test(commandLine));
  expect(workers.length).toBeGreaterThan(0);
  for (const { pid } of workers) process.kill(pid, 'SIGKILL');
  await untilMoving('the guest, after the death of the worker,', picture(host, guest.name), {
    notTrackId: guestBefore.trackId,
  });
  await untilMoving('the host, after the death of the worker,', picture(guest, host.name), {
    notTrackId: hostBefore.trackId,
  });
  const fromS = listener.seconds;
  await until('listeners hear the host', () => listener.seconds > fromS + 2);
  await listener.hears(HOST_HZ, LEVEL_DB - 10);
  await until('the host hears the guest', () => hearsTone(host, GUEST_HZ));
  listener.close();
});

test('a camera that is switched off leaves an initial, and nothing is left of pictures when nobody shows any', async () => {
  await cameraSwitch(guest).click();
  await picture(host, guest.name).waitFor({ state: 'detached' });
  await tile(host, guest.name).waitFor();
  await cameraSwitch(host).click();
  await gallery(host).waitFor({ state: 'detached' });
  await gallery(guest).waitFor({ state: 'detached' });
  expect(host.errors).toEqual([]);
  expect(guest.errors).toEqual([]);
});
