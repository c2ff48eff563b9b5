/** All rows of the performance table, in its order. */
import { join, joinStorm } from './join-rows.ts';
import { encodedLatency, mp3Latency, opusLatency } from './latency-rows.ts';
import type { PerformanceRow } from './performance-row.ts';
import { mixerCpu } from './row-01-mixer-cpu.ts';
import { talkerCpu } from './row-02-talker-cpu.ts';
import { sfuCpu } from './row-07-sfu-cpu.ts';
import { listenerCpu } from './row-12-listener-cpu.ts';
import { listenerStorm } from './row-13-listener-storm.ts';
import { listenerStart } from './row-14-listener-start.ts';
import { meterCpu } from './row-15-meters.ts';

export const PERFORMANCE_ROWS: readonly PerformanceRow[] = [
  mixerCpu,
  talkerCpu,
  encodedLatency,
  mp3Latency,
  opusLatency,
  sfuCpu,
  join,
  joinStorm,
  listenerCpu,
  listenerStorm,
  listenerStart,
  meterCpu,
];
