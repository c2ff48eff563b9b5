/** How little it takes to be on air, with a pointer and with keys alone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countEffort } from '../support/browser/first-visit.ts';
import { onAir, openBrowser, openPerson, type Person, strip } from '../support/browser/person.ts';
import { MountListener, steadyToneDb } from '../support/mount-listener.ts';
import { type Studio, startStudio } from '../support/studio.ts';
import { until } from '../support/until.ts';

const HOST_HZ = 440;
const CLEARLY_HEARD_DB = -40;

let studio: Studio;
let host: Person;

beforeAll(async () => {
  studio = await startStudio();
  host = await openBrowser('Hanna Host', HOST_HZ, { levelDb: -20 });
});

afterAll(async () => {
  await host?.close();
  await studio?.stop();
});

/** Ends the show and the visit, as somebody does who comes back tomorrow. */
async function goHome({ page }: Person): Promise<void> {
  await page.getByRole('button', { name: 'Stop broadcast' }).click();
  await until('OFF AIR', async () =>
    (await page.getByRole('status', { name: 'Broadcast' }).textContent())?.startsWith('OFF AIR'),
  );
  await page.getByRole('button', { name: 'Leave' }).click();
  await page.getByText('You have left the studio').waitFor();
}

test('a host who was never here is on air after at most five clicks and one question of the browser', async () => {
  const { page } = host;
  const effort = await countEffort(page, { asks: true });
  await page.goto(studio.ownerLink);
  await page.getByRole('button', { name: 'Allow microphone' }).waitFor();
  await page.keyboard.type(host.name);
  await page.getByRole('button', { name: 'Allow microphone' }).click();
  await page.getByRole('combobox', { name: 'Microphone' }).waitFor();
  await page.getByRole('button', { name: 'Enter studio' }).click();
  await page.getByRole('button', { name: 'Go live' }).click();
  await onAir(host);
  expect(await effort.clicks()).toBeLessThanOrEqual(5);
  expect(await effort.clicks()).toBeGreaterThan(0);
  expect(await effort.questions()).toBe(1);
  await goHome(host);
});

test('a host who comes back is on air after at most three clicks, and told what he enters with', async () => {
  const page = await host.context.newPage();
  const effort = await countEffort(page, { asks: false });
  await page.goto(`${studio.url}/studio/main`);
  await page.getByText(`With the same settings as last time: ${host.name}`).waitFor();
  await page.getByRole('button', { name: 'Enter studio' }).click();
  await page.getByRole('button', { name: 'Go live' }).click();
  await onAir({ ...host, page });
  expect(await effort.clicks()).toBeLessThanOrEqual(3);
  expect(await effort.clicks()).toBeGreaterThan(0);
  expect(await effort.questions()).toBe(0);
  await goHome({ ...host, page });
  await page.close();
});

test('the way from the link to riding a fader on air is made with keys alone', async () => {
  const person = await openPerson(host.browser, 'Karla Keys');
  const { page } = person;
  await page.goto(studio.ownerLink);
  await page.getByRole('textbox', { name: 'Your name' }).waitFor();
  await page.keyboard.type(person.name);
  await page.getByRole('button', { name: 'Allow microphone' }).waitFor({ state: 'hidden' });
  await tabTo(person, 'Enter studio');
  await page.keyboard.press('Enter');
  await strip(person, person.name).waitFor();

  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Shift+L');
  await until('the focus is on Go live', async () => (await focusedName(person)) === 'Go live');
  await page.keyboard.press('Enter');
  await onAir(person);

  const listener = await MountListener.open(`http://127.0.0.1:${studio.icecastPort}/main.mp3`);
  try {
    await listener.hears(HOST_HZ, CLEARLY_HEARD_DB);
    const beforeDb = steadyToneDb(await listener.next(1), HOST_HZ);
    await page.keyboard.press('1');
    for (let count = 0; count < 24; count += 1) await page.keyboard.press('ArrowDown');
    const fader = strip(person, person.name).getByRole('slider', { name: 'Fader' });
    await until(
      'the fader is 12 dB lower',
      async () => (await fader.getAttribute('aria-valuetext')) === '-12.0 dB',
    );
    await listener.misses(HOST_HZ, beforeDb - 11);
    await listener.next(0.5);
    const afterDb = steadyToneDb(await listener.next(1), HOST_HZ);
    expect(beforeDb - afterDb).toBeGreaterThan(11);
    expect(beforeDb - afterDb).toBeLessThan(13);
  } finally {
    listener.close();
  }

  // Letters of the strip act on it, and are text again in a field.
  const onAirButton = strip(person, person.name).getByRole('button', { name: 'On air' });
  await page.keyboard.press('o');
  await until('off air', async () => (await onAirButton.getAttribute('aria-pressed')) === 'false');
  const title = page.getByRole('textbox', { name: 'Title' });
  await title.focus();
  await page.keyboard.type('moov 1?');
  expect(await title.inputValue()).toBe('moov 1?');
  expect(await onAirButton.getAttribute('aria-pressed')).toBe('false');
  await page.keyboard.press('Control+D');
  await until(
    'muted',
    async () =>
      (await page.getByRole('button', { name: 'Mute microphone' }).getAttribute('aria-pressed')) === 'true',
  );
  const mute = page.getByRole('button', { name: 'Mute microphone' });
  await mute.focus();
  await page.keyboard.down('v');
  await until('heard while V is held', async () => (await mute.getAttribute('aria-pressed')) === 'false');
  await page.keyboard.up('v');
  await until('muted again', async () => (await mute.getAttribute('aria-pressed')) === 'true');
  expect(person.errors).toEqual([]);
  await person.close();
});

async function tabTo(person: Person, name: string): Promise<void> {
  for (let count = 0; count < 40; count += 1) {
    if ((await focusedName(person)) === name) return;
    await person.page.keyboard.press('Tab');
  }
  throw new Error(`The focus never came to "${name}".`);
}

function focusedName({ page }: Person): Promise<string> {
  return page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
}
