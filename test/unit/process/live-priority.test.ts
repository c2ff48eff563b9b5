import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';

const MODULE = path.resolve(import.meta.dirname, '../../../server/process/live-priority.ts');
const CAP_SYS_NICE = 23n;
const capabilities = BigInt(
  `0x${/CapEff:\s*([0-9a-f]+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]}`,
);

/** Runs in a thread of its own and tells the niceness of that thread, of a child it starts, and of the process. */
const SCRIPT = `
  const { execFileSync } = require('node:child_process');
  const { readFileSync } = require('node:fs');
  const { parentPort, workerData } = require('node:worker_threads');
  const nicenessOf = (stat) => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  import(workerData).then(({ preferLivePathThread }) => {
    preferLivePathThread();
    parentPort.postMessage({
      thread: nicenessOf(readFileSync('/proc/thread-self/stat', 'utf8')),
      child: nicenessOf(execFileSync('cat', ['/proc/self/stat'], { encoding: 'utf8' })),
      process: nicenessOf(readFileSync('/proc/self/stat', 'utf8')),
    });
  });
`;

test.runIf(((capabilities >> CAP_SYS_NICE) & 1n) === 1n)(
  'the thread of the live path and the encoder it starts go before the rest of the process',
  async () => {
    const worker = new Worker(SCRIPT, { eval: true, workerData: MODULE });
    const [niceness] = await once(worker, 'message');
    await worker.terminate();
    expect(niceness).toMatchObject({ thread: -15, child: -15 });
    expect(niceness.process).toBeGreaterThan(-15);
  },
);
