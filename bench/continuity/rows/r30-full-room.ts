/** R30: fifty people in one room, eight of whom speak. */
import { setTimeout as sleep } from 'node:timers/promises';
import { StudioVisitor } from '../../../test/support/studio-visitor.ts';
import { until } from '../../../test/support/until.ts';
import { median, percentile } from '../../report/statistics.ts';
import type { FaultRow } from '../fault-row.ts';
import { gapBeyondStallMs } from '../gap-beyond-stall.ts';
import { above, cutOff, figureDetails, sourcesAgain } from '../listener-faults.ts';
import { inviteToken } from '../people.ts';
import type { Stage } from '../stage.ts';

const PEOPLE = 50;
const SPEAKERS = 8;
const JOIN_EVERY_MS = 250;
const P95_MAX_MS = 2_000;
const LOOP_P99_MAX_MS = 40;
const STAY_MS = { quick: 20_000, full: 60_000 } as const;
const MS_PER_S = 1000;

export const fullRoom: FaultRow = {
  id: 'R30',
  title: '50 people in one room, 8 of them speak',
  method:
    'A host and seven guests speak on air; 42 more come, four a second, publish a muted microphone that sends nothing, ask to hear everybody, and all stay. The value is the median time from asking for the WebSocket to being in, published, and hearing all eight who speak. The event loop is the server’s own figure, over the joins and over the time that everybody stays.',
  target: '100 % in, median ≤ 0.8 s, p95 ≤ 2 s, event loop p99 ≤ 40 ms',
  unit: 's',
  limit: 0.8,
  repeats: { quick: 1, full: 3 },
  usesUp: true,
  stage: { guests: { count: SPEAKERS - 1 } },
  async run(stage, mode) {
    const token = await inviteToken(stage.host);
    const sources = await stage.sourceConnections();
    await loopP99Ms(stage);
    const fromMs = performance.now();
    const coming: Promise<number | null>[] = [];
    for (let index = SPEAKERS; index < PEOPLE; index += 1) {
      coming.push(join(stage, token, index));
      await sleep(JOIN_EVERY_MS);
    }
    const times = (await Promise.all(coming)).filter((ms) => ms !== null);
    const joiningP99Ms = await loopP99Ms(stage);
    await sleep(STAY_MS[mode]);
    const stayingP99Ms = await loopP99Ms(stage);
    const figures = stage.figures({ fromMs });
    const here = Object.values(stage.host.state.participants).filter(({ presence }) => presence === 'here');
    return {
      value: median(times) / MS_PER_S,
      details: {
        'join p95 ms': percentile(times, 0.95),
        'join at most ms': Math.max(...times),
        'event loop p99 while they come ms': joiningP99Ms,
        'event loop p99 while they stay ms': stayingP99Ms,
        ...figureDetails(figures),
      },
      faults: [
        ...(times.length === PEOPLE - SPEAKERS
          ? []
          : [`only ${times.length} of ${PEOPLE - SPEAKERS} came in`]),
        ...(here.length === PEOPLE ? [] : [`${here.length} of ${PEOPLE} are there at the end`]),
        ...above('the 95th percentile of the joins', percentile(times, 0.95), P95_MAX_MS),
        ...above('the event loop p99', Math.max(joiningP99Ms, stayingP99Ms), LOOP_P99_MAX_MS),
        ...above('the gap in the sound', gapBeyondStallMs(figures), 0),
        ...cutOff(figures),
        ...sourcesAgain(sources, await stage.sourceConnections()),
      ],
    };
  },
};

/** How long somebody took to come in and to hear all who speak, in ms; null when he did not. */
async function join(stage: Stage, token: string, index: number): Promise<number | null> {
  const beganAtMs = performance.now();
  try {
    const visitor = stage.add(
      await StudioVisitor.enter({
        studioUrl: stage.studio.url,
        credential: { kind: 'invite', token },
        name: `Guest ${index}`,
        toneHz: 0,
        hears: true,
        muted: true,
      }),
      (it) => it.vanish(),
    );
    visitor.microphone.setCut(true);
    await until(`${visitor.name} hears everybody who speaks`, () =>
      stage.everybody.every(({ id }) => visitor.hears(id)),
    );
    return performance.now() - beganAtMs;
  } catch {
    return null;
  }
}

/** Since it was asked for the last time. */
async function loopP99Ms(stage: Stage): Promise<number> {
  return MS_PER_S * (await stage.metric('nodejs_eventloop_lag_p99_seconds'));
}
