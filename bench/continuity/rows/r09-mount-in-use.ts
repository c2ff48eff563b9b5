/** R9: Icecast still holds a dead connection of ours when we want the mount. */
import type { FaultRow } from '../fault-row.ts';
import { cutOff, figureDetails } from '../listener-faults.ts';

export const mountInUse: FaultRow = {
  id: 'R9',
  title: 'Mount in use by our own dead connection (403)',
  method:
    'The studio learns that its connections to Icecast broke, and Icecast does not: it goes on holding them and refuses new sources. From the break until the decoded mount has every tone again.',
  target: '≤ 1.5 s, 0 dropped',
  unit: 's',
  limit: 1.5,
  repeats: { quick: 2, full: 20 },
  stage: { icecast: 'external' },
  async run(stage) {
    const fromMs = performance.now();
    stage.external.cut.abandon();
    await stage.settle();
    const figures = stage.figures({ fromMs });
    return { value: figures.waitMs / 1000, details: figureDetails(figures), faults: cutOff(figures) };
  },
};
