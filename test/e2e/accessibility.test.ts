/** Every screen as axe sees it, dark and light, in both languages. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeProblems } from '../support/browser/axe.ts';
import {
  createGuestLink,
  enterStudio,
  onAir,
  openBrowser,
  openPerson,
  type Person,
} from '../support/browser/person.ts';
import { takePictures } from '../support/browser/picture.ts';
import { screenProblems } from '../support/browser/screen.ts';
import { type Studio, startStudio } from '../support/studio.ts';
import { until } from '../support/until.ts';

let studio: Studio;
let host: Person;
let guest: Person;

beforeAll(async () => {
  studio = await startStudio();
  host = await openBrowser('Hanna Host', 440, { levelDb: -20 });
  guest = await openPerson(host.browser, 'Gustav Guest');
});

afterAll(async () => {
  await host?.close();
  await studio?.stop();
});

/** What a browser answers for the microphone: what it says of the permission, and how it refuses. */
type Answer = { readonly permission: PermissionState; readonly refusal: string };

/** Somebody with a browser of his own whose microphone is answered for like this. */
async function stranger(answer: Answer, locale = 'en-GB'): Promise<Person> {
  const context = await host.browser.newContext({ locale });
  const page = await context.newPage();
  await page.addInitScript(({ permission, refusal }) => {
    const query = navigator.permissions.query.bind(navigator.permissions);
    navigator.permissions.query = async (descriptor) => {
      const status = await query(descriptor);
      Object.defineProperty(status, 'state', { get: () => permission });
      return status;
    };
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('Refused', refusal));
  }, answer);
  await page.goto(studio.ownerLink);
  return { ...host, page, context, errors: [], close: () => context.close() };
}

describe('before the studio', () => {
  test('the start page, and an address where nothing is', async () => {
    await guest.page.goto(studio.url);
    await guest.page.getByRole('heading', { level: 1 }).waitFor();
    expect(await screenProblems(guest.page)).toEqual([]);
    await takePictures(guest.page, 'start');
    await guest.page.goto(`${studio.url}/join/no-such-invite`);
    await guest.page.getByRole('heading', { level: 1 }).waitFor();
    expect(await screenProblems(guest.page)).toEqual([]);
    await takePictures(guest.page, 'invite-invalid');
    const [help] = await Promise.all([
      guest.context.waitForEvent('page'),
      guest.page.getByRole('link', { name: 'More about this' }).click(),
    ]);
    const entry = help.locator('section:target');
    await entry.getByText('invite_invalid').waitFor();
    await entry.getByText('This invite link is not valid any more.').waitFor();
    expect(await axeProblems(help)).toEqual([]);
    await takePictures(help, 'errors');
    await help.close();
  });

  test('the green room, with everything open', async () => {
    await host.page.goto(studio.ownerLink);
    await host.page.getByRole('combobox', { name: 'Microphone' }).waitFor();
    await host.page.getByText('More sound settings').click();
    await host.context.grantPermissions(['microphone', 'camera']);
    await host.page.getByRole('button', { name: 'Turn camera on' }).click();
    await host.page.getByRole('button', { name: 'Turn camera off' }).waitFor();
    expect(await screenProblems(host.page)).toEqual([]);
    await takePictures(host.page, 'green-room-ready');
  });

  test('the green room of somebody who was never here', async () => {
    const newcomer = await stranger({ permission: 'prompt', refusal: 'NotAllowedError' });
    await newcomer.page.getByRole('button', { name: 'Allow microphone' }).waitFor();
    expect(await screenProblems(newcomer.page)).toEqual([]);
    await takePictures(newcomer.page, 'green-room-first');
    await newcomer.close();
  });

  test('the green room where the microphone is forbidden, which it says before anybody asks, in German', async () => {
    const refused = await stranger({ permission: 'denied', refusal: 'NotAllowedError' }, 'de-DE');
    await refused.page.getByText('Diese Seite darf dein Mikrofon nicht benutzen.').waitFor();
    expect(await refused.page.getAttribute('html', 'lang')).toBe('de');
    expect(await screenProblems(refused.page)).toEqual([]);
    await takePictures(refused.page, 'green-room-denied');
    await refused.close();
  });

  test('the green room where there is no microphone', async () => {
    const silent = await stranger({ permission: 'granted', refusal: 'NotFoundError' });
    await silent.page.getByText('No microphone was found.').waitFor();
    expect(await screenProblems(silent.page)).toEqual([]);
    await takePictures(silent.page, 'green-room-no-device');
    await silent.close();
  });

  test('settings, where the language and the theme are taken at once', async () => {
    const { page } = host;
    await page.getByRole('button', { name: 'Settings' }).click();
    expect(await screenProblems(host.page)).toEqual([]);
    await page.getByLabel('Language').selectOption('de');
    await page.getByRole('dialog', { name: 'Einstellungen' }).waitFor();
    await page.getByLabel('Aussehen').selectOption('light');
    await takePictures(page, 'settings-light');
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
      'rgb(242, 244, 247)',
    );
    await page.getByLabel('Aussehen').selectOption('dark');
    await page.getByLabel('Sprache').selectOption('en');
    await page.keyboard.press('Escape');
  });
});

describe('in the studio', () => {
  test('console, invite panel and shortcuts of a host; desk of a guest', async () => {
    await enterStudio(host, studio.ownerLink);
    await enterStudio(guest, await createGuestLink(host));
    expect(await screenProblems(host.page)).toEqual([]);
    expect(await screenProblems(guest.page)).toEqual([]);
    await host.page.keyboard.press('F2');
    await host.page.keyboard.press('?');
    await host.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    expect(await screenProblems(host.page)).toEqual([]);
    await takePictures(host.page, 'shortcuts');
    await host.page.keyboard.press('Escape');
  });

  test('everybody reads how well the others are connected', async () => {
    const item = guest.page.getByRole('listitem').filter({ hasText: host.name });
    await item.getByText(`At the side of ${host.name}: `).waitFor({ state: 'attached' });
    // A machine that stands still for a moment looks like a line that is lost.
    await until('his line has a quality', async () =>
      /(Excellent|Good|Poor)/.test((await item.textContent()) ?? ''),
    );
  });

  test('on air', async () => {
    await host.page.getByRole('button', { name: 'Go live' }).click();
    await onAir(host);
    expect(await screenProblems(host.page)).toEqual([]);
    expect(await screenProblems(guest.page)).toEqual([]);
  });

  test('the listener page and the player for other sites, live', async () => {
    const page = await guest.context.newPage();
    const listener: Person = { ...guest, page, errors: [] };
    await page.goto(`${studio.url}/listen/main`);
    await page.getByText('LIVE').waitFor();
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await axeProblems(listener.page)).toEqual([]);
    }
    await page.goto(`${studio.url}/embed/main`);
    await page.getByText('LIVE').waitFor();
    expect(await axeProblems(page)).toEqual([]);
    await takePictures(page, 'embed');
    await page.close();
  });

  test('after leaving', async () => {
    await guest.page.getByRole('button', { name: 'Leave' }).click();
    await guest.page.getByText('You have left the studio').waitFor();
    expect(await screenProblems(guest.page)).toEqual([]);
  });

  test('nobody’s page complained', () => {
    const complaints = [...host.errors, ...guest.errors].filter((error) => !error.includes('404'));
    expect(complaints).toEqual([]);
  });
});
