/** R31: two hundred people a second want in. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import { median, percentile } from '../../report/statistics.ts';
import type { FaultRow } from '../fault-row.ts';
import { undoAtExit } from '../impairments/undo-at-exit.ts';
import { above, cutOff, figureDetails, sourcesAgain } from '../listener-faults.ts';
import { inviteToken } from '../people.ts';
import { processCensus } from '../soak/process-census.ts';
import type { Stage } from '../stage.ts';

const FLOOD = path.resolve(import.meta.dirname, '../flood-process.ts');
const PER_SECOND = 200;
const SECONDS = { quick: 15, full: 60 } as const;
const CALL_EVERY_MS = 50;
const LOOK_EVERY_MS = 1_000;
const RSS_GROWTH_MAX_MIB = 100;
/** Refusals that say "later": by HTTP before there is a session, or by a code of the protocol. */
const REFUSALS = ['HTTP 429', 'HTTP 503', 'closed 1013', 'too_many_joins', 'room_full', 'server_full'];

const doneSchema = z.object({
  kind: z.literal('done'),
  counts: z.record(z.string(), z.number()),
  tookMs: z.number(),
});
type Done = z.infer<typeof doneSchema>;

export const joinFlood: FaultRow = {
  id: 'R31',
  title: 'Flood of 200 joins a second',
  method:
    'A process of its own opens 200 WebSockets a second for 60 s (15 s when quick) and asks to enter with a valid invite, half of them from one address, half from 200; who gets in leaves half a second later. Meanwhile the host moves a fader 20 times a second. The value is the 99th percentile of the time until his command is answered.',
  target: 'commands p99 ≤ 250 ms, no air gap, memory + ≤ 100 MB, refused in order',
  unit: 'ms',
  limit: 250,
  repeats: { quick: 1, full: 3 },
  usesUp: true,
  stage: {},
  async run(stage, mode) {
    const sources = await stage.sourceConnections();
    const token = await inviteToken(stage.host);
    const rssBefore = rssMib(stage);
    const fromMs = performance.now();
    const flood = startFlood(stage, token, SECONDS[mode]);
    const watch = new AbortController();
    const [done, callsMs, rssMost] = await Promise.all([
      flood.finally(() => watch.abort()),
      callOften(stage, watch.signal),
      mostMemory(stage, watch.signal),
    ]);
    const figures = stage.figures({ fromMs });
    const others = Object.entries(done.counts).filter(([how]) => how !== 'in' && !REFUSALS.includes(how));
    const people = stage.everybody.filter(({ phase }) => phase.kind === 'in').length;
    return {
      value: percentile(callsMs, 0.99),
      details: {
        'commands p50 ms': median(callsMs),
        'commands at most ms': Math.max(...callsMs),
        'commands answered': callsMs.length,
        'memory more MiB': rssMost - rssBefore,
        'joins a second': (PER_SECOND * SECONDS[mode] * 1000) / done.tookMs,
        ...Object.fromEntries(Object.entries(done.counts).map(([how, count]) => [`ended ${how}`, count])),
        ...figureDetails(figures),
      },
      faults: [
        ...above('the memory', rssMost - rssBefore, RSS_GROWTH_MAX_MIB, 'MiB more'),
        ...above('the gap in the sound', figures.airGapMs > figures.ownStallMs ? figures.airGapMs : 0, 0),
        ...others.map(([how, count]) => `${count} of the flood ended with: ${how}`),
        ...(people === stage.everybody.length
          ? []
          : [`only ${people} of ${stage.everybody.length} people are still in`]),
        ...cutOff(figures),
        ...sourcesAgain(sources, await stage.sourceConnections()),
      ],
    };
  },
};

async function startFlood(stage: Stage, token: string, seconds: number): Promise<Done> {
  const plan = { url: stage.studio.url, token, perSecond: PER_SECOND, seconds };
  const child = fork(FLOOD, [JSON.stringify(plan)]);
  const forget = undoAtExit(() => child.kill('SIGKILL'));
  stage.add(child, (it) => it.kill('SIGKILL'));
  const exited = once(child, 'exit').then(() => {
    throw new Error('The flood ended before its time.');
  });
  try {
    const [message] = await Promise.race([once(child, 'message'), exited]);
    exited.catch(() => {});
    return doneSchema.parse(message);
  } finally {
    forget();
  }
}

/** Moves the host's fader again and again; answers with the time each answer took, in ms. */
async function callOften({ host }: Stage, signal: AbortSignal): Promise<readonly number[]> {
  const times: number[] = [];
  const calls: Promise<void>[] = [];
  while (!signal.aborted) {
    const beganAtMs = performance.now();
    const stripId = host.strip.id;
    calls.push(
      host.call('strip.setFader', { stripId, faderDb: 0 }).then(() => {
        times.push(performance.now() - beganAtMs);
      }),
    );
    await sleep(CALL_EVERY_MS);
  }
  await Promise.all(calls);
  return times;
}

async function mostMemory(stage: Stage, signal: AbortSignal): Promise<number> {
  let most = rssMib(stage);
  while (!signal.aborted) {
    most = Math.max(most, rssMib(stage));
    await sleep(LOOK_EVERY_MS);
  }
  return most;
}

/** Of the keeper, the server and its workers. */
function rssMib({ studio }: Stage): number {
  const { keeper, server, worker } = processCensus(studio.pid).byRole;
  return (keeper.rssKib + server.rssKib + worker.rssKib) / 1024;
}
