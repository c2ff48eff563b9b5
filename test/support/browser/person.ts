/** A person with a browser: real Chromium whose microphone plays a tone, and the steps people take in the studio. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { writeSpeechFile, writeToneFile } from '../wav-tone.ts';

const CHROMIUM_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const CHROMIUM = process.env.CHROMIUM_PATH ?? CHROMIUM_PATHS.find((path) => existsSync(path)) ?? 'chromium';

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
 * need one each. One who `speaks` plays the rhythm of speech instead. `onLastCore`: people have machines of their own; on this one, a browser in which people come and go may not stop the
 * microphone of another.
 */
export async function openBrowser(
  name: string,
  toneHz: number,
  options: {
    levelDb?: number;
    speaks?: boolean;
    viewport?: { width: number; height: number };
    onLastCore?: boolean;
  } = {},
): Promise<Person> {
  const folder = await mkdtemp(path.join(tmpdir(), 'openstudio-person-'));
  const toneFile = path.join(folder, 'tone.wav');
  if (options.speaks) await writeSpeechFile(toneFile, 1);
  else await writeToneFile(toneFile, toneHz, options.levelDb);
  const browser = await chromium.launch({
    executablePath: options.onLastCore ? await chromiumOnLastCore(folder) : CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${toneFile}`,
      '--autoplay-policy=no-user-gesture-required',
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

/** A command that starts Chromium on the last processor alone, where the system has `taskset` and more than one. */
async function chromiumOnLastCore(folder: string): Promise<string> {
  const last = availableParallelism() - 1;
  if (last === 0 || !existsSync('/usr/bin/taskset')) return CHROMIUM;
  const command = path.join(folder, 'chromium.sh');
  await writeFile(command, `#!/bin/sh\nexec taskset -c ${last} "${CHROMIUM}" "$@"\n`, { mode: 0o755 });
  return command;
}

/** From a link through the green room into the studio. With `headphones` the browser leaves the microphone's sound alone. */
export async function enterStudio(
  person: Person,
  link: string,
  { headphones = false }: { headphones?: boolean } = {},
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

/** Presses or releases a latching button. */
export async function latch(button: Locator, pressed: boolean): Promise<void> {
  if ((await button.getAttribute('aria-pressed')) !== String(pressed)) await button.click();
}

/** Moves a fader and lets the page take the value as if it had been dragged there. */
export async function setFader(fader: Locator, db: number): Promise<void> {
  await fader.fill(String(db));
}

/** A tone that a page plays: its frequency in Hz and its level in dB of the analyser's full scale. */
export type HeardTone = { readonly hz: number; readonly db: number };

/** The strongest tone of each sound that the page plays at this moment, measured on what goes to the loudspeaker. */
export function heardTones(person: Person): Promise<HeardTone[]> {
  return person.page.evaluate(async () => {
    const context = new AudioContext();
    await context.resume();
    const tones = await Promise.all(
      [...document.querySelectorAll('audio')].map(async (element) => {
        if (!(element.srcObject instanceof MediaStream) || element.paused || element.muted) return [];
        const analyser = context.createAnalyser();
        analyser.fftSize = 16_384;
        context.createMediaStreamSource(element.srcObject).connect(analyser);
        await new Promise((resolve) => setTimeout(resolve, 600));
        const bins = new Float32Array(analyser.frequencyBinCount);
        analyser.getFloatFrequencyData(bins);
        const strongest = bins.indexOf(Math.max(...bins));
        const hz = (strongest * context.sampleRate) / analyser.fftSize;
        return [{ hz, db: (bins[strongest] ?? -200) + 20 * Math.log10(element.volume || 1e-6) }];
      }),
    );
    await context.close();
    return tones.flat();
  });
}

/** Whether the page plays a tone of this frequency audibly. */
export async function hearsTone(person: Person, frequencyHz: number): Promise<boolean> {
  const tones = await heardTones(person);
  return tones.some((tone) => Math.abs(tone.hz - frequencyHz) < 10 && tone.db > -60);
}
