/** R3: the encoder is killed. */
import type { FaultRow } from '../fault-row.ts';
import { encoderFault } from './encoder-fault.ts';

export const encoderKilled: FaultRow = {
  id: 'R3',
  title: 'kill -9 of the encoder (ffmpeg)',
  method: 'The ffmpeg child gets SIGKILL. From the kill until the decoded mount has every tone again.',
  target: 'programme back ≤ 1.5 s, 0 dropped',
  unit: 's',
  limit: 1.5,
  repeats: { quick: 3, full: 20 },
  keepsSources: true,
  stage: {},
  run: (stage) => encoderFault(stage, () => process.kill(stage.encoder.pid, 'SIGKILL')),
};
