/** R28: for 10 s nothing passes between a listener's browser and the studio. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type BrowserListener, ListeningBrowser } from '../../../test/support/browser/listening-browser.ts';
import { isQuietAtMs, longestSilenceMs, playsAtMs } from '../../../test/support/browser/listening-log.ts';
import { until } from '../../../test/support/until.ts';
import type { Closings } from '../closings.ts';
import type { FaultRow } from '../fault-row.ts';
import { NetworkNamespace } from '../impairments/network-namespace.ts';
import { above } from '../listener-faults.ts';
import { needsChromium } from '../needs-chromium.ts';
import type { Stage, StageOptions } from '../stage.ts';

const CUT_MS = 10_000;
const BACK_DEADLINE_MS = 30_000;
/** Until the player is where it stays: it has caught up with what came at once. */
const CALM_MS = 2_000;
/** How much further behind live than before it may be. */
const LATER_MAX_MS = 1_500;
const QUIET_DEADLINE_MS = 15_000;

async function reachableFromNamespace(closings: Closings): Promise<StageOptions> {
  return { namespace: await NetworkNamespace.make(closings), env: { HOST: '0.0.0.0' } };
}

export const listenerCut: FaultRow = {
  id: 'R28',
  title: 'Network of a browser that listens dead for 10 s',
  method:
    'Chromium runs in a network namespace and plays our listener page; Play was pressed once. iptables drops every packet between it and the studio for 10 s, and nobody is told. From the end of that until the page plays and is heard again by itself. How far behind live it is, is measured before and after: everybody on air falls silent, and that is the time until the page does.',
  target: 'plays again ≤ 3 s after heal, near live, no gesture',
  unit: 's',
  limit: 3,
  repeats: { quick: 1, full: 20 },
  stage: reachableFromNamespace,
  async run(stage) {
    const { namespace, studio } = stage;
    const browser = await needsChromium(ListeningBrowser.open(namespace.launcher));
    try {
      const page = await browser.openPage(`http://${namespace.outside}:${studio.port}/listen/main`);
      await sleep(CALM_MS);
      const behindBeforeMs = await behindLiveMs(stage, page);
      const cutAtMs = sinceEpochMs();
      await namespace.drop(namespace.outside);
      await sleep(CUT_MS);
      await namespace.heal();
      const healedAtMs = sinceEpochMs();
      const backAtMs = await until(
        'the page plays again',
        async () => playsAtMs(await page.log(), healedAtMs),
        BACK_DEADLINE_MS,
      );
      await sleep(CALM_MS);
      const behindAfterMs = await behindLiveMs(stage, page);
      const silenceMs = longestSilenceMs(await page.log(), cutAtMs);
      return {
        value: (backAtMs - healedAtMs) / 1000,
        details: {
          'silent ms': silenceMs,
          'behind live before ms': behindBeforeMs,
          'behind live after ms': behindAfterMs,
        },
        faults: [
          ...(silenceMs > CUT_MS / 2 ? [] : ['the cut was not noticed']),
          ...above('what it is later than before', behindAfterMs - behindBeforeMs, LATER_MAX_MS),
        ],
      };
    } finally {
      await browser.close();
    }
  },
};

/** How long after everybody fell silent the page falls silent. They speak again afterwards. */
async function behindLiveMs(stage: Stage, page: BrowserListener): Promise<number> {
  const silentAtMs = sinceEpochMs();
  for (const { microphone } of stage.everybody) microphone.setTone(0);
  try {
    const look = async () => isQuietAtMs(await page.log(), silentAtMs);
    return (await until('the page falls silent', look, QUIET_DEADLINE_MS)) - silentAtMs;
  } finally {
    for (const { microphone, toneHz } of stage.everybody) microphone.setTone(toneHz);
    await stage.settle();
  }
}

function sinceEpochMs(): number {
  return performance.timeOrigin + performance.now();
}
