import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isAlarming } from '../../../bench/continuity/host-view.ts';
import { cutOff, cutOffAtIcecast } from '../../../bench/continuity/listener-faults.ts';
import { networkOf } from '../../../bench/continuity/people.ts';
import { roomWorkerPid } from '../../../bench/continuity/room-worker.ts';
import { Stage } from '../../../bench/continuity/stage.ts';
import { until } from '../../support/until.ts';

/** The hardest faults of the continuity bench, once each. What counts here is that listeners stay and everybody is heard again; the bench says how soon. */

const STAGE_TIMEOUT_MS = 120_000;
const FAULT_TIMEOUT_MS = 120_000;
/** As long as a fault lasts that ends by itself: longer than anything that only bridges a gap. */
const LASTS_MS = 3_000;
const TIMES_REPUBLISHED = 5;
/** The server takes both mounts again; the standby keeps its own. */
const SOURCES_OF_A_RESTART = 2;

/** Does a fault and waits until every judge hears everybody again. */
async function survived(
  stage: Stage,
  fault: () => unknown,
): Promise<{ cut: readonly string[]; newSources: number }> {
  const sources = await stage.sourceConnections();
  const fromMs = performance.now();
  await fault();
  await stage.settle();
  return { cut: cutOff(stage.figures({ fromMs })), newSources: (await stage.sourceConnections()) - sources };
}

const NOBODY_NOTICED = { cut: [], newSources: 0 };

describe('on air with five people and the studio’s own Icecast', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open({ guests: { hears: true, spoilable: true } });
  }, STAGE_TIMEOUT_MS);

  beforeEach(() => stage.settle(), FAULT_TIMEOUT_MS);

  afterAll(() => stage.close(), STAGE_TIMEOUT_MS);

  test(
    'a guest who sends nothing for a while takes nobody else off air',
    async () => {
      const guest = stage.guest(0);
      const silence = async () => {
        guest.microphone.setCut(true);
        await sleep(LASTS_MS);
        guest.microphone.setCut(false);
      };
      expect(await survived(stage, silence)).toEqual(NOBODY_NOTICED);
    },
    FAULT_TIMEOUT_MS,
  );

  test(
    'an encoder that is killed is replaced on the same connection to Icecast',
    async () => {
      const { pid } = stage.encoder;
      const kill = () => {
        process.kill(pid, 'SIGKILL');
        return stage.replaced(pid);
      };
      expect(await survived(stage, kill)).toEqual(NOBODY_NOTICED);
    },
    FAULT_TIMEOUT_MS,
  );

  test(
    'an encoder that hangs is found and replaced on the same connection to Icecast',
    async () => {
      const { pid } = stage.encoder;
      const hang = () => {
        process.kill(pid, 'SIGSTOP');
        return stage.replaced(pid);
      };
      expect(await survived(stage, hang)).toEqual(NOBODY_NOTICED);
    },
    FAULT_TIMEOUT_MS,
  );

  test(
    'a media worker that is killed loses nobody',
    async () => {
      const ids = stage.everybody.map(({ id }) => id);
      expect(await survived(stage, () => process.kill(roomWorkerPid(stage), 'SIGKILL'))).toEqual(
        NOBODY_NOTICED,
      );
      expect(stage.everybody.map(({ id }) => id)).toEqual(ids);
    },
    FAULT_TIMEOUT_MS,
  );

  test(
    'a guest who publishes anew again and again is heard as before',
    async () => {
      const guest = stage.guest(1);
      const republish = async () => {
        for (let time = 0; time < TIMES_REPUBLISHED; time += 1) await guest.republish();
      };
      expect(await survived(stage, republish)).toEqual(NOBODY_NOTICED);
    },
    FAULT_TIMEOUT_MS,
  );

  test(
    'a server that is killed finds everybody again and loses no listener of Icecast',
    async () => {
      const ids = stage.everybody.map(({ id }) => id);
      const fromMs = performance.now();
      const { newSources } = await survived(stage, () => process.kill(stage.server.pid, 'SIGKILL'));
      expect(cutOffAtIcecast(stage.figures({ fromMs }))).toEqual([]);
      expect(newSources).toBe(SOURCES_OF_A_RESTART);
      expect(stage.everybody.map(({ id }) => id)).toEqual(ids);
    },
    FAULT_TIMEOUT_MS,
  );

  test(
    'a guest who vanishes without a word is seen away, and the others are heard on',
    async () => {
      const gone = stage.guest(3);
      const others = stage.tonesHz.filter((toneHz) => toneHz !== gone.toneHz);
      const sources = await stage.sourceConnections();
      const fromMs = performance.now();
      await networkOf(gone).vanish();
      await until(
        'the host sees him away',
        () => stage.host.state.participants[gone.id]?.presence !== 'here',
      );
      await stage.judge.untilHeard(gone.toneHz, false, fromMs);
      await until('the others are heard', () => others.every((toneHz) => stage.judge.hears(toneHz)));
      expect(cutOffAtIcecast(stage.figures({ fromMs }))).toEqual([]);
      expect(await stage.sourceConnections()).toBe(sources);
    },
    FAULT_TIMEOUT_MS,
  );
});

describe('on air with five people and an Icecast elsewhere', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open({ icecast: 'external' });
  }, STAGE_TIMEOUT_MS);

  beforeEach(() => stage.settle(), FAULT_TIMEOUT_MS);

  afterAll(() => stage.close(), STAGE_TIMEOUT_MS);

  test(
    'a mount that our own dead connection still holds is taken again',
    async () => {
      const { cut, newSources } = await survived(stage, () => stage.external.cut.abandon());
      expect(cut).toEqual([]);
      expect(newSources).toBeGreaterThan(0);
    },
    FAULT_TIMEOUT_MS,
  );

  test(
    'an Icecast that stands still for a while keeps its listeners',
    async () => {
      const { icecast } = stage.external;
      const standStill = async () => {
        icecast.freeze();
        await sleep(LASTS_MS);
        icecast.thaw();
      };
      expect((await survived(stage, standStill)).cut).toEqual([]);
    },
    FAULT_TIMEOUT_MS,
  );

  test(
    'an Icecast that is killed is an alarm to hosts and gets its sources again, and listeners of the studio’s own address stay',
    async () => {
      const { icecast } = stage.external;
      const fromMs = performance.now();
      await icecast.die();
      await stage.host.programIs('the host is told', isAlarming);
      await icecast.startAgain();
      await stage.settle();
      expect(stage.figures({ fromMs }).droppedRelay).toBe(0);
    },
    FAULT_TIMEOUT_MS,
  );
});
