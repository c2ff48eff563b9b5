/** What others do on this machine while a bench wants it for itself. */
import { setTimeout as delay } from 'node:timers/promises';
import { machineBusyMs, treeCpuMs } from './process-tree.ts';

const SAMPLE_MS = 1000;

/** How many cores are kept busy by processes that are not ours, over a second; 0 where it cannot be known. */
export async function foreignLoad(): Promise<number> {
  const [before, ownBefore, beganAtMs] = [machineBusyMs(), ownMs(), performance.now()];
  await delay(SAMPLE_MS);
  const after = machineBusyMs();
  if (before === null || after === null) return 0;
  const foreignMs = after - before - (ownMs() - ownBefore);
  return Math.max(0, foreignMs / (performance.now() - beganAtMs));
}

function ownMs(): number {
  return [...treeCpuMs(process.pid).values()].reduce((sum, value) => sum + value, 0);
}
