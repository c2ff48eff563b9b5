/** The whole way once, as people go it: the owner's link, a guest, the console, a listener's ear. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createGuestLink,
  enterStudio,
  hearsTone,
  latch,
  leaveSoundAlone,
  onAir,
  openBrowser,
  type Person,
  setFader,
  strip,
} from '../support/browser/person.ts';
import { checkScreen } from '../support/browser/screen.ts';
import { MountListener, steadyToneDb } from '../support/mount-listener.ts';
import { type Studio, startStudio } from '../support/studio.ts';
import { until } from '../support/until.ts';

const HOST_HZ = 440;
const GUEST_HZ = 1000;
const MIC_DB = -20;
const CLEARLY_HEARD_DB = -35;
const CLEARLY_GONE_DB = -65;

let studio: Studio;
let host: Person;
let guest: Person;

beforeAll(async () => {
  studio = await startStudio();
  [host, guest] = await Promise.all([
    openBrowser('Hanna Host', HOST_HZ, { levelDb: MIC_DB }),
    openBrowser('Gustav Guest', GUEST_HZ, { levelDb: MIC_DB }),
  ]);
});

afterAll(async () => {
  await Promise.allSettled([host?.close(), guest?.close()]);
  await studio?.stop();
});

/** Levels of both tones over the next second of a mount. */
async function levels(listener: MountListener): Promise<{ hostDb: number; guestDb: number }> {
  const audio = await listener.next(1);
  return {
    hostDb: steadyToneDb(audio, HOST_HZ),
    guestDb: steadyToneDb(audio, GUEST_HZ),
  };
}

describe('from the invite link to the listener’s ear', () => {
  let mp3: MountListener;
  let opus: MountListener;

  afterAll(() => {
    mp3?.close();
    opus?.close();
  });

  test('the owner claims the studio and enters through the green room', async () => {
    await enterStudio(host, studio.ownerLink);
    await strip(host, host.name).waitFor();
    await expect(host.page.getByRole('status', { name: 'Broadcast' }).textContent()).resolves.toMatch(
      /^OFF AIR/,
    );
  });

  test('a guest enters by the link and both hear each other', async () => {
    await enterStudio(guest, await createGuestLink(host));
    await host.page.getByRole('button', { name: 'Invite', exact: true }).click();
    await strip(host, guest.name).waitFor();
    await until('the host hears the guest', () => hearsTone(host, GUEST_HZ));
    await until('the guest hears the host', () => hearsTone(guest, HOST_HZ));
  });

  test('the host leaves the sound of both alone, so that levels can be compared', async () => {
    for (const name of [host.name, guest.name]) {
      await leaveSoundAlone(host, name);
      await strip(host, name).getByRole('button', { name: 'Processing: Off' }).waitFor();
    }
  });

  test('the strip of a guest who is not on air shows his level', async () => {
    const level = strip(host, guest.name).getByRole('meter', { name: 'Level' });
    await until('the meter moves', async () => Number(await level.getAttribute('aria-valuenow')) > -40);
  });

  test('Go live puts the host on both mounts, and the guest on neither', async () => {
    await host.page.getByRole('button', { name: 'Go live' }).click();
    await onAir(host);
    [mp3, opus] = await Promise.all([
      MountListener.open(`http://127.0.0.1:${studio.icecastPort}/main.mp3`),
      MountListener.open(`http://127.0.0.1:${studio.icecastPort}/main.opus`),
    ]);
    for (const listener of [mp3, opus]) {
      await listener.hears(HOST_HZ, CLEARLY_HEARD_DB);
      const { hostDb, guestDb } = await levels(listener);
      expect(hostDb).toBeGreaterThan(MIC_DB - 1.5);
      expect(hostDb).toBeLessThan(MIC_DB + 1.5);
      expect(hostDb - guestDb).toBeGreaterThan(40);
    }
  });

  test('the guest is heard while his On air is pressed, and only then', async () => {
    const onAir = strip(host, guest.name).getByRole('button', { name: 'On air' });
    await latch(onAir, true);
    for (const listener of [mp3, opus]) await listener.hears(GUEST_HZ, CLEARLY_HEARD_DB);
    const during = await levels(mp3);
    await checkScreen(host.page, 'studio');
    await checkScreen(guest.page, 'guest');
    await latch(onAir, false);
    for (const listener of [mp3, opus]) await listener.misses(GUEST_HZ, CLEARLY_GONE_DB);
    const after = await levels(mp3);
    expect(during.guestDb - after.guestDb).toBeGreaterThan(40);
    expect(Math.abs(during.hostDb - after.hostDb)).toBeLessThan(0.5);
  });

  test('a fader lowers its own tone by as many dB as it says, and no other', async () => {
    await latch(strip(host, guest.name).getByRole('button', { name: 'On air' }), true);
    await mp3.hears(GUEST_HZ, CLEARLY_HEARD_DB);
    const before = await levels(mp3);
    const fader = strip(host, guest.name).getByRole('slider', { name: 'Fader' });
    await setFader(fader, -20);
    expect(await fader.getAttribute('aria-valuetext')).toBe('-20.0 dB');
    await mp3.misses(GUEST_HZ, before.guestDb - 15);
    await mp3.next(0.5);
    const after = await levels(mp3);
    expect(before.guestDb - after.guestDb).toBeGreaterThan(19);
    expect(before.guestDb - after.guestDb).toBeLessThan(21);
    expect(Math.abs(before.hostDb - after.hostDb)).toBeLessThan(0.5);
    await setFader(fader, 0);
    await mp3.hears(GUEST_HZ, CLEARLY_HEARD_DB);
  });

  test('Mute on the strip silences it, and no other', async () => {
    const mute = strip(host, guest.name).getByRole('button', { name: 'Mute' });
    await latch(mute, true);
    await mp3.misses(GUEST_HZ, CLEARLY_GONE_DB);
    const { hostDb, guestDb } = await levels(mp3);
    expect(hostDb - guestDb).toBeGreaterThan(40);
    await latch(mute, false);
    await mp3.hears(GUEST_HZ, CLEARLY_HEARD_DB);
  });

  test('a guest who mutes himself is gone from the program', async () => {
    const mute = guest.page.getByRole('button', { name: 'Mute microphone' });
    await latch(mute, true);
    await mp3.misses(GUEST_HZ, CLEARLY_GONE_DB);
    await latch(mute, false);
    await mp3.hears(GUEST_HZ, CLEARLY_HEARD_DB);
  });

  test('the title reaches listeners of the page and of the mount', async () => {
    const title = host.page.getByRole('textbox', { name: 'Title' });
    await title.fill('Tea with Gustav – Folge 1');
    await title.press('Enter');
    await until('Icecast has the title', async () => {
      const response = await fetch(`http://127.0.0.1:${studio.icecastPort}/status-json.xsl`);
      return (await response.text()).includes('Tea with Gustav');
    });
  });

  test('the same-origin path carries the program too', async () => {
    const relayed = await MountListener.open(`${studio.url}/live/main.mp3`);
    try {
      await relayed.hears(HOST_HZ, CLEARLY_HEARD_DB);
    } finally {
      relayed.close();
    }
  });

  test('the listener page plays the program in a browser', async () => {
    const page = await guest.context.newPage();
    await page.goto(`${studio.url}/listen/main`);
    await page.getByRole('button', { name: 'Play' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await until('sound plays', () =>
      page.evaluate(() => [...document.querySelectorAll('audio')].some((audio) => audio.currentTime > 1)),
    );
    await until('the title is shown', async () =>
      (await page.getByRole('status', { name: 'Now playing' }).textContent())?.includes('Tea with Gustav'),
    );
    await page.close();
  });

  test('Stop broadcast removes the mounts within five seconds, and the room goes on', async () => {
    await host.page.getByRole('button', { name: 'Stop broadcast' }).click();
    await until(
      'both mounts are gone',
      async () => {
        const answers = await Promise.all(
          ['main.mp3', 'main.opus'].map((name) =>
            fetch(`http://127.0.0.1:${studio.icecastPort}/${name}`, {
              method: 'GET',
              signal: AbortSignal.timeout(1000),
            })
              .then((response) => {
                void response.body?.cancel();
                return response.status;
              })
              .catch(() => 0),
          ),
        );
        return answers.every((status) => status === 404);
      },
      5_000,
    );
    await until('OFF AIR', async () =>
      (await host.page.getByRole('status', { name: 'Broadcast' }).textContent())?.startsWith('OFF AIR'),
    );
    expect(await hearsTone(guest, HOST_HZ)).toBe(true);
    expect(await hearsTone(host, GUEST_HZ)).toBe(true);
  });

  test('nobody’s page complained', () => {
    expect([...host.errors, ...guest.errors]).toEqual([]);
  });
});
