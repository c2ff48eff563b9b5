/** R27: real browsers listen while the program goes to the standby and comes back. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type BrowserListener, ListeningBrowser } from '../../../test/support/browser/listening-browser.ts';
import {
  longestSilenceMs,
  longestStallMs,
  startsAgain,
} from '../../../test/support/browser/listening-log.ts';
import { until } from '../../../test/support/until.ts';
import type { FaultRow } from '../fault-row.ts';
import { cutOffAtIcecast } from '../listener-faults.ts';
import { needsChromium } from '../needs-chromium.ts';
import type { Stage } from '../stage.ts';

/** Until what an element holds is played, so that a break shows. */
const PLAYED_OUT_MS = 3_000;
/** The tones of the program are away for longer than this when the bed plays in their place. */
const BED_MIN_MS = 500;

export const browserListener: FaultRow = {
  id: 'R27',
  title: 'Chromium listens while the program goes and comes back',
  method:
    'Chromium plays the MP3 mount in an audio element, and our listener page in a second tab. The server gets SIGKILL, so that the standby holds the mount until it is back; then Icecast is told to throw out the source of the mount, which connects again. Each is one transition to the standby and one back. The value is the longest time for which the element stood still or was silent; it may never begin anew. The page is judged at the second fault alone: at the first its address goes with the server, and how long it is without sound is a figure of its own.',
  target: '20/20 transitions, stall ≤ 1 s',
  unit: 'ms',
  limit: 1_000,
  repeats: { quick: 1, full: 5 },
  stage: {},
  async run(stage) {
    const browser = await needsChromium(ListeningBrowser.open());
    try {
      const mount = await browser.openMount(`${stage.icecastUrl}/main.mp3`);
      const page = await browser.openPage(`${stage.studio.url}/listen/main`);
      await sleep(PLAYED_OUT_MS);
      const killed = await killServer(stage);
      const kicked = await kickSource(stage);
      const atMount = await playedSince(mount, killed.sinceMs);
      const atPage = await playedSince(page, kicked.sinceMs);
      const pageMeanwhile = longestSilenceMs(await page.log(), killed.sinceMs);
      return {
        value: Math.max(atMount.stallMs, atMount.silenceMs, atPage.stallMs, atPage.silenceMs),
        details: {
          'element stood still ms': atMount.stallMs,
          'element silent ms': atMount.silenceMs,
          'page stood still when the source was thrown out ms': atPage.stallMs,
          'page silent when the source was thrown out ms': atPage.silenceMs,
          'page silent when its server was killed ms': pageMeanwhile,
          'program away when the server was killed ms': killed.awayMs,
          'program away when the source was thrown out ms': kicked.awayMs,
        },
        faults: [
          ...cutOffAtIcecast(stage.figures({ fromMs: killed.fromMs })),
          ...(killed.awayMs > BED_MIN_MS ? [] : ['the program never left the mount']),
          ...(atMount.startsAgain === 0 ? [] : ['the element began anew']),
          ...(atPage.startsAgain === 0 ? [] : ['the page began anew when the source was thrown out']),
        ],
      };
    } finally {
      await browser.close();
    }
  },
};

type Fault = {
  /** On the scale of `performance.now()`, and since the epoch. */
  readonly fromMs: number;
  readonly sinceMs: number;
  /** How long the tones of the program were away. */
  readonly awayMs: number;
};

async function killServer(stage: Stage): Promise<Fault> {
  return settled(stage, async () => {
    process.kill(stage.server.pid, 'SIGKILL');
  });
}

async function kickSource(stage: Stage): Promise<Fault> {
  return settled(stage, async () => {
    const before = await stage.sourceConnections();
    await stage.askIcecast('killsource?mount=/main.mp3');
    await until('the source is there again', async () => (await stage.sourceConnections()) > before);
  });
}

/** Does a fault and waits until all is well and played out. */
async function settled(stage: Stage, fault: () => Promise<void>): Promise<Fault> {
  const [fromMs, sinceMs] = [performance.now(), performance.timeOrigin + performance.now()];
  await fault();
  await stage.settle();
  const awayMs = stage.judge.waitMs(stage.tonesHz, { fromMs });
  await sleep(PLAYED_OUT_MS);
  return { fromMs, sinceMs, awayMs };
}

async function playedSince(
  listener: BrowserListener,
  sinceMs: number,
): Promise<{ stallMs: number; silenceMs: number; startsAgain: number }> {
  const log = await listener.log();
  return {
    stallMs: longestStallMs(log, sinceMs),
    silenceMs: longestSilenceMs(log, sinceMs),
    startsAgain: startsAgain(log, sinceMs),
  };
}
