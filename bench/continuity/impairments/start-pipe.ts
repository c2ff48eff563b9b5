/** Starts the process that passes TCP connections on inside a network namespace. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Closings } from '../closings.ts';
import type { NetworkNamespace } from './network-namespace.ts';

const PIPE = path.join(import.meta.dirname, 'tcp-pipe.ts');

export type PipeOptions = {
  readonly namespace: NetworkNamespace;
  /** A port of this machine, reached at its first address on the cable. */
  readonly targetPort: number;
  readonly closings: Closings;
};

/** Resolves with the port on the inside of the namespace. The process ends with `closings`, and when we do. */
export async function startPipe({ namespace, targetPort, closings }: PipeOptions): Promise<number> {
  const { launcher, inside, outside } = namespace;
  const [file = '', ...args] = [...launcher, process.execPath, PIPE, inside, outside, String(targetPort)];
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  closings.add(child, async (it) => {
    const gone = once(it, 'exit');
    it.stdin.end();
    await gone;
  });
  const [printed] = await once(child.stdout, 'data');
  return Number(String(printed));
}
