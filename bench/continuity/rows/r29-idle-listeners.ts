/** R29: forty listeners read nothing, beside two hundred who do. */
import { setTimeout as sleep } from 'node:timers/promises';
import { descendant, residentBytes } from '../../../test/support/child-processes.ts';
import { ListenerCrowd } from '../../../test/support/listener-crowd.ts';
import type { FaultRow } from '../fault-row.ts';
import { IdleListeners } from '../idle-listeners.ts';
import { above, cutOff, figureDetails, sourcesAgain } from '../listener-faults.ts';
import type { Stage } from '../stage.ts';

const IDLE = 40;
/** Beside those of the stage. A mount has 240 places: the probe and the studio's own relay listen there, too. */
const MORE = { mount: 176, relay: 194 } as const;
const RSS_MAX_MIB = 64;
const LOOK_EVERY_MS = 1_000;
/** On loopback the kernel takes up to 5 MB for a listener who reads nothing: at 128 kbit/s that is five minutes. */
const WATCHED_MS = { quick: 60_000, full: 400_000 } as const;
const BYTES_PER_MIB = 1024 * 1024;

export const idleListeners: FaultRow = {
  id: 'R29',
  title: '40 listeners who read nothing beside 200 who do',
  method:
    '40 connections ask for the MP3 mount at Icecast and 40 for the studio’s own address, and read nothing, until the last of them is cut off (a minute when quick, which is too short for that: the kernel takes up to 5 MB for each); on either way 200 others listen, the probe and the studio’s relay among them. The value is the longest pause that any of those who read had between two reads; one not longer than the bench itself stood still is the bench’s own.',
  target: 'byte gap ≤ 0.5 s, Icecast ≤ 64 MiB, all slow ones cut',
  unit: 'ms',
  limit: 500,
  repeats: { quick: 1, full: 3 },
  usesUp: true,
  stage: {},
  async run(stage, mode) {
    const urls = { mount: `${stage.icecastUrl}/main.mp3`, relay: `${stage.studio.url}/live/main.mp3` };
    const sources = await stage.sourceConnections();
    const open = async (way: keyof typeof MORE) =>
      stage.add(await ListenerCrowd.open({ url: urls[way], count: MORE[way] }), (it) => it.close());
    const crowds = { mount: await open('mount'), relay: await open('relay') };
    const cutBefore = await stage.metric('studio_relay_listeners_cut_total');
    const fromMs = performance.now();
    for (const url of [urls.mount, urls.relay]) {
      stage.add(await IdleListeners.open(url, IDLE), (it) => it.close());
    }
    const atTheDoor = pausesOf(stage, crowds, fromMs);
    const { rssMib, lastCutMs, left } = await untilAllAreCut(stage, cutBefore, WATCHED_MS[mode]);
    const figures = stage.figures({ fromMs });
    const pauses = pausesOf(stage, crowds, fromMs);
    const dropped = crowds.mount.dropped(fromMs) + crowds.relay.dropped(fromMs);
    const longestMs = Math.max(pauses.mountMs, pauses.relayMs);
    return {
      value: longestMs > figures.ownStallMs ? longestMs : 0,
      details: {
        ...figureDetails(figures),
        'byte gap at Icecast ms': pauses.mountMs,
        'byte gap at the studio’s own address ms': pauses.relayMs,
        'both while the slow ones came ms': Math.max(atTheDoor.mountMs, atTheDoor.relayMs),
        'byte gap of the Opus mount ms': stage.audience.opus.byteGapMs(fromMs),
        'Icecast at most MiB': rssMib,
        'watched for s': (lastCutMs - fromMs) / 1000,
        'slow ones not cut by then': left,
      },
      faults: [
        ...cutOff(figures),
        ...(dropped === 0 ? [] : [`${dropped} more listeners who read were cut off`]),
        ...(left === 0 || mode === 'quick'
          ? []
          : [`${left} of ${2 * IDLE} who read nothing were not cut off`]),
        ...above('the memory of Icecast', rssMib, RSS_MAX_MIB, 'MiB'),
        ...sourcesAgain(sources, await stage.sourceConnections()),
      ],
    };
  },
};

/** The longest pause of those who read, on each way. */
function pausesOf(
  stage: Stage,
  crowds: { readonly mount: ListenerCrowd; readonly relay: ListenerCrowd },
  fromMs: number,
): { readonly mountMs: number; readonly relayMs: number } {
  const { relay, relayJudge } = stage.audience;
  return {
    mountMs: Math.max(stage.figures({ fromMs }).byteGapMs, crowds.mount.byteGapMs(fromMs)),
    relayMs: Math.max(
      relay.byteGapMs(fromMs),
      relayJudge.byteGapMs({ fromMs }),
      crowds.relay.byteGapMs(fromMs),
    ),
  };
}

/** Watches until those who read nothing are gone, or for as long as that may take. */
async function untilAllAreCut(
  stage: Stage,
  relayCutBefore: number,
  watchedMs: number,
): Promise<{ rssMib: number; lastCutMs: number; left: number }> {
  const { pid } = descendant(stage.studio.pid, /(^|\/)icecast2? /);
  const giveUpAtMs = performance.now() + watchedMs;
  let rssMib = 0;
  for (;;) {
    await sleep(LOOK_EVERY_MS);
    rssMib = Math.max(rssMib, residentBytes(pid) / BYTES_PER_MIB);
    const atRelay = (await stage.metric('studio_relay_listeners_cut_total')) - relayCutBefore;
    const left = Math.max(0, IDLE - (await slowOfMount(stage))) + Math.max(0, IDLE - atRelay);
    const nowMs = performance.now();
    if (left === 0 || nowMs > giveUpAtMs) return { rssMib, lastCutMs: nowMs, left };
  }
}

/** How many listeners of the MP3 mount Icecast has cut off because they were too slow. */
async function slowOfMount(stage: Stage): Promise<number> {
  const mount = /<source mount="\/main\.mp3">.*?<\/source>/s.exec(await stage.askIcecast('stats'))?.[0];
  return Number(/<slow_listeners>(\d+)</.exec(mount ?? '')?.[1] ?? 0);
}
