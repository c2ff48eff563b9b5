/** The people of a show: who waits, who is muted, who is spoken to off the air, what is written, and how a session ends. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createGuestLink,
  enterStudio,
  hearsTone,
  onAir,
  openBrowser,
  openPerson,
  type Person,
  strip,
} from '../support/browser/person.ts';
import { checkScreen } from '../support/browser/screen.ts';
import { Ear } from '../support/ear.ts';
import { type Studio, startStudio } from '../support/studio.ts';
import { until } from '../support/until.ts';

const HOST_HZ = 440;
const GUEST_HZ = 880;

let studio: Studio;
let host: Person;
let guest: Person;

beforeAll(async () => {
  studio = await startStudio();
  [host, guest] = await Promise.all([
    openBrowser('Hanna Host', HOST_HZ, { levelDb: -20 }),
    openBrowser('Gina Guest', GUEST_HZ, { levelDb: -20 }),
  ]);
});

afterAll(async () => {
  await Promise.all([host?.close(), guest?.close()]);
  await studio?.stop();
});

const people = () => host.page.getByRole('complementary', { name: 'People' });
const waiting = () => host.page.getByRole('region', { name: 'Waiting to come in' });
const ownStatus = (person: Person, text: string | RegExp) =>
  person.page.getByRole('region', { name: 'Your controls' }).getByText(text).waitFor();

async function openPeople(): Promise<void> {
  if (!(await people().isVisible())) await host.page.getByRole('button', { name: 'in the room' }).click();
}

async function aboutGuest(): Promise<void> {
  await openPeople();
  const more = people().getByRole('button', { name: `More about ${guest.name}` });
  if ((await more.getAttribute('aria-expanded')) !== 'true') await more.click();
}

/** To the lobby: as far as a guest comes by himself. */
async function knock(person: Person, link: string): Promise<void> {
  await person.page.goto(link);
  await person.page.getByRole('textbox', { name: 'Your name' }).fill(person.name);
  await person.page.getByRole('combobox', { name: 'Microphone' }).waitFor();
  await person.page.getByRole('button', { name: 'Enter studio' }).click();
}

test('a guest waits until the host lets him in, and may ask again when he was refused', async () => {
  await enterStudio(host, studio.ownerLink);
  const link = await createGuestLink(host);
  await host.page.getByRole('button', { name: 'QR code' }).click();
  const code = host.page.getByRole('img', { name: 'Guest link: QR code' }).locator('path');
  await until('the QR code is drawn', async () => ((await code.getAttribute('d')) ?? '').length > 1000);
  await checkScreen(host.page, 'invite');
  await host.page.getByRole('combobox', { name: 'Guests come in' }).first().selectOption('ask');
  await host.page.getByRole('button', { name: 'Close panel' }).click();

  await guest.page.goto(link);
  const allow = guest.page.getByRole('button', { name: 'Allow microphone', disabled: false });
  await allow
    .or(guest.page.getByRole('combobox', { name: 'Microphone' }))
    .first()
    .waitFor();
  if (await allow.isVisible()) await allow.click();
  await knock(guest, link);
  await guest.page.getByRole('heading', { name: 'Waiting for the host' }).waitFor();
  await waiting().getByText(`${guest.name} waits to come in`).waitFor();
  expect(await strip(host, guest.name).count()).toBe(0);
  await checkScreen(guest.page, 'waiting');
  const moving = () => guest.page.evaluate(() => document.getAnimations().length);
  expect(await moving()).toBeGreaterThan(0);
  await guest.page.emulateMedia({ reducedMotion: 'reduce' });
  await until('nothing moves for those who want it so', async () => (await moving()) === 0);
  await guest.page.emulateMedia({ reducedMotion: 'no-preference' });
  await checkScreen(host.page, 'doorbell');

  await waiting()
    .getByRole('button', { name: `Refuse ${guest.name}` })
    .click();
  await guest.page.getByRole('heading', { name: 'The host did not let you in' }).waitFor();
  await checkScreen(guest.page, 'refused');
  await guest.page.getByRole('button', { name: 'Ask again' }).click();
  await waiting()
    .getByRole('button', { name: `Admit ${guest.name}` })
    .click();
  await guest.page.getByRole('button', { name: 'Mute microphone' }).waitFor();
  await strip(host, guest.name).waitFor();
  await waiting().waitFor({ state: 'detached' });
});

test('a guest whom the host mutes is told so, and speaks again only when he is let', async () => {
  await until('the host hears the guest', () => hearsTone(host, GUEST_HZ));
  await aboutGuest();
  await people().getByRole('button', { name: 'Mute for everybody' }).click();
  await ownStatus(guest, 'Muted by the host');
  await until('the host does not hear the guest', async () => !(await hearsTone(host, GUEST_HZ)));
  const mute = guest.page.getByRole('button', { name: 'Mute microphone' });
  await mute.click();
  await guest.page
    .getByText('A host has muted you. You can unmute yourself as soon as a host lets you.')
    .first()
    .waitFor();
  expect(await mute.getAttribute('aria-pressed')).toBe('true');
  await people().getByText('Muted by host').waitFor();
  await checkScreen(host.page, 'people');
  await checkScreen(guest.page, 'muted-by-host');

  await people().getByRole('button', { name: 'Let speak again' }).click();
  await guest.page.getByText('A host lets you speak again').first().waitFor();
  expect(await mute.getAttribute('aria-pressed')).toBe('true');
  await mute.click();
  await until('the host hears the guest again', () => hearsTone(host, GUEST_HZ));
});

test('a host who talks back is heard by the guest and not by listeners', async () => {
  await host.page.getByRole('button', { name: 'Go live' }).click();
  await onAir(host);
  const ear = new Ear(`http://127.0.0.1:${studio.icecastPort}/main.mp3`);
  await ear.hearsFor(2);
  const talk = strip(host, guest.name).getByRole('button', { name: `Talk to ${guest.name} off air` });
  await talk.hover();
  await host.page.mouse.down();
  await guest.page
    .getByText(`${host.name} talks to you off air. Listeners do not hear it.`)
    .first()
    .waitFor();
  await ownStatus(host, `TALKBACK - only ${guest.name} hears you`);
  await checkScreen(guest.page, 'talkback');
  expect(await hearsTone(guest, HOST_HZ)).toBe(true);
  await ear.hearsFor(1);
  await host.page.mouse.up();
  await ownStatus(host, /ON AIR/);
  await ear.hearsFor(3);
  ear.close();
  const heard = await ear.heard(HOST_HZ);
  const between = heard.slice(heard.indexOf('program'), heard.lastIndexOf('program'));
  expect(between.filter((kind) => kind === 'silence').length).toBeGreaterThan(10);
  expect(heard.slice(-5)).toEqual(Array(5).fill('program'));
});

test('a host renames a guest, puts him on air, moves him backstage, and mutes all guests', async () => {
  await aboutGuest();
  await people().getByRole('button', { name: 'Put on air' }).click();
  await ownStatus(guest, 'ON AIR - listeners hear you');
  expect(await guest.page.title()).toMatch(/^ON AIR/);
  expect(await guest.page.locator('link[rel="icon"]').getAttribute('href')).toContain('on-air');
  await people().getByRole('button', { name: 'Move to backstage' }).click();
  await ownStatus(guest, 'Backstage - listeners do not hear you');

  await people().getByRole('textbox', { name: 'Name' }).fill('Georgina Guest');
  await people().getByRole('button', { name: 'Rename' }).click();
  await guest.page.getByText('Georgina Guest').waitFor();
  await people().getByRole('button', { name: 'More about Georgina Guest' }).click();
  await people().getByRole('textbox', { name: 'Name' }).fill(guest.name);
  await people().getByRole('button', { name: 'Rename' }).click();
  await strip(host, guest.name).waitFor();

  await people().getByRole('button', { name: 'Mute all guests' }).click();
  await ownStatus(guest, 'Muted by the host');
  await people().getByRole('button', { name: 'Let all guests speak' }).click();
  await guest.page.getByRole('button', { name: 'Mute microphone' }).click();
  await ownStatus(guest, /Backstage/);
});

test('T is held to talk back: to the person of the strip with the focus, elsewhere to all off air', async () => {
  const { keyboard } = host.page;
  await strip(host, guest.name).getByRole('slider', { name: 'Fader' }).focus();
  await keyboard.down('t');
  await ownStatus(host, `TALKBACK - only ${guest.name} hears you`);
  await keyboard.up('t');
  await ownStatus(host, /ON AIR/);

  await host.page.getByRole('button', { name: 'Mute microphone' }).focus();
  await keyboard.down('t');
  await ownStatus(host, 'TALKBACK - only people off air hear you');
  await keyboard.up('t');
  await ownStatus(host, /ON AIR/);

  // A guest has nobody to talk back to.
  await guest.page.getByRole('button', { name: 'Mute microphone' }).focus();
  await guest.page.keyboard.press('t');
  await ownStatus(guest, /Backstage/);
});

test('what is written reaches everybody, also who comes later, and its links are safe', async () => {
  await host.page.getByRole('button', { name: 'Chat' }).click();
  await host.page.getByRole('textbox', { name: 'Message' }).fill('Notes: https://example.org/show.');
  await host.page.keyboard.press('Enter');
  await guest.page.getByRole('button', { name: 'Chat, 1 new' }).click();
  const link = guest.page.getByRole('link', { name: 'https://example.org/show' });
  await link.waitFor();
  expect(await link.getAttribute('rel')).toContain('noopener');
  await guest.page.getByRole('textbox', { name: 'Message' }).fill('Thank you!');
  await guest.page.getByRole('button', { name: 'Send' }).click();
  await host.page.getByRole('list', { name: 'Messages' }).getByText('Thank you!').waitFor();
  await checkScreen(host.page, 'chat');
  await checkScreen(guest.page, 'chat-guest');

  await guest.page.reload();
  await guest.page.getByRole('button', { name: /^Chat/ }).click();
  await guest.page.getByRole('list', { name: 'Messages' }).getByText('Thank you!').waitFor();
});

test('a second tab takes the studio over, and the first can have it back', async () => {
  const first = guest.page;
  const second = await guest.context.newPage();
  await second.goto(first.url());
  await second.getByRole('textbox', { name: 'Your name' }).fill(guest.name);
  await second.getByRole('button', { name: 'Enter studio' }).click();
  await second.getByRole('button', { name: 'Leave' }).waitFor();
  await first.getByText('The studio is open in another tab or window.').waitFor();
  await checkScreen(first, 'taken-over');
  expect(await strip(host, guest.name).count()).toBe(1);
  await first.getByRole('button', { name: 'Use it here' }).click();
  await first.getByRole('button', { name: 'Leave' }).waitFor();
  await second.getByText('The studio is open in another tab or window.').waitFor();
  expect(await strip(host, guest.name).count()).toBe(1);
  await second.close();
});

test('a guest who is made a producer has the console at once, and no strip', async () => {
  await aboutGuest();
  await people().getByRole('combobox', { name: 'Role' }).selectOption('producer');
  await guest.page.getByRole('group', { name: host.name, exact: true }).waitFor();
  await strip(host, guest.name).waitFor({ state: 'detached' });
  await ownStatus(guest, 'Producer - nobody hears you');
  await checkScreen(guest.page, 'producer');
  await people().getByRole('combobox', { name: 'Role' }).selectOption('guest');
  await strip(host, guest.name).waitFor();
});

test('who was removed does not come back by the same link', async () => {
  const link = guest.page.url();
  await aboutGuest();
  await people().getByRole('button', { name: 'Remove', exact: true }).click();
  await people().getByRole('button', { name: 'Really remove?' }).click();
  await guest.page.getByText('A host took you out of the room.').waitFor();
  await guest.page.goto(link);
  await knock(guest, link);
  await guest.page.getByText('A host took you out of the room.').waitFor();

  const stranger = await openPerson(guest.browser, 'Sam Stranger');
  await stranger.page.goto(link);
  await stranger.page.getByRole('textbox', { name: 'Your name' }).fill(stranger.name);
  await stranger.page.getByRole('button', { name: 'Enter studio' }).click();
  await waiting()
    .getByRole('button', { name: `Admit ${stranger.name}` })
    .click();
  await strip(host, stranger.name).waitFor();

  await openPeople();
  await people().getByRole('button', { name: 'End session' }).click();
  await checkScreen(host.page, 'end-session');
  await host.page.getByRole('button', { name: 'End it for everybody' }).click();
  await stranger.page.getByRole('heading', { name: 'The session has ended.' }).waitFor();
  await host.page.getByRole('heading', { name: 'The session has ended.' }).waitFor();
  await checkScreen(stranger.page, 'goodbye');
  expect([...host.errors, ...guest.errors, ...stranger.errors]).toEqual([]);
});

test('going live without anything to hear opens a list of what is missing, and is possible anyway', async () => {
  const context = await host.browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addInitScript(() => Object.defineProperty(navigator, 'mediaDevices', { value: undefined }));
  const page = await context.newPage();
  await page.goto(studio.ownerLink);
  await page.getByRole('textbox', { name: 'Your name' }).fill('Nora Nomic');
  await page.getByRole('button', { name: 'Enter studio' }).click();
  await page.getByRole('button', { name: 'Go live' }).click();
  const dialog = page.getByRole('dialog', { name: 'Before you go live' });
  await dialog.getByText('Press "On air" on the strip of somebody who should be heard.').waitFor();
  expect(await page.getByRole('status', { name: 'Broadcast' }).textContent()).toMatch(/^OFF AIR/);
  await checkScreen(page, 'before-live');
  await dialog.getByRole('button', { name: 'Go live anyway' }).click();
  await until('STARTING', async () =>
    /^(STARTING|ON AIR)/.test((await page.getByRole('status', { name: 'Broadcast' }).textContent()) ?? ''),
  );
  await context.close();
});
