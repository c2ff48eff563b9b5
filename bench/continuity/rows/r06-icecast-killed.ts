/** R6: Icecast is killed and comes back three seconds later. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultRow } from '../fault-row.ts';
import { firstSeenMs, isAccepted } from '../host-view.ts';
import { above } from '../listener-faults.ts';

const AWAY_MS = 3_000;
const PLAYER_BACK_MAX_MS = 5_000;

export const icecastKilled: FaultRow = {
  id: 'R6',
  title: 'kill -9 of Icecast, started again after 3 s',
  method:
    'An Icecast of the bench with the configuration of the project gets SIGKILL and is started again after 3 s. From the moment its port takes connections until it has accepted both mounts. Its own listeners cannot survive it; those of the studio’s address must, and hear the program again within 5 s.',
  target: 'source back ≤ 1.0 s after the port opens; relay listeners back ≤ 5 s, 0 dropped there',
  unit: 's',
  limit: 1,
  repeats: { quick: 2, full: 20 },
  stage: { icecast: 'external' },
  async run(stage) {
    const { icecast } = stage.external;
    const { relayJudge, relay } = stage.audience;
    const killedAtMs = performance.now();
    await icecast.die();
    await sleep(AWAY_MS);
    const openedAtMs = await icecast.startAgain();
    await stage.settle();
    const backMs = firstSeenMs(stage.host.programs, openedAtMs, isAccepted) ?? Number.POSITIVE_INFINITY;
    const waitMs = relayJudge.waitMs(stage.tonesHz, { fromMs: killedAtMs });
    const playerBackMs = waitMs - (openedAtMs - killedAtMs);
    const cut = relay.dropped(killedAtMs);
    return {
      value: backMs / 1000,
      details: {
        'relay listeners without sound ms': waitMs,
        'of that after the port opened ms': playerBackMs,
      },
      faults: [
        ...(cut === 0 ? [] : [`${cut} of 5 listeners of the studio's own address were cut off`]),
        ...above('the wait of relay listeners after the port opened', playerBackMs, PLAYER_BACK_MAX_MS),
      ],
    };
  },
};
