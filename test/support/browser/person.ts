/** A person with a browser: real Chromium whose microphone plays a tone, and the steps people take in the studio. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import * as z from 'zod/mini';
import { until } from '../until.ts';
import { writeSpeechFile, writeStereoFile, writeToneFile } from '../wav-tone.ts';
import { CHROMIUM_ARGUMENTS, chromiumBehind } from './chromium.ts';

export type Person = {
  readonly name: string;
  readonly page: Page;
  readonly context: BrowserContext;
  readonly browser: Browser;
  /** Everything the page logged as an error. */
  readonly errors: readonly string[];
  close(): Promise<void>;
};

/**
 * Opens a browser whose fake microphone plays `toneHz`. The tone is set per browser, so people with tones of their own
 * need one each. One who `speaks` plays the rhythm of speech instead.
 */
export async function openBrowser(
  name: string,
  toneHz: number,
  options: {
    levelDb?: number;
    speaks?: boolean;
    /** The tone of the right side, with `toneHz` at the left alone. */
    rightHz?: number;
    viewport?: { width: number; height: number };
    /** What its command is put behind: a way into a network of its own, or to one processor. */
    launcher?: readonly string[];
    /** An address without HTTPS at which it may use the microphone all the same. */
    trusts?: string;
  } = {},
): Promise<Person> {
  const folder = await mkdtemp(path.join(tmpdir(), 'openstudio-person-'));
  const toneFile = path.join(folder, 'tone.wav');
  if (options.speaks) await writeSpeechFile(toneFile, 1);
  else if (options.rightHz !== undefined)
    await writeStereoFile(toneFile, [toneHz, options.rightHz], options.levelDb ?? -20);
  else await writeToneFile(toneFile, toneHz, options.levelDb);
  const browser = await chromium.launch({
    executablePath: await chromiumBehind(options.launcher ?? [], folder),
    args: [
      ...CHROMIUM_ARGUMENTS,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${toneFile}`,
      ...(options.trusts === undefined
        ? []
        : [`--unsafely-treat-insecure-origin-as-secure=${options.trusts}`]),
    ],
  });
  const person = await openPerson(browser, name, options.viewport);
  return {
    ...person,
    async close() {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Somebody else at a browser that runs already, with a profile of his own and the browser's tone: what people cost who come and go,
 * without the start of a whole browser, which on a small machine takes the processor from those who speak.
 */
export async function openPerson(
  browser: Browser,
  name: string,
  viewport = { width: 1440, height: 900 },
): Promise<Person> {
  const context = await browser.newContext({ permissions: ['microphone'], viewport });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return { name, page, context, browser, errors, close: () => context.close() };
}

/**
 * From a link through the green room into the studio. With `headphones` the browser leaves the microphone's sound alone, with `camera` he
 * has turned it on before.
 */
export async function enterStudio(
  person: Person,
  link: string,
  { headphones = false, camera = false }: { headphones?: boolean; camera?: boolean } = {},
): Promise<void> {
  const { page, name } = person;
  await page.goto(link);
  await page.getByRole('textbox', { name: 'Your name' }).fill(name);
  const allow = page.getByRole('button', { name: 'Allow microphone', disabled: false });
  const microphone = page.getByRole('combobox', { name: 'Microphone' });
  await allow.or(microphone).first().waitFor();
  if (await allow.isVisible()) await allow.click();
  await microphone.waitFor();
  if (headphones) await page.getByLabel(/headphones/i).check();
  if (camera) {
    await page.getByRole('button', { name: 'Turn camera on' }).click();
    await page.getByRole('button', { name: 'Turn camera off' }).waitFor();
  }
  await page.getByRole('button', { name: 'Enter studio' }).click();
  await page.getByRole('button', { name: 'Leave' }).waitFor();
}

/** A fresh guest link, made by a host in the studio. */
export async function createGuestLink(host: Person): Promise<string> {
  const link = host.page.getByRole('textbox', { name: 'Guest link' });
  if (!(await link.isVisible())) {
    await host.page.getByRole('button', { name: 'Invite', exact: true }).click();
    await host.page.getByRole('button', { name: 'Create guest link' }).click();
  }
  await link.waitFor();
  return link.inputValue();
}

/** The strip of the participant NAME on the host's console. */
export function strip(host: Person, name: string): Locator {
  return host.page.getByRole('group', { name, exact: true });
}

/** Waits until the page says that listeners hear the show. */
export async function onAir({ page }: Pick<Person, 'page'>): Promise<void> {
  await until('ON AIR', async () =>
    (await page.getByRole('status', { name: 'Broadcast' }).textContent())?.startsWith('ON AIR'),
  );
}

/** Presses or releases a latching button, and waits until the page shows that it is so. */
export async function latch(button: Locator, pressed: boolean): Promise<void> {
  const isSo = async () => (await button.getAttribute('aria-pressed')) === String(pressed);
  if (await isSo()) return;
  await button.click();
  await until(`the button is ${pressed ? 'pressed' : 'released'}`, isSo);
}

/** Switches the processing of the participant NAME off, so that a tone reaches listeners at the level it was sent. */
export async function leaveSoundAlone(host: Person, name: string): Promise<void> {
  await strip(host, name)
    .getByRole('button', { name: /^Processing/ })
    .click();
  const panel = host.page.getByRole('region', { name: `Processing of ${name}` });
  await latch(panel.getByRole('button', { name: 'Off', exact: true }), true);
  await panel.getByRole('button', { name: 'Close processing' }).click();
}

/** Moves a fader and lets the page take the value as if it had been dragged there. */
export async function setFader(fader: Locator, db: number): Promise<void> {
  await fader.fill(String(db));
}

/** Runs in a page: what each of its audio elements plays. Text, because the benches know no DOM. */
const HEARD_TONES = `(async () => {
  const context = new AudioContext();
  await context.resume();
  const tones = await Promise.all(
    [...document.querySelectorAll('audio')].map(async (element) => {
      if (!(element.srcObject instanceof MediaStream) || element.paused || element.muted) return [];
      const analyser = context.createAnalyser();
      analyser.fftSize = 16384;
      context.createMediaStreamSource(element.srcObject).connect(analyser);
      await new Promise((resolve) => setTimeout(resolve, 600));
      const bins = new Float32Array(analyser.frequencyBinCount);
      analyser.getFloatFrequencyData(bins);
      const strongest = bins.indexOf(Math.max(...bins));
      const hz = (strongest * context.sampleRate) / analyser.fftSize;
      return [{ hz, db: Math.max(-200, bins[strongest] ?? -200) + 20 * Math.log10(element.volume || 1e-6) }];
    }),
  );
  await context.close();
  return tones.flat();
})()`;

const heardTonesSchema = z.array(z.object({ hz: z.number(), db: z.number() }));

/** A tone that a page plays: its frequency in Hz and its level in dB of the analyser's full scale. */
export type HeardTone = { readonly hz: number; readonly db: number };

/** The strongest tone of each sound that the page plays at this moment, measured on what goes to the loudspeaker. */
export async function heardTones(person: Person): Promise<HeardTone[]> {
  return heardTonesSchema.parse(await person.page.evaluate(HEARD_TONES));
}

/** Whether the page plays a tone of this frequency audibly. */
export async function hearsTone(person: Person, frequencyHz: number): Promise<boolean> {
  const tones = await heardTones(person);
  return tones.some((tone) => Math.abs(tone.hz - frequencyHz) < 10 && tone.db > -60);
}
