/** What the rows about a dying encoder have in common: the fault, and how long listeners are without the program. */
import type { FaultRun } from '../fault-row.ts';
import { cutOff, figureDetails } from '../listener-faults.ts';
import type { Stage } from '../stage.ts';

const MS_PER_S = 1000;

/** Does `fault`, waits until everybody is heard again, and tells how long that was. */
export async function encoderFault(stage: Stage, fault: () => void): Promise<FaultRun> {
  const pid = stage.encoder.pid;
  const fromMs = performance.now();
  fault();
  await stage.replaced(pid);
  await stage.settle();
  const figures = stage.figures({ fromMs });
  return {
    value: figures.waitMs / MS_PER_S,
    details: figureDetails(figures),
    faults: cutOff(figures),
  };
}
