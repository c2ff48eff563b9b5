/** How much a process has worked so far, as the kernel counts it. */
import { readFileSync } from 'node:fs';

/** Of all its threads together, in clock ticks (proc(5): utime and stime of /proc/PID/stat); null where that cannot be read. */
export function processorTime(pid: number): number | null {
  try {
    // The name of the program stands in brackets and may hold anything, brackets and spaces included.
    const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) (?=[^)]*$)/);
    const [utime = '', stime = ''] = fields.split(' ').slice(11);
    const ticks = Number(utime) + Number(stime);
    return Number.isFinite(ticks) && utime !== '' ? ticks : null;
  } catch {
    return null;
  }
}
