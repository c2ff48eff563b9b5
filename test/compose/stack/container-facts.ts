/** What can be seen of a container from its machine: processes, sockets, and what it said. Needs root for the sockets. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type Docker from 'dockerode';
import * as z from 'zod';

export type ContainerProcess = { readonly pid: number; readonly commandLine: string };
export type BoundSocket = {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  /** Bound to loopback alone. */
  readonly loopback: boolean;
};

const TCP_LISTENING = '0A';
const UDP_BOUND = '07';
const top = z.object({ Titles: z.array(z.string()), Processes: z.array(z.array(z.string())) });

/** By their ids on the machine. */
export async function processesOf(container: Docker.Container): Promise<readonly ContainerProcess[]> {
  const { Titles, Processes } = top.parse(await container.top({ ps_args: '-o pid,args' }));
  const pidAt = Titles.indexOf('PID');
  return Processes.map((row) => ({ pid: Number(row[pidAt]), commandLine: row.at(-1) ?? '' }));
}

/** The sockets that the container's processes wait on, each once. */
export async function boundSocketsOf(container: Docker.Container): Promise<readonly BoundSocket[]> {
  const found = new Map<string, BoundSocket>();
  for (const { pid } of await processesOf(container)) {
    const inodes = socketInodes(pid);
    for (const protocol of ['tcp', 'udp'] as const)
      for (const table of [protocol, `${protocol}6`])
        for (const row of tableOf(pid, table)) {
          const [, local = '', , state, , , , , , inode = ''] = row.trim().split(/\s+/);
          if (!inodes.has(inode) || state !== (protocol === 'tcp' ? TCP_LISTENING : UDP_BOUND)) continue;
          const [address = '', port = ''] = local.split(':');
          const socket = { protocol, port: Number.parseInt(port, 16), loopback: isLoopback(address) };
          found.set(JSON.stringify(socket), socket);
        }
  }
  return [...found.values()];
}

/** Both outputs since the container was made. */
export async function logOf(container: Docker.Container): Promise<string> {
  const bytes = await container.logs({ stdout: true, stderr: true, follow: false });
  return withoutFrames(bytes);
}

/** The engine puts 8 bytes before each piece: which output it is, and its length. */
function withoutFrames(bytes: Buffer): string {
  const pieces: Buffer[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at + 4);
    pieces.push(bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** The rows of a table of sockets; none for a process that is gone, as a health check soon is. */
function tableOf(pid: number, table: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/net/${table}`, 'utf8').trim().split('\n').slice(1);
  } catch {
    return [];
  }
}

function socketInodes(pid: number): ReadonlySet<string> {
  try {
    const links = readdirSync(`/proc/${pid}/fd`).map((name) => linkOf(`/proc/${pid}/fd/${name}`));
    return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  } catch {
    return new Set();
  }
}

function linkOf(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}

/** As the kernel writes addresses: in hexadecimal, each four bytes backwards. */
function isLoopback(address: string): boolean {
  return address.length === 8 ? address.endsWith('7F') : address === '00000000000000000000000001000000';
}
