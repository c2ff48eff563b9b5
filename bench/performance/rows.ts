/** All rows of the performance table, in its order. */
import type { PerformanceRow } from './performance-row.ts';
import { mixerCpu } from './row-01-mixer-cpu.ts';

export const PERFORMANCE_ROWS: readonly PerformanceRow[] = [mixerCpu];
