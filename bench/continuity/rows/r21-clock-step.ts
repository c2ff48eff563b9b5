/** R21: the clock of the machine is set an hour ahead, back, an hour behind, and right again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { StudioVisitor } from '../../../test/support/studio-visitor.ts';
import { until } from '../../../test/support/until.ts';
import type { FaultRow, FaultRun } from '../fault-row.ts';
import { isAlarming } from '../host-view.ts';
import { FakeClock } from '../impairments/fake-clock.ts';
import { above, cutOff, figureDetails } from '../listener-faults.ts';
import { enterOwner, inviteToken, ownerCookie } from '../people.ts';
import type { Stage } from '../stage.ts';

const HOUR_S = 3_600;
const OFFSETS_S = [HOUR_S, 0, -HOUR_S, 0];
/** Longer than heartbeats and than the time after which Icecast gives up a source. */
const WATCHED_MS = { quick: 11_000, full: 40_000 } as const;
/** The Date header of HTTP has whole seconds, and programs look at the clock every second. */
const DATE_TOLERANCE_MS = 5_000;
const LOST_AUDIO_MAX_MS = 40;

export const clockStep: FaultRow = clockStepRow();

/** The clock is made with the stage. */
function clockStepRow(): FaultRow {
  let clock: FakeClock | null = null;
  return {
    id: 'R21',
    title: 'The clock is set by an hour, four times',
    method:
      'Studio, Icecast and coturn live by a clock of the bench (libfaketime): it is set an hour ahead, back, an hour behind, and right again, while monotonic time goes on. The value is how many listeners were cut off and sessions lost in all. After each step a new guest must get in by a link from before the first step, and the owner by a cookie from before it; no host may read an alarm, and no sound may be missing.',
    target: '0 listeners cut off, 0 sessions lost, no link expired',
    unit: '',
    limit: 0,
    repeats: { quick: 1, full: 3 },
    keepsSources: true,
    async stage(closings) {
      clock = await FakeClock.make(closings);
      return { env: clock.env };
    },
    async run(stage, mode) {
      const [token, cookie] = [await inviteToken(stage.host), await ownerCookie(stage.studio)];
      const ids = stage.everybody.map(({ id }) => id);
      const fromMs = performance.now();
      const refused: string[] = [];
      for (const [step, offsetS] of OFFSETS_S.entries()) {
        await clock?.set(offsetS);
        await clockIs(stage, offsetS);
        await sleep(WATCHED_MS[mode]);
        const name = `step ${step + 1}`;
        await enterByLink(stage, token, name).catch(() =>
          refused.push(`a guest was not let in after ${name}`),
        );
        await enterByCookie(stage, cookie, name).catch(() =>
          refused.push(`the owner was not let in after ${name}`),
        );
      }
      await stage.settle();
      const run = outcome(stage, ids, fromMs);
      return { ...run, faults: [...run.faults, ...refused] };
    },
  };
}

function outcome(stage: Stage, ids: readonly string[], fromMs: number): FaultRun {
  const figures = stage.figures({ fromMs });
  const { dropped, droppedOpus, droppedRelay, airGapMs } = figures;
  const lost = stage.everybody.filter(({ id, phases }, index) => {
    return id !== ids[index] || phases.some(({ kind, atMs }) => atMs >= fromMs && kind !== 'in');
  }).length;
  const alarms = stage.host.programs.filter(({ atMs, program }) => atMs >= fromMs && isAlarming(program));
  return {
    value: dropped + droppedOpus + droppedRelay + lost,
    details: figureDetails(figures),
    faults: [
      ...cutOff(figures),
      ...(lost === 0 ? [] : [`${lost} of ${ids.length} sessions were lost`]),
      ...(alarms.length === 0 ? [] : ['the host read an alarm']),
      ...above('the gap in the sound', airGapMs, LOST_AUDIO_MAX_MS),
    ],
  };
}

/** The studio and Icecast live by the clock that was set. */
async function clockIs({ studio, icecastUrl }: Stage, offsetS: number): Promise<void> {
  for (const url of [`${studio.url}/healthz`, `${icecastUrl}/status-json.xsl`]) {
    await until(`${url} tells the time that was set`, async () => {
      const date = Date.parse((await fetch(url)).headers.get('date') ?? '');
      return Math.abs(date - (Date.now() + offsetS * 1000)) < DATE_TOLERANCE_MS;
    });
  }
}

async function enterByLink({ studio }: Stage, token: string, name: string): Promise<void> {
  const credential = { kind: 'invite', token } as const;
  const guest = await StudioVisitor.enter({ studioUrl: studio.url, credential, name, toneHz: 0 });
  guest.leave();
}

async function enterByCookie({ studio }: Stage, cookie: string, name: string): Promise<void> {
  (await enterOwner(studio, cookie, { name, toneHz: 0 })).leave();
}
