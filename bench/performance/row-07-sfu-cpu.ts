/** Row 7: what our server adds to the cost of forwarding a voice to somebody. */
import { setTimeout as delay } from 'node:timers/promises';
import { type OurStudio, startOurStudio } from '../ours/our-studio.ts';
import { StudioPerson } from '../ours/studio-person.ts';
import { DemoPerson, type DemoServer, startDemoServer } from '../peers/demo-person.ts';
import { formatNumber } from '../report/format.ts';
import { comparePairs, median } from '../report/statistics.ts';
import { measureCpu } from '../rig/cpu-window.ts';
import type { MediaClient } from '../rig/media-client.ts';
import { interleave, type PerformanceRow, type RowContext, verdictOf } from './performance-row.ts';

const PEOPLE = 51;
const TALKERS = 10;
const CONSUMERS = TALKERS * (PEOPLE - 1);
const PACKETS_PER_S = 50;
const SETTLE_S = { quick: 1.5, full: 3 };
const WINDOW_S = { quick: 4, full: 10 };
const RATIO_MAX = 1.05;
const PER_CORE_MIN = 1000;
/** The share of a core that a worker may be planned with. */
const PLANNED_PERCENT = 80;
const WORKER_NAME = /^mediasoup/;

export const sfuCpu: PerformanceRow = {
  id: '7',
  title: `SFU CPU per audio consumer, ${CONSUMERS} of them`,
  method: `${PEOPLE} people with real ICE, DTLS and SRTP in one room, ${TALKERS} of whom talk: CPU time of the mediasoup worker over a window, per packet that was to be sent on, at 50 packets a second for each of ${CONSUMERS} consumers. In our server it also feeds the mixer with the ${TALKERS} voices. The peer is a bare ws and mediasoup server with as many people. Both are there at once, and talk in turn.`,
  target: `≤ ${RATIO_MAX} × bare, ≥ ${PER_CORE_MIN} per core at ${PLANNED_PERCENT} %`,
  limit: PLANNED_PERCENT / PER_CORE_MIN,
  async measure(context) {
    const studio = await startOurStudio({ workers: 1, shows: [] });
    try {
      const demo = await startDemoServer();
      try {
        return await compare(context, studio, demo);
      } finally {
        await demo.stop();
      }
    } finally {
      await studio.stop();
    }
  },
};

async function compare(context: RowContext, studio: OurStudio, demo: DemoServer) {
  const people: MediaClient[] = [];
  try {
    const ours = await fillStudio(studio, people);
    const theirs = await fillDemo(demo, people);
    const runs = await interleave(
      context.pairs,
      () => forwardingCpu('ours', studio.pid, ours, context),
      () => forwardingCpu('bare mediasoup', demo.pid, theirs, context),
    );
    const comparison = comparePairs(
      runs.map((pair) => ({ ours: pair.ours.perConsumer, peer: pair.peer.perConsumer })),
      '%',
    );
    const perCore = PLANNED_PERCENT / (comparison.ours?.median ?? Number.POSITIVE_INFINITY);
    return {
      peer: 'bare mediasoup',
      ...comparison,
      ...verdictOf(comparison, [
        { text: `≤ ${RATIO_MAX} × bare`, isMet: (comparison.ratio?.median ?? 9) <= RATIO_MAX },
        { text: `≥ ${PER_CORE_MIN} per core`, isMet: perCore >= PER_CORE_MIN },
      ]),
      details: [
        {
          name: `consumers per core at ${PLANNED_PERCENT} %`,
          ours: formatNumber(perCore),
          peer: formatNumber(PLANNED_PERCENT / (comparison.peerFigure?.median ?? 1)),
        },
        {
          name: 'per packet out',
          ours: microseconds(comparison.ours?.median),
          peer: microseconds(comparison.peerFigure?.median),
        },
        {
          name: 'the rest of the server (rooms, levels to everybody, mixer)',
          ours: `${formatNumber(median(runs.map((pair) => pair.ours.rest)))} %`,
          peer: `${formatNumber(median(runs.map((pair) => pair.peer.rest)))} %`,
        },
        {
          name: 'of the packets sent on, received at least',
          ours: shareText(runs.map((pair) => pair.ours.received)),
          peer: shareText(runs.map((pair) => pair.peer.received)),
        },
      ],
    };
  } finally {
    for (const person of people) person.close();
  }
}

type Forwarding = { readonly perConsumer: number; readonly rest: number; readonly received: number };

async function forwardingCpu(
  name: string,
  pid: number,
  people: readonly MediaClient[],
  { mode, say }: RowContext,
): Promise<Forwarding> {
  const received = () =>
    people.flatMap(({ listeners }) => listeners).reduce((sum, { packets }) => sum + packets, 0);
  const sent = () => people.reduce((sum, { talker }) => sum + (talker?.sent ?? 0), 0) * (PEOPLE - 1);
  for (const { talker } of people) talker?.start();
  try {
    await delay(SETTLE_S[mode] * 1000);
    const before = { received: received(), sent: sent() };
    const beganAtMs = performance.now();
    const use = await measureCpu([pid], WINDOW_S[mode]);
    const seconds = (performance.now() - beganAtMs) / 1000;
    const packets = sent() - before.sent;
    const worker = [...use.byName].reduce(
      (sum, [program, share]) => sum + (WORKER_NAME.test(program) ? share : 0),
      0,
    );
    say(`${name}: worker ${formatNumber(worker)} %, all ${formatNumber(use.percent)} %`);
    return {
      // Per packet first: a load generator that is disturbed sends fewer.
      perConsumer: ((worker * seconds) / packets) * PACKETS_PER_S,
      rest: use.percent - worker,
      received: (received() - before.received) / packets,
    };
  } finally {
    for (const { talker } of people) talker?.stop();
  }
}

/** The first ones talk; the owner is one of them. Everybody hears every other talker. */
async function fillStudio(studio: OurStudio, all: MediaClient[]): Promise<readonly MediaClient[]> {
  const claimed = await fetch(studio.ownerLink, { redirect: 'manual' });
  const cookie = claimed.headers.get('set-cookie')?.split(';')[0] ?? '';
  const owner = { kind: 'owner', show: 'main' } as const;
  const people: StudioPerson[] = [];
  const enter = async (options: Parameters<typeof StudioPerson.enter>[0]) => {
    const person = await StudioPerson.enter(options);
    all.push(person);
    people.push(person);
    if (people.length <= TALKERS) await person.publish(200 + 50 * people.length);
    return person;
  };
  const host = await enter({ origin: studio.origin, cookie, credential: owner, name: 'Host' });
  const token = await host.inviteGuest();
  while (people.length < PEOPLE) {
    const name = `Guest ${people.length}`;
    await enter({ origin: studio.origin, credential: { kind: 'invite', token }, name });
  }
  for (const person of people) await person.hearAll();
  return people;
}

async function fillDemo(demo: DemoServer, all: MediaClient[]): Promise<readonly MediaClient[]> {
  const people: DemoPerson[] = [];
  while (people.length < PEOPLE) {
    const person = await DemoPerson.enter(demo.url);
    all.push(person);
    people.push(person);
    if (people.length <= TALKERS) await person.publish(200 + 50 * people.length);
  }
  const deadline = performance.now() + 20_000;
  const heard = () => people.reduce((sum, { listeners }) => sum + listeners.length, 0);
  while (heard() < CONSUMERS && performance.now() < deadline) await delay(50);
  if (heard() < CONSUMERS) throw new Error(`The peer gave only ${heard()} of ${CONSUMERS} consumers.`);
  return people;
}

function microseconds(perConsumer = Number.NaN): string {
  return `${formatNumber((perConsumer / 100 / PACKETS_PER_S) * 1e6)} µs`;
}

function shareText(shares: readonly number[]): string {
  return `${(100 * Math.min(...shares)).toFixed(1)} %`;
}
