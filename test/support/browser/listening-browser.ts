/** Listeners with a browser: real Chromium that plays the listener page or a bare mount, and a log of what it gives out. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import * as z from 'zod/mini';
import { until } from '../until.ts';
import { CHROMIUM_ARGUMENTS, chromiumBehind } from './chromium.ts';
import type { ListeningSample } from './listening-log.ts';

const LOOK_EVERY_MS = 50;

/** What follows runs in the page. It is text, because the benches know no DOM. */
const PLAYS = `document.querySelector('audio')?.currentTime > 0`;

const KEEP_A_LOG = `{
  const audio = document.querySelector('audio');
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  const wave = new Float32Array(analyser.fftSize);
  context.createMediaElementSource(audio).connect(analyser).connect(context.destination);
  window.listeningLog = [];
  setInterval(() => {
    analyser.getFloatTimeDomainData(wave);
    const power = wave.reduce((sum, value) => sum + value * value, 0) / wave.length;
    window.listeningLog.push({
      atMs: performance.timeOrigin + performance.now(),
      positionS: audio.currentTime,
      levelDb: 10 * Math.log10(power + 1e-12),
    });
  }, ${LOOK_EVERY_MS});
}`;

const samplesSchema = z.array(z.object({ atMs: z.number(), positionS: z.number(), levelDb: z.number() }));

export class ListeningBrowser {
  readonly #browser: Browser;
  readonly #folder: string;

  /** `launcher` is put before the browser's own command: a way into a network namespace. */
  static async open(launcher: readonly string[] = []): Promise<ListeningBrowser> {
    const folder = await mkdtemp(path.join(tmpdir(), 'openstudio-listening-'));
    const browser = await chromium.launch({
      executablePath: await chromiumBehind(launcher, folder),
      args: [
        ...CHROMIUM_ARGUMENTS,
        '--disable-renderer-backgrounding',
        '--disable-background-timer-throttling',
        // What comes from another origin may be played without leave, and not be measured.
        '--disable-web-security',
      ],
    });
    return new ListeningBrowser(browser, folder);
  }

  private constructor(browser: Browser, folder: string) {
    this.#browser = browser;
    this.#folder = folder;
  }

  /** Opens a listener page and presses Play, once. Resolves when sound plays. */
  async openPage(url: string): Promise<BrowserListener> {
    const page = await this.#browser.newPage();
    await page.goto(url);
    await page.getByRole('button', { name: 'Play' }).click();
    return BrowserListener.watch(page);
  }

  /** Plays a mount in an audio element and nothing else. Resolves when sound plays. */
  async openMount(url: string): Promise<BrowserListener> {
    const page = await this.#browser.newPage();
    await page.setContent(`<audio src="${url}" autoplay></audio>`);
    return BrowserListener.watch(page);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export class BrowserListener {
  readonly #page: Page;

  /** Resolves when the audio element of the page plays; from then on it is logged. */
  static async watch(page: Page): Promise<BrowserListener> {
    await until('sound plays in the browser', async () => (await page.evaluate(PLAYS)) === true);
    await page.evaluate(KEEP_A_LOG);
    return new BrowserListener(page);
  }

  private constructor(page: Page) {
    this.#page = page;
  }

  /** Everything since it began to play, oldest first. */
  async log(): Promise<readonly ListeningSample[]> {
    return samplesSchema.parse(await this.#page.evaluate('window.listeningLog'));
  }
}
