/** What the studio makes of the device and the browser it runs in: warnings, the screen, keys, bits, and the narrowest phone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createGuestLink,
  enterStudio,
  openBrowser,
  openPerson,
  type Person,
  strip,
} from '../support/browser/person.ts';
import { checkScreen } from '../support/browser/screen.ts';
import { outgoingSound, watchConnections } from '../support/browser/traffic.ts';
import { NARROW, widthWhenNarrow } from '../support/browser/width.ts';
import { type Studio, startStudio } from '../support/studio.ts';
import { until } from '../support/until.ts';

const IN_APP_AGENT =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 380.0.0';
const HEADSET = 'AirPods von Gina';

let studio: Studio;
let host: Person;

beforeAll(async () => {
  studio = await startStudio();
  host = await openBrowser('Hanna Host', 440, { rightHz: 1000, levelDb: -20 });
});

afterAll(async () => {
  await host?.close();
  await studio?.stop();
});

test('the green room inside another app says where the link works better', async () => {
  const context = await host.browser.newContext({ userAgent: IN_APP_AGENT, permissions: ['microphone'] });
  const page = await context.newPage();
  await page.goto(studio.ownerLink);
  await page.getByText('You opened this link inside another app.').waitFor();
  await checkScreen(page, 'green-room-in-app');
  await context.close();
});

test('a Bluetooth headset is warned of by its name, and may be used all the same', async () => {
  const person = await openPerson(host.browser, 'Gina Guest');
  const { page } = person;
  await page.addInitScript((label) => {
    const native = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
    navigator.mediaDevices.enumerateDevices = async () => {
      const devices = await native();
      for (const device of devices) {
        if (device.kind === 'audioinput') Object.defineProperty(device, 'label', { value: label });
      }
      return devices;
    };
  }, HEADSET);
  await page.goto(studio.ownerLink);
  const warning = page.getByRole('alert').getByText(`${HEADSET} seems to be a Bluetooth headset`);
  await warning.waitFor();
  await page.getByRole('textbox', { name: 'Your name' }).fill(person.name);
  await checkScreen(page, 'green-room-bluetooth');
  await page.getByRole('button', { name: 'Enter studio' }).click();
  await page.getByRole('button', { name: 'Leave' }).click();
  await page.getByText('You have left the studio').waitFor();
  expect(person.errors).toEqual([]);
  await person.close();
});

test('the screen stays on while somebody is in the studio, also after he was lost, and not when he has left', async () => {
  const person = await openPerson(host.browser, 'Wanda Wake');
  await person.context.grantPermissions(['microphone', 'screen-wake-lock']);
  const { page } = person;
  await page.addInitScript(() => {
    const locks: WakeLockSentinel[] = [];
    Object.assign(window, { heldLocks: () => locks.filter(({ released }) => !released).length });
    const native = navigator.wakeLock.request.bind(navigator.wakeLock);
    navigator.wakeLock.request = async (type) => {
      const lock = await native(type);
      locks.push(lock);
      return lock;
    };
  });
  const held = async (): Promise<unknown> => page.evaluate('window.heldLocks()');
  await page.goto(studio.ownerLink);
  expect(await held()).toBe(0);
  await enterStudio(person, studio.ownerLink);
  await until('the screen is held', async () => (await held()) === 1);
  await person.context.setOffline(true);
  await page.getByText('Your device has no network.').waitFor();
  await person.context.setOffline(false);
  await page.getByText('Your device has no network.').waitFor({ state: 'detached' });
  expect(await held()).toBe(1);
  await page.getByRole('button', { name: 'Leave' }).click();
  await page.getByText('You have left the studio').waitFor();
  await until('the screen may sleep', async () => (await held()) === 0);
  await person.close();
});

test('a browser that cannot hand a canvas to a worker has dark meters, and everything else', async () => {
  const person = await openPerson(host.browser, 'Olga Old');
  const { page } = person;
  await page.addInitScript(() => {
    Reflect.deleteProperty(HTMLCanvasElement.prototype, 'transferControlToOffscreen');
  });
  await enterStudio(person, studio.ownerLink);
  const meter = strip(person, person.name).getByRole('meter', { name: 'Level' });
  await until(
    'the number of the meter moves',
    async () => Number(await meter.getAttribute('aria-valuenow')) > -60,
  );
  expect(await page.locator('canvas').count()).toBe(0);
  await page.getByRole('button', { name: 'Leave' }).click();
  await page.getByText('You have left the studio').waitFor();
  expect(person.errors).toEqual([]);
  await person.close();
});

test('keys of a single letter can be switched off, and the others stay', async () => {
  const person = await openPerson(host.browser, 'Karla Keys');
  const { page } = person;
  await enterStudio(person, studio.ownerLink);
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  const setKeys = async (on: boolean): Promise<void> => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Keys of a single letter').setChecked(on);
    await page.keyboard.press('Escape');
  };
  const mute = page.getByRole('button', { name: 'Mute microphone' });
  const isMuted = async () => (await mute.getAttribute('aria-pressed')) === 'true';
  const strip = page.getByRole('group', { name: person.name, exact: true });
  const onAir = strip.getByRole('button', { name: 'On air' });
  const before = await onAir.getAttribute('aria-pressed');

  await setKeys(false);
  await onAir.focus();
  for (const key of ['?', 'o', 'm', 'c', 'v', 't', '1']) await page.keyboard.press(key);
  await page.keyboard.press('Control+D');
  await until('Control and D mutes', isMuted);
  expect(await sheet.isVisible()).toBe(false);
  expect(await onAir.getAttribute('aria-pressed')).toBe(before);
  expect(await strip.getByRole('button', { name: 'Cue' }).getAttribute('aria-pressed')).toBe('false');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Show keyboard shortcuts' }).click();
  await sheet.waitFor();
  await page.keyboard.press('Escape');

  // The next visit remembers it.
  await page.reload();
  await page.getByRole('button', { name: 'Leave' }).waitFor();
  await mute.focus();
  await page.keyboard.press('?');
  await setKeys(true);
  expect(await sheet.isVisible()).toBe(false);
  await mute.focus();
  await page.keyboard.press('?');
  await sheet.waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Leave' }).click();
  await page.getByText('You have left the studio').waitFor();
  await person.close();
});

test('music mode sends both sides with at least 128 kbit/s, and nothing the browser does to them', async () => {
  const { page } = host;
  await watchConnections(host);
  await page.goto(studio.ownerLink);
  await page.getByText('More sound settings').click();
  await page.getByLabel('Music mode').check();
  await enterStudio(host, studio.ownerLink, { headphones: true });
  const sent = await until('the sound is agreed on', () => outgoingSound(host));
  expect(sent.maxAverageBitrate).toBeGreaterThanOrEqual(128_000);
  expect(sent).toMatchObject({
    stereo: true,
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
  });
});

test('nothing is wider than a screen of 320 px, in German neither', async () => {
  const link = await createGuestLink(host);
  expect(await widthWhenNarrow(host.page)).toBeLessThanOrEqual(NARROW.width);
  const context = await host.browser.newContext({
    locale: 'de-DE',
    permissions: ['microphone'],
    viewport: NARROW,
  });
  const page = await context.newPage();
  const fits = async (where: string): Promise<void> =>
    expect(await page.evaluate(() => document.documentElement.scrollWidth), where).toBeLessThanOrEqual(320);
  await page.goto(link);
  await page.getByRole('textbox', { name: 'Dein Name' }).fill('Gustav Gast mit einem langen Namen');
  await page.getByText('Mehr Toneinstellungen').click();
  await fits('the green room');
  await page.getByRole('button', { name: 'Studio betreten' }).click();
  await page.getByRole('button', { name: 'Verlassen' }).waitFor();
  await fits('the desk of a guest');
  await page.getByRole('button', { name: 'Verlassen' }).click();
  await page.getByText('Du hast das Studio verlassen').waitFor();
  await fits('the goodbye');
  await page.goto(studio.ownerLink);
  await page.getByRole('button', { name: 'Studio betreten' }).click();
  await page.getByRole('group', { name: host.name, exact: true }).waitFor();
  await fits('the console');
  await context.close();
});

test('nobody’s page complained', () => {
  expect(host.errors).toEqual([]);
});
