/** Every fault of the continuity table, in its order. */
import type { FaultRow } from '../fault-row.ts';
import { guestSilent } from './r01-guest-silent.ts';
import { everybodySilent } from './r02-everybody-silent.ts';
import { encoderKilled } from './r03-encoder-killed.ts';
import { encoderStopped } from './r04-encoder-stopped.ts';
import { encoderEndsWell } from './r05-encoder-ends-well.ts';
import { icecastKilled } from './r06-icecast-killed.ts';
import { icecastStopped } from './r07-icecast-stopped.ts';
import { icecastPartition } from './r08-icecast-partition.ts';
import { mountInUse } from './r09-mount-in-use.ts';
import { workerKilled } from './r10-worker-killed.ts';
import { serverKilled } from './r11-server-killed.ts';
import { socketCut } from './r12-socket-cut.ts';
import { pathChange } from './r13-path-change.ts';
import { turnKilled } from './r14-turn-killed.ts';
import { guestVanishes } from './r15-guest-vanishes.ts';
import { randomLossRow } from './r16-random-loss.ts';
import { outages } from './r17-outages.ts';
import { jitter } from './r18-jitter.ts';
import { republish } from './r19-republish.ts';
import { clockDrift } from './r20-clock-drift.ts';
import { clockStep } from './r21-clock-step.ts';
import { terminated } from './r22-terminated.ts';
import { deadAir } from './r26-dead-air.ts';
import { browserListener } from './r27-browser-listener.ts';
import { listenerCut } from './r28-listener-cut.ts';
import { idleListeners } from './r29-idle-listeners.ts';
import { fullRoom } from './r30-full-room.ts';
import { joinFlood } from './r31-join-flood.ts';
import { coresBurned } from './r32-cores-burned.ts';

export const FAULT_ROWS: readonly FaultRow[] = [
  guestSilent,
  everybodySilent,
  encoderKilled,
  encoderStopped,
  encoderEndsWell,
  icecastKilled,
  icecastStopped,
  icecastPartition,
  mountInUse,
  workerKilled,
  serverKilled,
  socketCut,
  pathChange,
  turnKilled,
  guestVanishes,
  randomLossRow,
  outages,
  jitter,
  republish,
  clockDrift,
  clockStep,
  terminated,
  deadAir,
  browserListener,
  listenerCut,
  idleListeners,
  fullRoom,
  joinFlood,
  coresBurned,
];
