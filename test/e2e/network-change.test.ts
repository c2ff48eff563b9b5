/**
 * A guest on air whose network goes for 8 s and comes back as another one, as between Wi-Fi and LTE. His Chromium runs in a network
 * namespace, so nothing in the browser is pretended.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Closings } from '../../bench/continuity/closings.ts';
import type { NetworkNamespace } from '../../bench/continuity/impairments/network-namespace.ts';
import { NotRunnable } from '../../bench/continuity/not-runnable.ts';
import { openAcrossNetworks } from '../support/browser/across-networks.ts';
import {
  createGuestLink,
  enterStudio,
  hearsTone,
  latch,
  leaveSoundAlone,
  type Person,
  setFader,
  strip,
} from '../support/browser/person.ts';
import { takePictures } from '../support/browser/picture.ts';
import { LISTENER_SAMPLE_RATE, MountListener } from '../support/mount-listener.ts';
import type { Studio } from '../support/studio.ts';
import { longestGapMs, toneLevelDb } from '../support/tone.ts';
import { until } from '../support/until.ts';

const HOST_HZ = 440;
const GUEST_HZ = 1000;
const LEVEL_DB = -26;
const HEARD_DB = -35;
const FADER_DB = -1.5;
/** A tenth of a second: what a tone can be told in. */
const WINDOW_SAMPLES = LISTENER_SAMPLE_RATE / 10;
const CUT_MS = 8_000;
const SHORT_CUT_MS = 1_500;
/** Counted in the listener's audio, so the lag of the mount is in it. */
const BACK_MAX_S = 3;
/** The host's microphone may pause for a moment: his browser and the guest's share this machine. */
const GAP_MAX_MS = 60;

const closings = new Closings();
let namespace: NetworkNamespace | null = null;
let whyNot = '';
let studio: Studio;
let host: Person;
let guest: Person;

beforeAll(async () => {
  try {
    ({ namespace, studio, host, guest } = await openAcrossNetworks(closings, {
      host: { hz: HOST_HZ, levelDb: LEVEL_DB },
      guest: { hz: GUEST_HZ, levelDb: LEVEL_DB },
    }));
  } catch (error) {
    if (!(error instanceof NotRunnable)) throw error;
    whyNot = error.message;
  }
});

afterAll(() => closings.close());

/** The colour of the big button on somebody's strip; red says that listeners hear him. */
function lampOf({ name }: Person): Promise<string> {
  const button = strip(host, name).getByRole('button', { name: 'On air' });
  return button.evaluate((element) => getComputedStyle(element).backgroundColor);
}

/** Where in the listener's audio, in seconds, a tone is back after it was gone. */
function backAtS(listener: MountListener, toneHz: number, fromS: number): number | null {
  const audio = listener.audio();
  let wasGone = false;
  for (
    let at = Math.round(fromS * LISTENER_SAMPLE_RATE);
    at + WINDOW_SAMPLES <= audio.length;
    at += WINDOW_SAMPLES
  ) {
    const isHeard =
      toneLevelDb(audio.subarray(at, at + WINDOW_SAMPLES), LISTENER_SAMPLE_RATE, toneHz) > HEARD_DB;
    if (wasGone && isHeard) return at / LISTENER_SAMPLE_RATE;
    wasGone ||= !isHeard;
  }
  return null;
}

/**
 * Takes the guest's network away for `cutMs`, and for as long as `meanwhile` takes. How long after the new line listeners heard him again,
 * in seconds.
 */
async function changeNetwork(
  namespace: NetworkNamespace,
  listener: MountListener,
  cutMs: number,
  meanwhile?: Promise<unknown>,
): Promise<number> {
  await listener.hears(GUEST_HZ, HEARD_DB);
  const fromS = listener.seconds;
  await namespace.unplug();
  await Promise.all([sleep(cutMs), meanwhile]);
  const pluggedInS = listener.seconds;
  await namespace.plugInElsewhere();
  const backS = await until('listeners hear the guest', () => backAtS(listener, GUEST_HZ, fromS), 40_000);
  return backS - pluggedInS;
}

test('a guest whose network is another one after 8 s is on air again within 3 s, and the program has no gap', async ({
  skip,
}) => {
  if (namespace === null) return skip(`A network that changes was not tried: ${whyNot}`);
  const { page } = host;
  const guestStrip = strip(host, guest.name);
  await enterStudio(host, studio.ownerLink, { headphones: true });
  await enterStudio(guest, await createGuestLink(host), { headphones: true });
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  for (const { name } of [host, guest]) await leaveSoundAlone(host, name);
  await latch(guestStrip.getByRole('button', { name: 'On air' }), true);
  // What a host has set is how he knows that it is the same strip.
  await setFader(guestStrip.getByRole('slider', { name: 'Fader' }), FADER_DB);
  await page.getByRole('button', { name: 'Go live' }).click();
  const listener = await until('the mount', () =>
    MountListener.open(`http://127.0.0.1:${studio.icecastPort}/main.mp3`).catch(() => null),
  );
  await listener.hears(HOST_HZ, HEARD_DB);
  const fromSample = listener.audio().length;

  await until('both lamps are lit', async () => (await lampOf(guest)) === (await lampOf(host)));
  // The heartbeat finds him lost after 5 to 7.5 s, so what his host sees of it may take a little longer than the cut.
  const told = Promise.all([
    guestStrip
      .getByText('Connection lost')
      .waitFor()
      .then(() =>
        until('the lamp of the guest is out', async () => (await lampOf(guest)) !== (await lampOf(host))),
      ),
    guest.page.getByText('Your device has no network.').waitFor(),
  ]).then(() => Promise.all([takePictures(page, 'guest-lost'), takePictures(guest.page, 'no-network')]));
  const backAfterS = await changeNetwork(namespace, listener, CUT_MS, told);
  expect(backAfterS).toBeLessThan(BACK_MAX_S);
  await guestStrip.getByText('Connection lost').waitFor({ state: 'detached' });
  await until('the lamp of the guest is lit', async () => (await lampOf(guest)) === (await lampOf(host)));
  expect(await page.getByRole('group', { name: guest.name, exact: true }).count()).toBe(1);
  expect(await guestStrip.getByRole('slider', { name: 'Fader' }).inputValue()).toBe(String(FADER_DB));
  await until('the guest hears the host', () => hearsTone(guest, HOST_HZ));

  // Too short for silence to be noticed: nobody but the browser's own news tells that there is another network.
  expect(await changeNetwork(namespace, listener, SHORT_CUT_MS)).toBeLessThan(BACK_MAX_S);

  const heard = listener.audio().subarray(fromSample);
  listener.close();
  expect(longestGapMs(heard, LISTENER_SAMPLE_RATE, HEARD_DB - 10)).toBeLessThan(GAP_MAX_MS);
});
