/** Looks at the processes of this machine through /proc: the children of a server, so that a test can kill exactly one of them. */
import { readdirSync, readFileSync } from 'node:fs';

/** `commandLine` is what the process was started with, its parts joined by spaces. `isStopped`: held by SIGSTOP. */
export type ProcessEntry = {
  readonly pid: number;
  readonly parentPid: number;
  readonly commandLine: string;
  readonly isStopped: boolean;
};

/** Everything below `pid`, children of children included, zombies left out. */
export function descendantsOf(pid: number): readonly ProcessEntry[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readEntry(Number(name)));
  const found: ProcessEntry[] = [];
  const parents = new Set([pid]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const entry of all) {
      if (!parents.has(entry.parentPid) || parents.has(entry.pid)) continue;
      parents.add(entry.pid);
      found.push(entry);
      grew = true;
    }
  }
  return found;
}

/** The one descendant whose command line matches. Throws when there is none or more than one. */
export function descendant(pid: number, commandLine: RegExp): ProcessEntry {
  const matching = descendantsOf(pid).filter((entry) => commandLine.test(entry.commandLine));
  // Whoever was just forked has the command line of its parent until it becomes what it is to be.
  const isForked = (entry: ProcessEntry) =>
    matching.some((parent) => parent.pid === entry.parentPid && parent.commandLine === entry.commandLine);
  const found = matching.filter((entry) => !isForked(entry));
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new Error(`${found.length} processes below ${pid} match ${commandLine}.`);
  }
  return only;
}

/** Whether a process of this id runs, a zombie left out. */
export function isAlive(pid: number): boolean {
  return readEntry(pid).length > 0;
}

/** Open file descriptors of a process. */
export function descriptorCount(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** Memory of a process in RAM, in bytes. */
export function residentBytes(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? 0) * 1024;
}

/** Empty when the process is gone or a zombie. proc(5): the name in parentheses may hold anything, so what follows is counted from its end. */
function readEntry(pid: number): readonly ProcessEntry[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = '', parent = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return [];
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ').trim();
    return [{ pid, parentPid: Number(parent), commandLine, isStopped: state === 'T' }];
  } catch {
    return [];
  }
}
