/** Rows 9 and 10: how long it takes from opening the page's WebSocket to hearing somebody, for one guest and for a hundred. */
import { setTimeout as delay } from 'node:timers/promises';
import { type OurStudio, startOurStudio } from '../ours/our-studio.ts';
import { joinStudio, StudioPerson } from '../ours/studio-person.ts';
import { DemoPerson, type DemoServer, joinDemo, startDemoServer } from '../peers/demo-person.ts';
import { formatNumber } from '../report/format.ts';
import { comparePairs, figure, median, percentile } from '../report/statistics.ts';
import type { JoinResult } from '../rig/media-client.ts';
import { interleave, type PerformanceRow, type RowContext, verdictOf } from './performance-row.ts';

const TONE_HZ = 440;
const JOINS = { quick: 8, full: 25 };
const PAUSE_MS = 40;
const WARM_UP_JOINS = 3;
const WHAT_IS_IN_IT =
  'From asking to open the WebSocket to the first RTP packet of the host, who talks all the time, at the guest: real ICE, DTLS and SRTP over loopback, no browser. In it are about 10 ms of waiting for the next of his packets, which come every 20 ms.';

const JOIN = { p50Ms: 60, p95Ms: 120, ratio: 0.6, roundTrips: 2 };

const STORM_SHOWS = ['main', 'storm'] as const;
const STORM_GUESTS = 100;
const STORM_S = 2;
const STORM_P95_MS = 300;

export const join: PerformanceRow = {
  id: '9',
  title: 'Join: WebSocket to the first packet heard',
  method: `${WHAT_IS_IN_IT} Our guest asks in the order in which the studio's pages ask; the peer is a bare ws and mediasoup server with the message sequence of mediasoup-demo.`,
  target: `p50 ≤ ${JOIN.p50Ms} ms, p95 ≤ ${JOIN.p95Ms} ms, ≤ ${JOIN.ratio} ×, ≤ ${JOIN.roundTrips} round trips`,
  limit: JOIN.p50Ms,
  async measure(context) {
    const studio = await startOurStudio({ workers: 1, shows: [] });
    try {
      const demo = await startDemoServer();
      try {
        return await compareJoins(context, studio, demo);
      } finally {
        await demo.stop();
      }
    } finally {
      await studio.stop();
    }
  },
};

export const joinStorm: PerformanceRow = {
  id: '10',
  title: `Join storm: ${STORM_GUESTS} guests in ${STORM_S} s`,
  method: `${WHAT_IS_IN_IT} ${STORM_GUESTS} guests, ${1000 / ((1000 * STORM_S) / STORM_GUESTS)} a second, half of them in each of two rooms (a room takes 64 people); the server and its workers have one core. No peer: compare with row 9.`,
  target: `all joined, p95 ≤ ${STORM_P95_MS} ms`,
  limit: STORM_P95_MS,
  async measure(context) {
    const storms: Storm[] = [];
    for (let run = 0; run < Math.ceil(context.pairs / 2); run += 1) storms.push(await storm(context));
    const joined = Math.min(...storms.map(({ joinMs }) => joinMs.length));
    const ours = figure(
      storms.map(({ joinMs }) => percentile(joinMs, 0.95)),
      'ms',
    );
    return {
      ...{ peer: null, ours, peerFigure: null, ratio: null, spread: null },
      ...verdictOf(
        { spread: null },
        [
          { text: 'all joined', isMet: joined === STORM_GUESTS },
          { text: `p95 ≤ ${STORM_P95_MS} ms`, isMet: (ours?.median ?? 9e9) <= STORM_P95_MS },
        ],
        ...storms.map(({ failure }) => failure),
      ),
      details: [
        {
          name: `joined of ${STORM_GUESTS}`,
          ours: storms.map(({ joinMs }) => joinMs.length).join(', '),
          peer: '',
        },
        {
          name: 'p50, each run',
          ours: storms.map(({ joinMs }) => `${formatNumber(median(joinMs))} ms`).join(', '),
          peer: '',
        },
      ],
    };
  },
};

async function compareJoins(context: RowContext, studio: OurStudio, demo: DemoServer) {
  const host = await ourHost(studio, 'main');
  const demoHost = await DemoPerson.enter(demo.url);
  try {
    await demoHost.publish(TONE_HZ);
    demoHost.talker?.start();
    const token = await host.inviteGuest();
    const guest = { origin: studio.origin, credential: { kind: 'invite', token } as const, name: 'Guest' };
    const joinOurs = () => joins(context, 'ours', () => joinStudio(guest));
    const joinPeer = () => joins(context, 'mediasoup-demo sequence', () => joinDemo(demo.url));
    for (let warm = 0; warm < WARM_UP_JOINS; warm += 1) {
      await (await joinStudio(guest)).person.leave();
      await (await joinDemo(demo.url)).person.leave();
    }
    const runs = await interleave(context.pairs, joinOurs, joinPeer);
    const comparison = comparePairs(
      runs.map((pair) => ({ ours: p50(pair.ours), peer: p50(pair.peer) })),
      'ms',
    );
    const all = { ours: runs.flatMap((pair) => pair.ours), peer: runs.flatMap((pair) => pair.peer) };
    const roundTrips = Math.max(...all.ours.map((result) => result.roundTrips));
    return {
      peer: 'bare mediasoup, demo sequence',
      ...comparison,
      ...verdictOf(comparison, [
        { text: `p50 ≤ ${JOIN.p50Ms} ms`, isMet: p50(all.ours) <= JOIN.p50Ms },
        { text: `p95 ≤ ${JOIN.p95Ms} ms`, isMet: p95(all.ours) <= JOIN.p95Ms },
        { text: `≤ ${JOIN.ratio} × the demo`, isMet: (comparison.ratio?.median ?? 9) <= JOIN.ratio },
        { text: `≤ ${JOIN.roundTrips} round trips`, isMet: roundTrips <= JOIN.roundTrips },
      ]),
      details: [
        {
          name: 'p95 of all',
          ours: `${formatNumber(p95(all.ours))} ms`,
          peer: `${formatNumber(p95(all.peer))} ms`,
        },
        {
          name: 'answers waited for',
          ours: String(roundTrips),
          peer: `${Math.max(...all.peer.map((result) => result.roundTrips))}, and one request of the server`,
        },
      ],
    };
  } finally {
    host.close();
    demoHost.close();
  }
}

/** One after the other; each leaves before the next one comes. */
async function joins(
  { mode, say }: RowContext,
  name: string,
  joinOnce: () => Promise<{ readonly person: { leave(): Promise<void> }; readonly result: JoinResult }>,
): Promise<readonly JoinResult[]> {
  const results: JoinResult[] = [];
  for (let index = 0; index < JOINS[mode]; index += 1) {
    const { person, result } = await joinOnce();
    await person.leave();
    results.push(result);
    await delay(PAUSE_MS);
  }
  say(`${name}: p50 ${formatNumber(p50(results))} ms`);
  return results;
}

type Storm = { readonly joinMs: readonly number[]; readonly failure: string };

async function storm({ say }: RowContext): Promise<Storm> {
  const studio = await startOurStudio({ workers: STORM_SHOWS.length, shows: STORM_SHOWS.slice(1) });
  const people: { close(): void }[] = [];
  try {
    const tokens: string[] = [];
    for (const show of STORM_SHOWS) {
      const host = await ourHost(studio, show);
      people.push(host);
      tokens.push(await host.inviteGuest());
    }
    const coming = Array.from({ length: STORM_GUESTS }, async (_, index) => {
      await delay((index * 1000 * STORM_S) / STORM_GUESTS);
      const credential = { kind: 'invite', token: tokens[index % tokens.length] ?? '' } as const;
      const localAddress = `127.0.1.${index + 1}`;
      const name = `Guest ${index + 1}`;
      const { person, result } = await joinStudio({ origin: studio.origin, credential, localAddress, name });
      people.push(person);
      return result.joinMs;
    });
    const ended = await Promise.allSettled(coming);
    const joinMs = ended.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
    const [failure = ''] = ended.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []));
    say(
      `${joinMs.length} joined, p50 ${formatNumber(median(joinMs))} ms, p95 ${formatNumber(percentile(joinMs, 0.95))} ms ${failure}`,
    );
    return { joinMs, failure };
  } finally {
    for (const person of people) person.close();
    await studio.stop();
  }
}

async function ourHost(studio: OurStudio, show: string): Promise<StudioPerson> {
  const claimed = await fetch(studio.ownerLink, { redirect: 'manual' });
  const cookie = claimed.headers.get('set-cookie')?.split(';')[0] ?? '';
  const credential = { kind: 'owner', show } as const;
  const host = await StudioPerson.enter({ origin: studio.origin, cookie, credential, name: 'Host' });
  await host.publish(TONE_HZ);
  host.talker?.start();
  return host;
}

function p50(results: readonly JoinResult[]): number {
  return median(results.map(({ joinMs }) => joinMs));
}

function p95(results: readonly JoinResult[]): number {
  return percentile(
    results.map(({ joinMs }) => joinMs),
    0.95,
  );
}
