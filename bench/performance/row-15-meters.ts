/** Row 15: what the meters of a full console cost a host's browser. */
import { type FrameTrace, traceFrames } from '../../test/support/browser/frame-trace.ts';
import { openFullConsole, STRIPS } from '../../test/support/full-console.ts';
import { formatNumber } from '../report/format.ts';
import { figure, median } from '../report/statistics.ts';
import { onMeasuredCore } from '../rig/cores.ts';
import { type PerformanceRow, verdictOf } from './performance-row.ts';

const WINDOW_MS = { quick: 5_000, full: 10_000 };
const CALM_MS = 4_000;
const PERCENT_MAX = 15;
const FRAMES_MIN = 59;

export const meterCpu: PerformanceRow = {
  id: '15',
  title: `Meters of ${STRIPS} strips in a host's browser`,
  method: `Chromium without a graphics card, a window of 1440 × 900, on a core of its own, on air with ${STRIPS} people whose levels change every 150 ms. Its own trace: the time on a processor of the page's thread (everything that the console does, levels over the WebSocket included) and of the threads that draw meters and make pictures of the page, in percent of one core. No peer.`,
  target: `≤ ${PERCENT_MAX} % of a core at 60 frames/s`,
  limit: PERCENT_MAX,
  async measure({ mode, pairs, say }) {
    const console = await openFullConsole({ launcher: onMeasuredCore([]) });
    try {
      await console.host.page.waitForTimeout(CALM_MS);
      const runs: FrameTrace[] = [];
      while (runs.length < pairs) {
        const run = await traceFrames(console.host.page, WINDOW_MS[mode]);
        runs.push(run);
        say(`${formatNumber(whole(run))} % at ${formatNumber(run.framesPerSecond)} frames/s`);
      }
      const ours = figure(runs.map(whole), '%');
      const part = (name: string, pick: (run: FrameTrace) => number, unit: string) => ({
        name,
        ours: `${formatNumber(median(runs.map(pick)))}${unit}`,
        peer: '',
      });
      const frames = median(runs.map(({ framesPerSecond }) => framesPerSecond));
      return {
        ...{ peer: null, ours, peerFigure: null, ratio: null, spread: null },
        ...verdictOf({ spread: null }, [
          { text: `≤ ${PERCENT_MAX} %`, isMet: ours !== null && ours.median <= PERCENT_MAX },
          { text: '60 frames/s', isMet: frames >= FRAMES_MIN },
        ]),
        details: [
          part('frames a second', (run) => run.framesPerSecond, ''),
          part("the page's thread", (run) => run.pagePercent, ' %'),
          part('its pictures', (run) => run.picturePercent, ' %'),
          part('not counted: in place of a graphics card', (run) => run.displayPercent, ' %'),
        ],
      };
    } finally {
      await console.close();
    }
  },
};

function whole({ pagePercent, picturePercent }: FrameTrace): number {
  return pagePercent + picturePercent;
}
