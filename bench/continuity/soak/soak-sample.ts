/** What a soak notes down from time to time: what the studio holds, what it says of itself, and what listeners had since the last time. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from '../stage.ts';
import { type Census, processCensus, ROLES, type Role, total } from './process-census.ts';

/** Looks at what stays when nobody comes or goes: sockets that close by themselves within seconds do not count. */
const REST_LOOKS = 6;
const REST_LOOK_EVERY_MS = 2_000;

const MIB = 1024 * 1024;

/** One line of the file. Memory in MiB; gaps in ms of what came since the sample before. */
export type SoakSample = {
  readonly minute: number;
  readonly people: number;
  readonly rssMib: number;
  readonly rssMibByRole: Readonly<Record<Role, number>>;
  /** Of the server's main thread. */
  readonly heapMib: number;
  readonly externalMib: number;
  readonly descriptors: number;
  readonly udp: number;
  readonly tcp: number;
  readonly threads: number;
  readonly processes: number;
  readonly zombies: number;
  /** Of the server's main thread, as Node counts what keeps it alive. */
  readonly timers: number;
  readonly driftPpm: number;
  readonly ticks: number;
  readonly ticksLate: number;
  readonly ticksSkipped: number;
  readonly airGapMs: number;
  readonly byteGapMs: number;
  readonly dropped: number;
  readonly sources: number;
  readonly ownStallMs: number;
  readonly ownRssMib: number;
};

/** `fromMs`: when the sample before was taken, on the scale of `performance.now()`. `beganAtMs`: when the soak began. */
export async function soakSample(
  stage: Stage,
  span: { beganAtMs: number; fromMs: number },
): Promise<SoakSample> {
  const census = processCensus(stage.studio.pid);
  const metrics = await metricsOf(stage);
  const { judges } = stage.audience;
  const { fromMs } = span;
  const figures = stage.figures({ fromMs });
  const held = total(census);
  return {
    minute: rounded((performance.now() - span.beganAtMs) / 60_000),
    people: Object.keys(stage.host.state.participants).length,
    rssMib: rounded(held.rssKib / 1024),
    rssMibByRole: rssByRole(census),
    heapMib: rounded(metrics('nodejs_heap_size_used_bytes') / MIB),
    externalMib: rounded(metrics('nodejs_external_memory_bytes') / MIB),
    ...{ descriptors: held.descriptors, udp: held.udp, tcp: held.tcp, threads: held.threads },
    ...{ processes: held.processes, zombies: census.zombies },
    timers: metrics('nodejs_active_resources{type="Timeout"}'),
    driftPpm: rounded(metrics('studio_strip_drift_ppm_max')),
    ticks: metrics('studio_mixer_ticks_total'),
    ticksLate: metrics('studio_mixer_ticks_late_total'),
    ticksSkipped: metrics('studio_mixer_ticks_skipped_total'),
    airGapMs: Math.max(...judges.map((it) => it.airGapMs(stage.tonesHz, { fromMs }))),
    byteGapMs: Math.round(Math.max(figures.byteGapMs, ...judges.map((it) => it.byteGapMs({ fromMs })))),
    dropped: figures.dropped + figures.droppedOpus + figures.droppedRelay,
    sources: await stage.sourceConnections(),
    ownStallMs: Math.round(figures.ownStallMs),
    ownRssMib: rounded(process.memoryUsage.rss() / MIB),
  };
}

/** What is held while nobody comes or goes: the least of several looks. */
export type Rest = Pick<
  SoakSample,
  'descriptors' | 'udp' | 'tcp' | 'threads' | 'processes' | 'zombies' | 'timers'
>;

export const REST_NAMES = ['descriptors', 'udp', 'tcp', 'threads', 'processes', 'zombies', 'timers'] as const;

export async function restOf(stage: Stage): Promise<Rest> {
  const looks: Rest[] = [];
  for (let look = 0; look < REST_LOOKS; look += 1) {
    await sleep(REST_LOOK_EVERY_MS);
    const census = processCensus(stage.studio.pid);
    const { descriptors, udp, tcp, threads, processes } = total(census);
    const timers = (await metricsOf(stage))('nodejs_active_resources{type="Timeout"}');
    looks.push({ descriptors, udp, tcp, threads, processes, zombies: census.zombies, timers });
  }
  const least = (name: (typeof REST_NAMES)[number]) => Math.min(...looks.map((look) => look[name]));
  return {
    ...{ descriptors: least('descriptors'), udp: least('udp'), tcp: least('tcp') },
    ...{ threads: least('threads'), processes: least('processes'), zombies: least('zombies') },
    timers: least('timers'),
  };
}

/** Answers with each figure by its name; 0 for one that is not there. The connection is not kept: it would count as a descriptor. */
async function metricsOf({ studio }: Stage): Promise<(name: string) => number> {
  const response = await fetch(`${studio.url}/metrics`, { headers: { connection: 'close' } });
  const lines = (await response.text()).split('\n');
  return (name) => {
    const line = lines.find((each) => each.startsWith(`${name} `));
    return line === undefined ? 0 : Number(line.slice(name.length + 1));
  };
}

function rssByRole({ byRole }: Census): Record<Role, number> {
  const mib = (role: Role) => rounded(byRole[role].rssKib / 1024);
  const [keeper, server, worker, icecast, ffmpeg, coturn, other] = ROLES;
  return {
    ...{ keeper: mib(keeper), server: mib(server), worker: mib(worker), icecast: mib(icecast) },
    ...{ ffmpeg: mib(ffmpeg), coturn: mib(coturn), other: mib(other) },
  };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
