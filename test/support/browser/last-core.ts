/** People have machines of their own; on this one, a browser in which people come and go may not stop the microphone of another. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** What runs a command on the last processor alone, where the system has `taskset` and more than one. */
export function lastCore(): readonly string[] {
  const last = availableParallelism() - 1;
  return last === 0 || !existsSync('/usr/bin/taskset') ? [] : ['taskset', '-c', String(last)];
}
