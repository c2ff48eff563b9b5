/** The listener page as people meet it: before the show, while it is on, on another site, and without script. */
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterStudio, openBrowser, type Person } from '../support/browser/person.ts';
import { checkScreen } from '../support/browser/screen.ts';
import { type Studio, startStudio } from '../support/studio.ts';
import { until } from '../support/until.ts';

let studio: Studio;
let host: Person;
let listener: Person['page'];

beforeAll(async () => {
  studio = await startStudio();
  host = await openBrowser('Hanna Host', 440, { levelDb: -20 });
  await enterStudio(host, studio.ownerLink);
  listener = await host.context.newPage();
  await listener.goto(`${studio.url}/listen/main`);
});

afterAll(async () => {
  await host?.close();
  await studio?.stop();
});

async function setTitle(title: string): Promise<void> {
  const field = host.page.getByRole('textbox', { name: 'Title' });
  await field.fill(title);
  await field.press('Enter');
}

const playedSeconds = (page: Pick<Person['page'], 'evaluate'>): Promise<number> =>
  page.evaluate(() => document.querySelector('audio')?.currentTime ?? 0);

test('whoever presses Play before the show hears it as soon as it begins', async () => {
  await listener.getByText('Off air').waitFor();
  await checkScreen(listener, 'listen-offline');
  await listener.getByRole('button', { name: 'Play' }).click();
  await listener.getByText('It starts by itself when the show begins.').waitFor();
  await setTitle('First song');
  await host.page.getByRole('button', { name: 'Go live' }).click();
  await listener.getByText('LIVE').waitFor();
  await until('sound plays', async () => (await playedSeconds(listener)) > 1);
});

test('what is playing is told at once, and what was played before is kept', async () => {
  for (const title of ['Second song', 'Third song']) {
    await setTitle(title);
    await until('the title is shown', async () =>
      (await listener.getByRole('status', { name: 'Now playing' }).textContent())?.includes(title),
    );
  }
  const past = listener.getByRole('region', { name: 'Played before' }).getByRole('listitem');
  await until('two songs are over', async () => (await past.count()) === 2);
  expect(await past.allTextContents()).toEqual([
    expect.stringMatching(/^\d+:\d\d.*Second song$/),
    expect.stringMatching(/^\d+:\d\d.*First song$/),
  ]);
  await checkScreen(listener, 'listen-live');
});

test('the better stream is taken, and the other one when somebody chooses it', async () => {
  const source = () => listener.evaluate(() => document.querySelector('audio')?.src ?? '');
  expect(await source()).toMatch(/main\.opus$/);
  await listener.getByLabel('Quality').selectOption('mp3');
  await until(
    'MP3 plays',
    async () => (await source()).endsWith('.mp3') && (await playedSeconds(listener)) > 1,
  );
  const again = await host.context.newPage();
  await again.goto(`${studio.url}/listen/main`);
  expect(await again.getByLabel('Quality').inputValue()).toBe('mp3');
  await again.close();
});

test('the lock screen is told what plays', async () => {
  expect(
    await listener.evaluate(() => [
      navigator.mediaSession.metadata?.title,
      navigator.mediaSession.metadata?.artist,
      navigator.mediaSession.playbackState,
    ]),
  ).toEqual(['Third song', 'Main show', 'playing']);
});

test('another site shows the player with the code that the page gives', async () => {
  await listener.getByText('Put this player on your site').click();
  const code = await listener.getByLabel('Code for your site').inputValue();
  const site = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><title>Another site</title><h1>Another site</h1>${code}`);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const address = site.address();
  const page = await host.context.newPage();
  try {
    const port = typeof address === 'object' ? address?.port : 0;
    await page.goto(`http://127.0.0.1:${port}/`);
    const player = page.frameLocator('iframe');
    await player.getByRole('button', { name: 'Play' }).click();
    await until('the frame plays', () =>
      player.locator('audio').evaluate((audio) => audio instanceof HTMLAudioElement && audio.currentTime > 1),
    );
    await player.getByText('Third song').waitFor();
  } finally {
    await page.close();
    site.close();
  }
});

test('without script it says what plays and has a player, also on the smallest screen', async () => {
  const context = await host.browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 320, height: 640 },
  });
  const page = await context.newPage();
  await page.goto(`${studio.url}/listen/main`);
  await page.locator('.plain-title', { hasText: 'Third song' }).waitFor();
  expect(await page.locator('audio').getAttribute('src')).toBe('/live/main.mp3');
  expect(await page.locator('audio').isVisible()).toBe(true);
  await context.close();
});

test('nothing is wider than a screen of 320 px, in German neither', async () => {
  const context = await host.browser.newContext({ locale: 'de-DE', viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  for (const path of ['/listen/main', '/embed/main', '/']) {
    await page.goto(`${studio.url}${path}`);
    await page.waitForFunction(() => document.documentElement.lang === 'de');
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320);
  }
  await page.goto(`${studio.url}/listen/main`);
  await page.getByRole('button', { name: 'Abspielen' }).waitFor();
  await context.close();
});

test('a stream that breaks is waited for, and the page says so', async () => {
  await listener.route('**/live/*', (route) => route.abort());
  await listener.getByLabel('Quality').selectOption('opus');
  await listener.getByText('The sound broke off. Connecting again …').waitFor();
  await checkScreen(listener, 'listen-reconnecting');
  await listener.unroute('**/live/*');
  await until('it plays again', async () => (await playedSeconds(listener)) > 1);
});
