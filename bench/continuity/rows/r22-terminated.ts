/** R22: the studio is told to end while it is on air. */
import { setTimeout as sleep } from 'node:timers/promises';
import { descendantsOf, isAlive } from '../../../test/support/child-processes.ts';
import type { FaultRow } from '../fault-row.ts';
import { above } from '../listener-faults.ts';
import type { Stage } from '../stage.ts';

const NOT_READY_MAX_MS = 100;
const ASK_EVERY_MS = 10;
const ASK_TIMEOUT_MS = 1_000;

export const terminated: FaultRow = {
  id: 'R22',
  title: 'SIGTERM to the studio while on air',
  method:
    'The process that a person starts gets SIGTERM with five people in the room. From then until it has exited. /readyz is asked every 10 ms and must not say "ready" for longer than 100 ms, beyond the time for which the bench itself stood still and could not hear the answer; everybody must be told to come back later; no process may be left.',
  target: 'not ready ≤ 100 ms, exit ≤ 8 s, 0 orphans',
  unit: 's',
  limit: 8,
  repeats: { quick: 2, full: 20 },
  usesUp: true,
  stage: {},
  async run(stage) {
    const processes = descendantsOf(stage.studio.pid).map(({ pid }) => pid);
    const fromMs = performance.now();
    process.kill(stage.studio.pid, 'SIGTERM');
    const saidReadyMs = (await lastReadyAt(stage, fromMs)) - fromMs;
    const { ownStallMs } = stage.figures({ fromMs });
    while (isAlive(stage.studio.pid)) await sleep(ASK_EVERY_MS);
    const exitMs = performance.now() - fromMs;
    const orphans = processes.filter(isAlive).length;
    const lost = stage.everybody.filter(({ phase }) => phase.kind === 'lost').length;
    return {
      value: exitMs / 1000,
      details: { 'last said ready after ms': saidReadyMs, 'the bench itself stood still ms': ownStallMs },
      faults: [
        ...above('the time until /readyz said no', saidReadyMs - ownStallMs, NOT_READY_MAX_MS),
        ...(orphans === 0 ? [] : [`${orphans} processes were left`]),
        ...(lost === stage.everybody.length
          ? []
          : [`only ${lost} of ${stage.everybody.length} were told to come back`]),
      ],
    };
  },
};

/** When the last answer came that said "ready"; `fromMs` when none did. A server that does not answer any more is not ready. */
async function lastReadyAt({ studio }: Stage, fromMs: number): Promise<number> {
  let readyAtMs = fromMs;
  for (;;) {
    const isReady = await fetch(`${studio.url}/readyz`, { signal: AbortSignal.timeout(ASK_TIMEOUT_MS) }).then(
      (response) => response.ok,
      () => false,
    );
    if (!isReady) return readyAtMs;
    readyAtMs = performance.now();
    await sleep(ASK_EVERY_MS);
  }
}
