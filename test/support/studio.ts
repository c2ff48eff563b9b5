/** A whole studio for a test: the real server as a child process, on free ports, with a data folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HEAP_FLAGS } from '../../server/setup/heap-flags.mjs';
import { freePorts } from './free-ports.ts';

const READY_PREFIX = 'OpenStudio is ready: ';
const READY_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 15_000;
const NUM_WORKERS = 2;
const PROJECT_ROOT = path.resolve(import.meta.dirname, '../..');

export type Studio = {
  readonly ownerLink: string;
  readonly url: string;
  readonly port: number;
  readonly icecastPort: number;
  readonly turnPort: number;
  readonly mediasoupPort: number;
  readonly dataDir: string;
  readonly pid: number;
  /** Everything the server printed so far. */
  output(): string;
  /** Closes the reading ends of its outputs, as a terminal does that is shut. */
  stopReading(): void;
  /** Sends a signal and resolves with the exit code when the process has ended; the data folder stays. */
  end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null>;
  /** Ends it in order and removes the data folder. */
  stop(): Promise<number | null>;
};

/** Starts a studio and waits until it is ready. Rejects with the server's output when it ends before. */
export async function startStudio(env: Readonly<Record<string, string>> = {}): Promise<Studio> {
  const first = await freePorts(3 + NUM_WORKERS);
  const [port, icecastPort, turnPort, mediasoupPort] = [first, first + 1, first + 2, first + 3];
  const dataDir = await mkdtemp(path.join(tmpdir(), 'openstudio-test-'));
  const child = spawn(process.execPath, [...HEAP_FLAGS, 'server/main.ts'], {
    cwd: PROJECT_ROOT,
    env: {
      ...process.env,
      PORT: String(port),
      ICECAST_PORT: String(icecastPort),
      TURN_PORT: String(turnPort),
      MEDIASOUP_PORT: String(mediasoupPort),
      MEDIASOUP_NUM_WORKERS: String(NUM_WORKERS),
      DATA_DIR: dataDir,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const ownerLink = await readyLink(child, () => output).catch(async (error: unknown) => {
    child.kill('SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  });
  const end = async (signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL') => {
    child.kill(signal);
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
    const code = await exited;
    clearTimeout(kill);
    return code;
  };
  return {
    ownerLink,
    url: new URL(ownerLink).origin,
    port,
    icecastPort,
    turnPort,
    mediasoupPort,
    dataDir: env.DATA_DIR ?? dataDir,
    pid: child.pid ?? 0,
    output: () => output,
    stopReading() {
      child.stdout.destroy();
      child.stderr.destroy();
    },
    end,
    async stop() {
      const code = await end('SIGTERM');
      await rm(dataDir, { recursive: true, force: true });
      return code;
    },
  };
}

function readyLink(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${why}\n${output()}`));
    const timer = setTimeout(() => fail('The studio was not ready in time.'), READY_DEADLINE_MS);
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`The studio ended with code ${code} before it was ready.`);
    });
    const look = () => {
      const line = output()
        .split('\n')
        .find((text) => text.startsWith(READY_PREFIX));
      if (line === undefined) return;
      clearTimeout(timer);
      child.stdout?.off('data', look);
      resolve(line.slice(READY_PREFIX.length).trim());
    };
    child.stdout?.on('data', look);
  });
}
