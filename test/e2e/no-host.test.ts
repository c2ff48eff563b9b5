/** A show whose host has gone: what listeners hear, what a guest who is still there reads, and that a host who comes back ends it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createGuestLink,
  enterStudio,
  latch,
  onAir,
  openBrowser,
  type Person,
  strip,
} from '../support/browser/person.ts';
import { checkScreen } from '../support/browser/screen.ts';
import { Ear, outlineOf } from '../support/ear.ts';
import { type Studio, startStudio } from '../support/studio.ts';

const HOST_HZ = 440;
const GUEST_HZ = 1000;
/** Five minutes for anybody but a test. */
const NO_HOST_AFTER_S = 4;
/** The mixer hears him at once; listeners have what Icecast still holds for them before. */
const PROGRAM_S = 2;
const BED_S = 4;

let studio: Studio;
let host: Person;
let guest: Person;

beforeAll(async () => {
  studio = await startStudio({ NO_HOST_AFTER_S: String(NO_HOST_AFTER_S) });
  [host, guest] = await Promise.all([
    openBrowser('Hanna Host', HOST_HZ, { levelDb: -20 }),
    openBrowser('Gustav Guest', GUEST_HZ, { levelDb: -20 }),
  ]);
  await enterStudio(host, studio.ownerLink, { headphones: true });
  await enterStudio(guest, await createGuestLink(host), { headphones: true });
  await latch(strip(host, guest.name).getByRole('button', { name: 'On air' }), true);
  await host.page.getByRole('button', { name: 'Go live' }).click();
  await onAir(host);
});

afterAll(async () => {
  await Promise.allSettled([host?.close(), guest?.close()]);
  await studio?.stop();
});

const own = (person: Person) => person.page.getByRole('region', { name: 'Your controls' });
const TOLD = 'Nobody was at the console for a while, so listeners hear music until a host is back.';
const told = () => guest.page.getByRole('banner').getByText(TOLD);

test('the guest speaks on, listeners hear the bed and he is told so, until the host is back', async () => {
  const ear = new Ear(`http://127.0.0.1:${studio.icecastPort}/main.mp3`);
  await own(guest).getByText('ON AIR - listeners hear you').waitFor();
  await ear.hearsFor(PROGRAM_S);
  expect(await told().count()).toBe(0);
  const leftAtMs = performance.now();
  await host.page.getByRole('button', { name: 'Leave' }).click();
  await host.page.getByText('You have left the studio').waitFor();

  await told().waitFor();
  expect(performance.now() - leftAtMs).toBeGreaterThan(NO_HOST_AFTER_S * 1000);
  await own(guest).getByText('Backstage - listeners do not hear you').waitFor();
  await guest.page.locator('[aria-live="assertive"]').getByText(TOLD).waitFor({ state: 'attached' });
  await guest.page
    .getByRole('status', { name: 'Broadcast' })
    .getByText('Listeners hear music in place of the show.')
    .waitFor();
  expect(await guest.page.title()).toMatch(/^MUSIC/);
  expect(await guest.page.locator('link[rel="icon"]').getAttribute('href')).not.toContain('on-air');
  await checkScreen(guest.page, 'no-host');
  await ear.hearsFor(BED_S);

  await enterStudio(host, studio.ownerLink, { headphones: true });
  await own(guest).getByText('ON AIR - listeners hear you').waitFor();
  expect(await told().count()).toBe(0);
  expect(await guest.page.title()).toMatch(/^ON AIR/);
  await ear.hearsFor(PROGRAM_S);
  expect(ear.ended).toBe(false);
  ear.close();

  // The guest's tone is the program: he is on air all the time, and never stops.
  const heard = await ear.heard(GUEST_HZ);
  expect(outlineOf(heard)).toEqual(['program', 'bed', 'program']);
  expect(heard.filter((kind) => kind === 'bed').length).toBeGreaterThan(10 * (BED_S - 2));
  expect([...host.errors, ...guest.errors]).toEqual([]);
});
