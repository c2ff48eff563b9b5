/** The processes of this machine as proc(5) shows them: who descends from whom, and how much of a core each has used. */
import { readdirSync, readFileSync } from 'node:fs';

const NS_PER_MS = 1e6;
/** Of the unit of /proc/PID/stat; the kernel's interface to programs is always 100 Hz. */
const MS_PER_CLOCK_TICK = 10;

/** A process's name and id, its parent, and the CPU time that /proc/PID/stat gives, in ms. */
type Stat = { readonly name: string; readonly parent: number; readonly cpuMs: number };

/** All descendants of a process, without itself. */
export function descendantsOf(root: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const pid of allPids()) {
    const stat = readStat(pid);
    if (stat !== null) children.set(stat.parent, [...(children.get(stat.parent) ?? []), pid]);
  }
  const found: number[] = [];
  const look = [root];
  for (let pid = look.pop(); pid !== undefined; pid = look.pop()) {
    const next = children.get(pid) ?? [];
    found.push(...next);
    look.push(...next);
  }
  return found;
}

/** CPU time in ms by process name, of a process and all that descend from it. */
export function treeCpuMs(root: number): ReadonlyMap<string, number> {
  const byName = new Map<string, number>();
  for (const pid of [root, ...descendantsOf(root)]) {
    const stat = readStat(pid);
    if (stat === null) continue;
    byName.set(stat.name, (byName.get(stat.name) ?? 0) + (scheduledMs(pid) ?? stat.cpuMs));
  }
  return byName;
}

/** CPU time in ms that all cores have worked since the start, from /proc/stat; null where there is none. */
export function machineBusyMs(): number | null {
  try {
    const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
    const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = line.split(/\s+/).slice(1).map(Number);
    return (user + nice + system + irq + softirq) * MS_PER_CLOCK_TICK;
  } catch {
    return null;
  }
}

/** The sum over its threads of what the scheduler gave them: the time of /proc/PID/stat, but in ns and not in ticks of 10 ms. */
function scheduledMs(pid: number): number | null {
  try {
    let ns = 0;
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      ns += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ', 1)[0]);
    }
    return ns / NS_PER_MS;
  } catch {
    return null;
  }
}

function readStat(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const nameEnd = text.lastIndexOf(')');
    const fields = text.slice(nameEnd + 2).split(' ');
    return {
      name: text.slice(text.indexOf('(') + 1, nameEnd),
      parent: Number(fields[1]),
      cpuMs: (Number(fields[11]) + Number(fields[12])) * MS_PER_CLOCK_TICK,
    };
  } catch {
    return null;
  }
}

function allPids(): readonly number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}
