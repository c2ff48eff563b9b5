/** R12: the WebSockets of all guests are dead for 20 s while their media goes on. */
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../../test/support/until.ts';
import type { Closings } from '../closings.ts';
import type { FaultRow } from '../fault-row.ts';
import { NetworkNamespace } from '../impairments/network-namespace.ts';
import { startPipe } from '../impairments/start-pipe.ts';
import { above, cutOff, figureDetails } from '../listener-faults.ts';
import type { StageOptions } from '../stage.ts';

const CUT_MS = 20_000;
const LOST_AUDIO_MAX_MS = 40;
const BACK_DEADLINE_MS = 60_000;

async function throughNamespace(closings: Closings): Promise<StageOptions> {
  const namespace = await NetworkNamespace.make(closings);
  let pipe: Promise<number> | null = null;
  const route = async (port: number) => {
    pipe ??= startPipe({ namespace, targetPort: port, closings });
    return { host: namespace.inside, port: await pipe };
  };
  return { namespace, env: { HOST: '0.0.0.0' }, guests: { route } };
}

export const socketCut: FaultRow = {
  id: 'R12',
  title: 'WebSockets dead for 20 s, media untouched',
  method:
    'The WebSockets of four guests go through a network namespace in which iptables drops every packet between them and the studio for 20 s; nobody is told. From the end of that until the last of them is in the room again, as the participant he was. No sound may be missing at any time.',
  target: '0 lost audio; resumed ≤ 1.5 s after heal',
  unit: 's',
  limit: 1.5,
  repeats: { quick: 1, full: 5 },
  keepsSources: true,
  stage: throughNamespace,
  async run(stage) {
    const { namespace, studio, guests, host } = stage;
    const ids = guests.map(({ id }) => id);
    const fromMs = performance.now();
    await namespace.drop(namespace.outside, studio.port);
    await sleep(CUT_MS);
    await namespace.heal();
    const healedAtMs = performance.now();
    const areBack = () =>
      guests.every(({ id, phase }) => {
        return phase.kind === 'in' && host.state.participants[id]?.presence === 'here';
      });
    // A guest who has not noticed yet is in the room for himself, but away for the host.
    await until('every guest is here for the host', areBack, BACK_DEADLINE_MS);
    const backAtMs = performance.now();
    await stage.settle();
    const figures = stage.figures({ fromMs });
    const strangers = guests.filter(({ id }, index) => id !== ids[index]).length;
    return {
      value: (backAtMs - healedAtMs) / 1000,
      details: figureDetails(figures),
      faults: [
        ...cutOff(figures),
        ...above('the gap in the sound', figures.airGapMs, LOST_AUDIO_MAX_MS),
        ...(strangers === 0 ? [] : [`${strangers} of 4 guests came back as somebody else`]),
      ],
    };
  },
};
