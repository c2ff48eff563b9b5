/** Every screen as axe sees it, dark and light, in both languages. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeProblems } from '../support/browser/axe.ts';
import {
  createGuestLink,
  enterStudio,
  openBrowser,
  openPerson,
  type Person,
} from '../support/browser/person.ts';
import { takePictures } from '../support/browser/picture.ts';
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

/** Problems of the page in the dark and in the light. */
async function problems(person: Person): Promise<string[]> {
  const { page } = person;
  const found: string[] = [];
  for (const theme of ['dark', 'light']) {
    await page.evaluate((value) => {
      document.documentElement.dataset.theme = value;
    }, theme);
    // Colours that fade over would be measured half way.
    await page.waitForFunction(() => document.getAnimations().every((each) => each.playState !== 'running'));
    found.push(...(await axeProblems(page)).map((problem) => `${theme}: ${problem}`));
  }
  await page.evaluate(() => {
    document.documentElement.dataset.theme = 'dark';
  });
  return found;
}

/** The person, or a policy of his company, has said no for good. */
async function forbidMicrophone(page: Person['page']): Promise<void> {
  await page.addInitScript(() => {
    const query = navigator.permissions.query.bind(navigator.permissions);
    navigator.permissions.query = async (descriptor) => {
      const status = await query(descriptor);
      Object.defineProperty(status, 'state', { get: () => 'denied' });
      return status;
    };
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
  });
}

describe('before the studio', () => {
  test('the start page, and an address where nothing is', async () => {
    await guest.page.goto(studio.url);
    await guest.page.getByRole('heading', { level: 1 }).waitFor();
    expect(await problems(guest)).toEqual([]);
    await guest.page.goto(`${studio.url}/join/no-such-invite`);
    await guest.page.getByRole('heading', { level: 1 }).waitFor();
    expect(await problems(guest)).toEqual([]);
    const [help] = await Promise.all([
      guest.context.waitForEvent('page'),
      guest.page.getByRole('link', { name: 'More about this' }).click(),
    ]);
    const entry = help.locator('section:target');
    await entry.getByText('invite_invalid').waitFor();
    await entry.getByText('This invite link is not valid any more.').waitFor();
    expect(await axeProblems(help)).toEqual([]);
    await help.close();
  });

  test('the green room, with everything open', async () => {
    await host.page.goto(studio.ownerLink);
    await host.page.getByRole('combobox', { name: 'Microphone' }).waitFor();
    await host.page.getByText('More sound settings').click();
    await host.context.grantPermissions(['microphone', 'camera']);
    await host.page.getByRole('button', { name: 'Turn camera on' }).click();
    await host.page.getByRole('button', { name: 'Turn camera off' }).waitFor();
    expect(await problems(host)).toEqual([]);
    await takePictures(host.page, 'green-room-ready');
  });

  test('the green room without a microphone, in German', async () => {
    const context = await host.browser.newContext({ locale: 'de-DE' });
    const page = await context.newPage();
    const stranger: Person = { ...host, page, context, errors: [] };
    await forbidMicrophone(page);
    await page.goto(studio.ownerLink);
    await page.getByText('Diese Seite darf dein Mikrofon nicht benutzen.').waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('de');
    expect(await problems(stranger)).toEqual([]);
    await takePictures(page, 'green-room-denied');
    await context.close();
  });

  test('settings, where the language and the theme are taken at once', async () => {
    const { page } = host;
    await page.getByRole('button', { name: 'Settings' }).click();
    expect(await problems(host)).toEqual([]);
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
    expect(await problems(host)).toEqual([]);
    expect(await problems(guest)).toEqual([]);
    await host.page.keyboard.press('F2');
    await host.page.keyboard.press('?');
    await host.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    expect(await problems(host)).toEqual([]);
    await takePictures(host.page, 'shortcuts');
    await host.page.keyboard.press('Escape');
  });

  test('everybody reads how well the others are connected', async () => {
    const item = guest.page.getByRole('listitem').filter({ hasText: host.name });
    await item.getByText(`At the side of ${host.name}: `).waitFor({ state: 'attached' });
    expect(await item.textContent()).toMatch(/(Excellent|Good|Poor)/);
  });

  test('on air', async () => {
    await host.page.getByRole('button', { name: 'Go live' }).click();
    await until('ON AIR', async () =>
      (await host.page.getByRole('status', { name: 'Broadcast' }).textContent())?.startsWith('ON AIR'),
    );
    expect(await problems(host)).toEqual([]);
    expect(await problems(guest)).toEqual([]);
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
    await page.close();
  });

  test('after leaving', async () => {
    await guest.page.getByRole('button', { name: 'Leave' }).click();
    await guest.page.getByText('You have left the studio').waitFor();
    expect(await problems(guest)).toEqual([]);
  });

  test('nobody’s page complained', () => {
    const complaints = [...host.errors, ...guest.errors].filter((error) => !error.includes('404'));
    expect(complaints).toEqual([]);
  });
});
