/** R8: for 20 s nothing passes between the studio and Icecast. */
import { setTimeout as sleep } from 'node:timers/promises';
import { BenchIcecast } from '../bench-icecast.ts';
import type { Closings } from '../closings.ts';
import type { FaultRow } from '../fault-row.ts';
import { firstSeenMs, isAlarming } from '../host-view.ts';
import { NetworkNamespace } from '../impairments/network-namespace.ts';
import { cutOff } from '../listener-faults.ts';
import type { StageOptions } from '../stage.ts';

const AWAY_MS = 20_000;

async function inNamespace(closings: Closings): Promise<StageOptions> {
  const namespace = await NetworkNamespace.make(closings);
  const farIcecast = closings.add(
    await BenchIcecast.start({ host: namespace.inside, launcher: namespace.launcher }),
    (it) => it.stop(),
  );
  return { namespace, farIcecast };
}

export const icecastPartition: FaultRow = {
  id: 'R8',
  title: 'Partition of studio and Icecast for 20 s',
  method:
    'Icecast runs in a network namespace; iptables drops every packet between it and the studio, standby included, for 20 s. Its listeners come from another address: they hear nothing meanwhile and must stay connected. From the end of the drop until the decoded mount has every tone.',
  target: '≤ 2 s after heal, 0 dropped',
  unit: 's',
  limit: 2,
  repeats: { quick: 1, full: 10 },
  stage: inNamespace,
  async run(stage) {
    const { namespace } = stage;
    const cutAtMs = performance.now();
    await namespace.drop(namespace.outside);
    await sleep(AWAY_MS);
    await namespace.heal();
    const healedAtMs = performance.now();
    await stage.settle();
    const figures = stage.figures({ fromMs: healedAtMs });
    return {
      value: figures.waitMs / 1000,
      details: {
        'host told after ms':
          firstSeenMs(stage.host.programs, cutAtMs, isAlarming) ?? Number.POSITIVE_INFINITY,
      },
      faults: cutOff(stage.figures({ fromMs: cutAtMs })),
    };
  },
};
