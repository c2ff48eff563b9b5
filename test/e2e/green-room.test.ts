/** The green room as somebody uses it who wants to be sure before anybody hears him. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  enterStudio,
  hearsTone,
  onAir,
  openBrowser,
  openPerson,
  type Person,
} from '../support/browser/person.ts';
import { MountListener, steadyToneDb } from '../support/mount-listener.ts';
import { type Studio, startStudio } from '../support/studio.ts';
import { until } from '../support/until.ts';

const LEFT_HZ = 440;
const RIGHT_HZ = 1000;
const CLEARLY_HEARD_DB = -40;

let studio: Studio;
let host: Person;

beforeAll(async () => {
  studio = await startStudio();
  host = await openBrowser('Mona Music', LEFT_HZ, { rightHz: RIGHT_HZ, levelDb: -20 });
});

afterAll(async () => {
  await host?.close();
  await studio?.stop();
});

/** What the page plays from now on is in its document, where it can be listened to. */
async function keepInDocument({ page }: Person): Promise<void> {
  await page.evaluate(() => {
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function keptInDocument() {
      document.body.append(this);
      return play.call(this);
    };
  });
}

describe('the green room', () => {
  test('says how the network is, by a direct way and through the relay', async () => {
    const { page } = host;
    await page.goto(studio.ownerLink);
    await page.getByRole('button', { name: 'Test connection' }).click();
    const verdict = page.getByText(/^Good: direct over UDP, \d+ ms\./);
    await verdict.waitFor();
    expect(await verdict.textContent()).not.toContain('relay');
  });

  test('says what a firewall leaves: the relay, or nothing', async () => {
    const { page } = host;
    // An address of the documentation (RFC 5737), which nobody answers at.
    const nowhere = '192.0.2.1';
    let isRelayBlocked = false;
    await page.route('**/api/network-tests', async (route) => {
      const response = await route.fetch();
      const opened = await response.json();
      for (const candidate of opened.direct.iceCandidates) {
        candidate.ip = nowhere;
        candidate.address = nowhere;
      }
      if (isRelayBlocked) opened.iceServers = [];
      await route.fulfill({ response, json: opened });
    });
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByText(/^Works through the relay, \d+ ms\.$/).waitFor();
    isRelayBlocked = true;
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByText(/^Blocked: .* \(code NET-2\)\.$/).waitFor();
    await page.unroute('**/api/network-tests');
  });

  test('shows a picture when somebody wants one, as in a mirror', async () => {
    const { page } = host;
    await host.context.grantPermissions(['microphone', 'camera']);
    expect(await page.locator('video').count()).toBe(0);
    await page.getByRole('button', { name: 'Turn camera on' }).click();
    const picture = page.getByLabel('Your picture, as in a mirror');
    await picture.waitFor();
    await until('the picture moves', () =>
      picture.evaluate((video) => video instanceof HTMLVideoElement && video.currentTime > 0),
    );
    expect(await picture.evaluate((video) => getComputedStyle(video).transform)).toMatch(/^matrix\(-1,/);
    await page.getByRole('button', { name: 'Turn camera off' }).click();
    await picture.waitFor({ state: 'detached' });
  });

  test('plays three seconds of the own voice', async () => {
    const { page } = host;
    await keepInDocument(host);
    // Each of these is over after three seconds: whoever begins to look when it is there may be too late.
    await Promise.all([
      page.getByRole('button', { name: 'Recording. Say something …' }).waitFor(),
      page.getByRole('button', { name: 'This is how you sound' }).waitFor(),
      until(
        'one side of it or the other is heard',
        async () => (await hearsTone(host, LEFT_HZ)) || (await hearsTone(host, RIGHT_HZ)),
      ),
      page.getByRole('button', { name: 'Record 3 seconds and listen' }).click(),
    ]);
    await page.getByRole('button', { name: 'Record 3 seconds and listen' }).waitFor();
  });

  test('plays a test sound', async () => {
    const { page } = host;
    await Promise.all([
      page.getByRole('button', { name: 'Playing …' }).waitFor(),
      page.getByRole('button', { name: 'Play test sound' }).click(),
    ]);
    await page.getByRole('button', { name: 'Play test sound' }).waitFor();
  });

  test('music mode brings both sides of an instrument to listeners', async () => {
    const { page } = host;
    await page.getByText('More sound settings').click();
    await page.getByLabel('Music mode').check();
    await enterStudio(host, studio.ownerLink);
    // What is made for voices would take an instrument for noise.
    const strip = page.getByRole('group', { name: host.name });
    await strip.getByRole('button', { name: 'Processing: Off' }).waitFor();
    await page.getByRole('button', { name: 'Go live' }).click();
    await onAir({ page });
    const address = `http://127.0.0.1:${studio.icecastPort}/main.opus`;
    const [left, right] = await Promise.all([
      MountListener.open(address, 'left'),
      MountListener.open(address, 'right'),
    ]);
    try {
      await left.hears(LEFT_HZ, CLEARLY_HEARD_DB);
      await right.hears(RIGHT_HZ, CLEARLY_HEARD_DB);
      const [leftAudio, rightAudio] = await Promise.all([left.next(1), right.next(1)]);
      expect(steadyToneDb(leftAudio, LEFT_HZ) - steadyToneDb(leftAudio, RIGHT_HZ)).toBeGreaterThan(25);
      expect(steadyToneDb(rightAudio, RIGHT_HZ) - steadyToneDb(rightAudio, LEFT_HZ)).toBeGreaterThan(25);
    } finally {
      left.close();
      right.close();
    }
  });

  test('a remembered microphone that is gone is named, and another one used', async () => {
    const person = await openPerson(host.browser, 'Gone Again');
    await person.page.addInitScript(() => {
      localStorage.setItem(
        'openstudio.preferences',
        JSON.stringify({ name: 'Gone Again', deviceId: 'no-such-device', deviceLabel: 'Old microphone' }),
      );
    });
    await person.page.goto(studio.ownerLink);
    await person.page.getByText(/^Old microphone is gone\. Using .+ instead\.$/).waitFor();
    await person.close();
  });

  test('nobody’s page complained', () => {
    expect(host.errors).toEqual([]);
  });
});
