/**
 * A guest with a camera whose line is suddenly too narrow for it, in a network namespace with a real bottleneck: his voice goes on, and the
 * picture is what gives way.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Closings } from '../../bench/continuity/closings.ts';
import type { NetworkNamespace } from '../../bench/continuity/impairments/network-namespace.ts';
import { NotRunnable } from '../../bench/continuity/not-runnable.ts';
import { openAcrossNetworks } from '../support/browser/across-networks.ts';
import { untilMoving } from '../support/browser/moving-picture.ts';
import {
  createGuestLink,
  enterStudio,
  latch,
  leaveSoundAlone,
  type Person,
  strip,
} from '../support/browser/person.ts';
import { incomingBytes, watchConnections } from '../support/browser/traffic.ts';
import { LISTENER_SAMPLE_RATE, MountListener } from '../support/mount-listener.ts';
import type { Studio } from '../support/studio.ts';
import { longestGapMs } from '../support/tone.ts';
import { until } from '../support/until.ts';

const GUEST_HZ = 1000;
const LEVEL_DB = -26;
const HEARD_DB = -35;
const SILENT_DB = -200;
/** Two voices and a small picture fit; a large one alone takes five times as much. */
const NARROW_KBIT = 200;
/** What a browser needs to find out how little there is. */
const FINDS_OUT_MS = 6_000;
const LISTENED_S = 8;
/** A tone is not a voice: what is lost here is heard as a dip, and nothing of it is longer than a syllable. */
const GAP_MAX_MS = 100;

const closings = new Closings();
let namespace: NetworkNamespace | null = null;
let whyNot = '';
let studio: Studio;
let host: Person;
let guest: Person;

beforeAll(async () => {
  try {
    ({ namespace, studio, host, guest } = await openAcrossNetworks(closings, {
      host: { hz: 440, levelDb: SILENT_DB },
      guest: { hz: GUEST_HZ, levelDb: LEVEL_DB },
    }));
  } catch (error) {
    if (!(error instanceof NotRunnable)) throw error;
    whyNot = error.message;
    return;
  }
  for (const person of [host, guest]) {
    await person.context.grantPermissions(['microphone', 'camera']);
    await watchConnections(person);
  }
});

afterAll(() => closings.close());

/** Bits a second of pictures that a page receives. */
async function pictureBitrate(person: Person): Promise<number> {
  const before = await incomingBytes(person, 'video');
  await sleep(2000);
  return ((await incomingBytes(person, 'video')) - before) * 4;
}

test('a line that is too narrow for the camera costs the picture, and not the voice', async ({ skip }) => {
  if (namespace === null) return skip(`A narrow line was not tried: ${whyNot}`);
  await enterStudio(host, studio.ownerLink, { headphones: true });
  await enterStudio(guest, await createGuestLink(host), { headphones: true, camera: true });
  await host.page.getByRole('button', { name: 'Invite', exact: true }).click();
  await leaveSoundAlone(host, guest.name);
  await latch(strip(host, guest.name).getByRole('button', { name: 'On air' }), true);
  await host.page.getByRole('button', { name: 'Go live' }).click();
  const listener = await until('the mount', () =>
    MountListener.open(`http://127.0.0.1:${studio.icecastPort}/main.mp3`).catch(() => null),
  );
  await listener.hears(GUEST_HZ, HEARD_DB);
  const tile = host.page.getByRole('listitem', { name: `${guest.name}: camera` });
  await tile.getByRole('button', { name: /^Pin/ }).press('Enter');
  await untilMoving('the picture', tile.locator('video'));
  const wideBitrate = await until('the picture takes more than the narrow line has', async () => {
    const bitrate = await pictureBitrate(host);
    return bitrate > NARROW_KBIT * 1000 ? bitrate : null;
  });

  await namespace.narrow(NARROW_KBIT);
  await sleep(FINDS_OUT_MS);
  const fromSample = listener.audio().length;
  const narrowBitrate = await pictureBitrate(host);
  expect(narrowBitrate).toBeLessThan(wideBitrate / 2);
  await until(
    'enough is heard',
    () => (listener.audio().length - fromSample) / LISTENER_SAMPLE_RATE > LISTENED_S,
  );
  const heard = listener.audio().subarray(fromSample);
  listener.close();
  expect(longestGapMs(heard, LISTENER_SAMPLE_RATE, HEARD_DB - 10)).toBeLessThan(GAP_MAX_MS);
});
