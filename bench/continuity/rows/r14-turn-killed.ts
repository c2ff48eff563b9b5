/** R14: coturn is killed while a guest reaches the studio through it alone. */
import { setTimeout as sleep } from 'node:timers/promises';
import { AirJudge } from '../../../test/support/air-judge.ts';
import { enterStudio, hearsTone, openBrowser, type Person } from '../../../test/support/browser/person.ts';
import { allowRelayOnly, usedCandidates } from '../../../test/support/browser/relay-only.ts';
import { descendant } from '../../../test/support/child-processes.ts';
import { MountListener } from '../../../test/support/mount-listener.ts';
import { until } from '../../../test/support/until.ts';
import type { FaultRow } from '../fault-row.ts';
import { above, cutOff } from '../listener-faults.ts';
import { needsChromium } from '../needs-chromium.ts';
import { inviteToken } from '../people.ts';
import type { Stage } from '../stage.ts';

const COTURN = /^(\S*\/)?turnserver /;
/** A tone that nobody of the stage has. */
const TONE_HZ = 1_600;
const LEVEL_DB = -26;
const CLEARLY_HEARD_DB = -35;
/** Icecast begins with some seconds of the past, in which the tone may not have been there: a judge would learn its absence. */
const BURST_MS = 6_000;
const NAME = 'Rita Relay';
const OTHERS_MAX_MS = 40;
const BACK_DEADLINE_MS = 40_000;

export const turnKilled: FaultRow = {
  id: 'R14',
  title: 'kill -9 of coturn with a guest relayed through it',
  method:
    'A guest in Chromium, which may use candidates of the relay alone, is on air beside four others. The coturn of the studio gets SIGKILL; nobody helps. From then until the decoded mount has the guest’s tone again; when he hears the host again is a figure of its own.',
  target: 'audio back ≤ 8 s',
  unit: 's',
  limit: 8,
  repeats: { quick: 1, full: 20 },
  keepsSources: true,
  stage: {},
  async run(stage) {
    const person = await needsChromium(openBrowser(NAME, TONE_HZ, { levelDb: LEVEL_DB }));
    const opened: { close(): unknown }[] = [person];
    try {
      await allowRelayOnly(person);
      const token = await inviteToken(stage.host);
      await enterStudio(person, `${stage.studio.url}/join/${token}`, { headphones: true });
      await putOnAir(stage);
      await isRelayed(person);
      const url = `${stage.icecastUrl}/main.mp3`;
      const listener = await MountListener.open(url);
      opened.push(listener);
      await listener.hears(TONE_HZ, CLEARLY_HEARD_DB);
      await sleep(BURST_MS);
      const judge = await AirJudge.open({ url, tonesHz: [TONE_HZ] });
      opened.push(judge);
      const fromMs = performance.now();
      process.kill(descendant(stage.studio.pid, COTURN).pid, 'SIGKILL');
      const goneAtMs = await judge.untilHeard(TONE_HZ, false, fromMs);
      await until('he hears the host again', () => hearsTone(person, stage.host.toneHz), BACK_DEADLINE_MS);
      const hearsAtMs = performance.now();
      await judge.steady();
      await isRelayed(person);
      const figures = stage.figures({ fromMs });
      return {
        value: judge.waitMs([TONE_HZ], { fromMs }) / 1000,
        details: {
          'missing from the mount after s': (goneAtMs - fromMs) / 1000,
          'hears the host again after at most s': (hearsAtMs - fromMs) / 1000,
          'gap of the others ms': figures.airGapMs,
        },
        faults: [...cutOff(figures), ...above('the gap of the others', figures.airGapMs, OTHERS_MAX_MS)],
      };
    } finally {
      for (const thing of opened.reverse()) await thing.close();
    }
  },
};

async function putOnAir({ host }: Stage): Promise<void> {
  const stripId = await until('the host sees him', () => {
    const { participants, strips } = host.state;
    const id = Object.values(participants).find(
      ({ name, presence }) => name === NAME && presence === 'here',
    )?.id;
    return Object.values(strips).find(({ participantId }) => participantId === id)?.id;
  });
  await host.call('strip.setOn', { stripId, on: true });
}

/** Both of his connections are up, and go through the relay. */
async function isRelayed(person: Person): Promise<void> {
  await until('both connections go through the relay', async () => {
    const used = await usedCandidates(person);
    return used.length === 2 && used.every((kind) => kind === 'relay');
  });
}
