/** Counts what the processes of a studio hold: memory, descriptors, sockets, threads; and the children that nobody has buried. Reads proc(5). */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Which program of ours a process is; `bench` is not among them. */
export const ROLES = ['keeper', 'server', 'worker', 'icecast', 'ffmpeg', 'coturn', 'other'] as const;
export type Role = (typeof ROLES)[number];

const COMMAND_LINES: readonly (readonly [Role, RegExp])[] = [
  ['keeper', /server\/main\.ts/],
  ['server', /server\/studio\.ts/],
  ['worker', /mediasoup-worker/],
  ['icecast', /icecast/],
  ['ffmpeg', /ffmpeg/],
  ['coturn', /turnserver/],
];

/** Of all processes of one role together. Memory in KiB. */
export type Holding = {
  readonly processes: number;
  readonly rssKib: number;
  readonly descriptors: number;
  readonly udp: number;
  readonly tcp: number;
  readonly threads: number;
};

export type Census = {
  readonly byRole: Readonly<Record<Role, Holding>>;
  readonly zombies: number;
};

const NOTHING: Holding = { processes: 0, rssKib: 0, descriptors: 0, udp: 0, tcp: 0, threads: 0 };

/** Of `rootPid` and everything below it. A process that ends meanwhile counts as far as it could be read. */
export function processCensus(rootPid: number): Census {
  const family = familyOf(rootPid);
  const sockets = { udp: inodesOf('udp'), tcp: inodesOf('tcp') };
  const byRole: Record<Role, Holding> = {
    ...{ keeper: NOTHING, server: NOTHING, worker: NOTHING, icecast: NOTHING },
    ...{ ffmpeg: NOTHING, coturn: NOTHING, other: NOTHING },
  };
  for (const { pid, isZombie } of family) {
    if (isZombie) continue;
    const role = roleOf(pid);
    byRole[role] = sum(byRole[role], holdingOf(pid, sockets));
  }
  return { byRole, zombies: family.filter(({ isZombie }) => isZombie).length };
}

/** Everything together. */
export function total({ byRole }: Census): Holding {
  return ROLES.map((role) => byRole[role]).reduce(sum);
}

type Member = { readonly pid: number; readonly parentPid: number; readonly isZombie: boolean };

function familyOf(rootPid: number): readonly Member[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readMember(Number(name)));
  const family = all.filter(({ pid }) => pid === rootPid);
  for (let index = 0; index < family.length; index += 1) {
    family.push(...all.filter(({ parentPid }) => parentPid === family[index]?.pid));
  }
  return family;
}

function readMember(pid: number): readonly Member[] {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return parent === undefined ? [] : [{ pid, parentPid: Number(parent), isZombie: state === 'Z' }];
}

function roleOf(pid: number): Role {
  const commandLine = readOrEmpty(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
  return COMMAND_LINES.find(([, pattern]) => pattern.test(commandLine))?.[0] ?? 'other';
}

function holdingOf(
  pid: number,
  { udp, tcp }: { udp: ReadonlySet<string>; tcp: ReadonlySet<string> },
): Holding {
  const status = readOrEmpty(`/proc/${pid}/status`);
  const links = descriptorsOf(pid);
  return {
    processes: 1,
    rssKib: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0),
    descriptors: links.length,
    udp: links.filter((link) => udp.has(link)).length,
    tcp: links.filter((link) => tcp.has(link)).length,
    threads: Number(/^Threads:\s+(\d+)/m.exec(status)?.[1] ?? 0),
  };
}

/** What each descriptor leads to, as the link says: `socket:[12345]`. */
function descriptorsOf(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).map((name) => {
      try {
        return readlinkSync(`${folder}/${name}`);
      } catch {
        return '';
      }
    });
  } catch {
    return [];
  }
}

/** The sockets of a kind that this machine has, named as descriptors name them. The inode is the tenth column. */
function inodesOf(kind: 'udp' | 'tcp'): ReadonlySet<string> {
  const lines = [kind, `${kind}6`].flatMap((name) => readOrEmpty(`/proc/net/${name}`).split('\n').slice(1));
  return new Set(lines.map((line) => `socket:[${line.trim().split(/\s+/)[9] ?? ''}]`));
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

function sum(a: Holding, b: Holding): Holding {
  return {
    processes: a.processes + b.processes,
    rssKib: a.rssKib + b.rssKib,
    descriptors: a.descriptors + b.descriptors,
    udp: a.udp + b.udp,
    tcp: a.tcp + b.tcp,
    threads: a.threads + b.threads,
  };
}
