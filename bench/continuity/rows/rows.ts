/** Every fault of the continuity table, in its order. */
import type { FaultRow } from '../fault-row.ts';
import { guestSilent } from './r01-guest-silent.ts';
import { everybodySilent } from './r02-everybody-silent.ts';
import { encoderKilled } from './r03-encoder-killed.ts';
import { encoderStopped } from './r04-encoder-stopped.ts';
import { encoderEndsWell } from './r05-encoder-ends-well.ts';

export const FAULT_ROWS: readonly FaultRow[] = [
  guestSilent,
  everybodySilent,
  encoderKilled,
  encoderStopped,
  encoderEndsWell,
];
