/** R10: the media worker of the room is killed with ten people live. */

import type { FaultRow } from '../fault-row.ts';
import { cutOff, figureDetails } from '../listener-faults.ts';
import { roomWorkerPid } from '../room-worker.ts';

export const workerKilled: FaultRow = {
  id: 'R10',
  title: 'kill -9 of the mediasoup worker, ten people live',
  method:
    'The worker that carries the room gets SIGKILL. From the kill until the decoded mount has the tones of all ten again; all must come back.',
  target: 'everybody back ≤ 3 s, 0 dropped',
  unit: 's',
  limit: 3,
  repeats: { quick: 2, full: 20 },
  keepsSources: true,
  stage: { guests: { count: 9, hears: true } },
  async run(stage) {
    const fromMs = performance.now();
    process.kill(roomWorkerPid(stage), 'SIGKILL');
    await stage.settle();
    const figures = stage.figures({ fromMs });
    return { value: figures.waitMs / 1000, details: figureDetails(figures), faults: cutOff(figures) };
  },
};
