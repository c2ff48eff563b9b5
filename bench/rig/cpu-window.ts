/** How much of a core process trees use over a while. */
import { setTimeout as delay } from 'node:timers/promises';
import { treeCpuMs } from './process-tree.ts';

/** In percent of one core; `byName` tells the programs of the tree apart. */
export type CpuUse = { readonly percent: number; readonly byName: ReadonlyMap<string, number> };

/** Watches the trees of `roots` for `seconds`. */
export async function measureCpu(roots: readonly number[], seconds: number): Promise<CpuUse> {
  const before = roots.map(treeCpuMs);
  const beganAtMs = performance.now();
  await delay(seconds * 1000);
  const after = roots.map(treeCpuMs);
  const elapsedMs = performance.now() - beganAtMs;
  const byName = new Map<string, number>();
  for (const [index, tree] of after.entries()) {
    for (const [name, cpuMs] of tree) {
      const usedMs = cpuMs - (before[index]?.get(name) ?? 0);
      byName.set(name, (byName.get(name) ?? 0) + (100 * usedMs) / elapsedMs);
    }
  }
  return { percent: [...byName.values()].reduce((sum, value) => sum + value, 0), byName };
}
