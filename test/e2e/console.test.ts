/** Two hosts at one console: processing, a hand on a fader, scenes and the panic button, as they see them and a listener hears them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { VOICE_PROCESSING } from '#protocol/processing.ts';
import { CHORDS_HZ } from '../../server/mixer/bed-sound.ts';
import { compressedDb } from '../../server/mixer/processing/compressor.ts';
import {
  enterStudio,
  leaveSoundAlone,
  onAir,
  openBrowser,
  type Person,
  setFader,
  strip,
} from '../support/browser/person.ts';
import { checkScreen } from '../support/browser/screen.ts';
import { MountListener } from '../support/mount-listener.ts';
import { hearsSteadily } from '../support/steady-level.ts';
import { type Studio, startStudio } from '../support/studio.ts';
import { until } from '../support/until.ts';

const HANNA_HZ = 440;
const HELGA_HZ = 1000;
const MIC_DB = -20;
/** What a browser and two codecs leave of a level. */
const TOLERANCE_DB = 1.5;

let studio: Studio;
let hanna: Person;
let helga: Person;
let listener: MountListener;

beforeAll(async () => {
  studio = await startStudio();
  [hanna, helga] = await Promise.all([
    openBrowser('Hanna Host', HANNA_HZ, { levelDb: MIC_DB }),
    openBrowser('Helga Host', HELGA_HZ, { levelDb: MIC_DB }),
  ]);
  await enterStudio(hanna, studio.ownerLink);
  await hanna.page.getByRole('button', { name: 'Invite', exact: true }).click();
  await hanna.page.getByRole('button', { name: 'Create host link' }).click();
  const link = hanna.page.getByRole('textbox', { name: 'Host link' });
  await link.waitFor();
  await enterStudio(helga, await link.inputValue());
  await hanna.page.getByRole('button', { name: 'Invite', exact: true }).click();
  await hanna.page.getByRole('button', { name: 'Go live' }).click();
  await onAir(hanna);
  await strip(hanna, helga.name).getByRole('button', { name: 'On air' }).click();
  listener = await MountListener.open(`http://127.0.0.1:${studio.icecastPort}/main.mp3`);
});

afterAll(async () => {
  listener?.close();
  await Promise.allSettled([hanna?.close(), helga?.close()]);
  await studio?.stop();
});

/** The listener comes to hear Helga's tone at the level, and goes on hearing it so. */
const hearsHelga = (levelDb: number): Promise<void> =>
  hearsSteadily(listener, HELGA_HZ, { levelDb, toleranceDb: TOLERANCE_DB });

test('a microphone is heard with the Voice preset, and as it came when a host switches it off', async () => {
  const { compressor } = VOICE_PROCESSING;
  await strip(hanna, helga.name).getByRole('button', { name: 'Processing: Voice' }).waitFor();
  await hearsHelga(compressedDb(MIC_DB, compressor) + compressor.makeUpDb);
  await leaveSoundAlone(hanna, helga.name);
  await strip(helga, helga.name).getByRole('button', { name: 'Processing: Off' }).waitFor();
  await hearsHelga(MIC_DB);
});

test('a host turns the compressor of another by keyboard alone, and the other sees it', async () => {
  await strip(hanna, helga.name)
    .getByRole('button', { name: /^Processing/ })
    .press('Enter');
  const panel = hanna.page.getByRole('region', { name: `Processing of ${helga.name}` });
  const stage = panel.getByRole('group', { name: 'Compressor' });
  await stage.getByRole('checkbox').press('Space');
  await stage.getByRole('slider', { name: 'Threshold' }).press('Home');
  await stage.getByRole('slider', { name: 'Make-up' }).press('Home');
  // -50 dBFS, 2.5:1, no make-up: of 30 dB above the threshold 12 are left.
  await hearsHelga(-50 + 30 / 2.5);
  await strip(helga, helga.name).getByRole('button', { name: 'Processing: Custom' }).waitFor();
  await checkScreen(hanna.page, 'processing', panel);
  await panel.press('Escape');
  await until('the focus is back on the strip', () =>
    hanna.page.evaluate(() => document.activeElement?.getAttribute('aria-label') === 'Processing: Custom'),
  );
  await leaveSoundAlone(hanna, helga.name);
  await hearsHelga(MIC_DB);
});

test('the other host sees whose hand is on a fader, and where it goes', async () => {
  const fader = strip(hanna, helga.name).getByRole('slider', { name: 'Fader' });
  const box = await fader.boundingBox();
  if (box === null) throw new Error('The fader is not in sight.');
  const hand = strip(helga, helga.name).getByText('Hanna Host has this fader');
  const { mouse } = hanna.page;
  await mouse.move(box.x + box.width / 2, box.y + box.height * 0.2);
  await mouse.down();
  await mouse.move(box.x + box.width / 2, box.y + box.height * 0.6, { steps: 5 });
  await hand.waitFor();
  const there = strip(helga, helga.name).getByRole('slider', { name: 'Fader' });
  await until('her fader moves too', async () => Number(await there.inputValue()) < -10);
  await mouse.up();
  await hand.waitFor({ state: 'detached' });
});

test('a scene is saved by name, and one press brings the console back', async () => {
  const { page } = hanna;
  const fader = strip(hanna, helga.name).getByRole('slider', { name: 'Fader' });
  await setFader(fader, -10);
  await page.getByRole('button', { name: 'Save scene' }).click();
  await page.getByRole('textbox', { name: 'Name of the new scene' }).fill('Helga low');
  await page.keyboard.press('Enter');
  await helga.page.getByRole('button', { name: 'Recall Helga low' }).waitFor();
  await checkScreen(helga.page, 'scenes');
  await setFader(fader, 3);
  await hearsHelga(MIC_DB + 3);
  await setFader(helga.page.getByRole('slider', { name: 'Crossfade' }), 1);
  await helga.page.getByRole('button', { name: 'Recall Helga low' }).click();
  await hearsHelga(MIC_DB - 10);
  expect(await fader.inputValue()).toBe('-10');
});

test('panic: listeners hear the bed, every host is told so, and either leads back', async () => {
  await hanna.page.getByRole('button', { name: 'Play the bed instead' }).click();
  const alarm = helga.page.getByRole('region', { name: 'Bed instead of the program' });
  await alarm.waitFor();
  await helga.page.getByText('Backstage - listeners do not hear you').waitFor();
  await listener.misses(HELGA_HZ, -65);
  await until('the bed is heard', () =>
    CHORDS_HZ.flat().some((frequencyHz) => listener.latestToneDb(frequencyHz) > -42),
  );
  await checkScreen(hanna.page, 'panic');
  await alarm.getByRole('button', { name: 'Back to the program' }).click();
  await alarm.waitFor({ state: 'detached' });
  await hearsHelga(MIC_DB - 10);
});

test('a level is typed beside the fader, and taken in steps of half a decibel', async () => {
  const own = strip(hanna, helga.name);
  const field = own.getByRole('textbox', { name: 'Gain in dB' });
  await field.fill('-16');
  await field.press('Enter');
  await hearsHelga(MIC_DB - 16);
  const fader = own.getByRole('slider', { name: 'Fader' });
  expect(await fader.inputValue()).toBe('-16');
  await own.getByRole('button', { name: 'Half a decibel up' }).click();
  await until('it is a step higher', async () => (await fader.inputValue()) === '-15.5');
  await field.fill('loud');
  await field.press('Enter');
  expect(await fader.inputValue()).toBe('-15.5');
  await field.fill('0');
  await field.press('Enter');
  await hearsHelga(MIC_DB);
});

test('a host who leaves ends nothing: the other one has the console, and listeners hear her on', async () => {
  await listener.hears(HANNA_HZ, -60);
  await hanna.page.getByRole('button', { name: 'Leave', exact: true }).click();
  await strip(helga, hanna.name).waitFor({ state: 'detached' });
  await listener.misses(HANNA_HZ, -70);
  await setFader(strip(helga, helga.name).getByRole('slider', { name: 'Fader' }), -6);
  await hearsHelga(MIC_DB - 6);
  await onAir(helga);
  expect(listener.ended).toBe(false);
  await helga.page.getByRole('button', { name: 'Stop broadcast' }).click();
  await until('the mount is gone', () => listener.ended);
});

test('nobody’s page complained', () => {
  expect([...hanna.errors, ...helga.errors]).toEqual([]);
});
