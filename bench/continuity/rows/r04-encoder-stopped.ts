/** R4: the encoder hangs. */
import type { FaultRow } from '../fault-row.ts';
import { encoderFault } from './encoder-fault.ts';

export const encoderStopped: FaultRow = {
  id: 'R4',
  title: 'SIGSTOP of the encoder (ffmpeg)',
  method:
    'The ffmpeg child gets SIGSTOP and is never woken. From the stop until the decoded mount has every tone again.',
  target: '≤ 4 s, 0 dropped',
  unit: 's',
  limit: 4,
  repeats: { quick: 3, full: 20 },
  keepsSources: true,
  stage: {},
  run: (stage) => encoderFault(stage, () => process.kill(stage.encoder.pid, 'SIGSTOP')),
};
