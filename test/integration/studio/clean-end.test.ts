/** However a studio ends, nothing of it stays: no process, no port, no file with a secret outside the kept ones. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { isFreeForTcp } from '../../support/free-ports.ts';
import { HostDesk } from '../../support/host-desk.ts';
import { type Studio, startStudio } from '../../support/studio.ts';
import { until } from '../../support/until.ts';

let studio: Studio | null = null;
let desk: HostDesk | null = null;

afterEach(async () => {
  desk?.close();
  await studio?.stop();
  studio = null;
  desk = null;
});

/** Processes that were started with this data folder in their environment, or that work in it. */
async function processesOf(dataDir: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const mine = await Promise.all(
    pids.map(async (pid) => {
      const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
      const [environ, cmdline] = await Promise.all([read('environ'), read('cmdline')]);
      const alive = cmdline !== '';
      return alive && `${environ}\0${cmdline}`.includes(dataDir)
        ? [`${pid} ${cmdline.replaceAll('\0', ' ')}`]
        : [];
    }),
  );
  return mine.flat();
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

async function liveStudio(): Promise<Studio> {
  studio = await startStudio();
  desk = await HostDesk.enter(studio.ownerLink);
  await desk.call('program.start', {});
  await desk.programIs('on air', (program) => program.phase === 'live');
  expect((await processesOf(studio.dataDir)).length).toBeGreaterThan(1);
  return studio;
}

async function expectNothingLeft({
  dataDir,
  port,
  icecastPort,
  turnPort,
  mediasoupPort,
}: Studio): Promise<void> {
  await until('every process is gone', async () => (await processesOf(dataDir)).length === 0, 5_000);
  for (const used of [port, icecastPort, turnPort, mediasoupPort, mediasoupPort + 1]) {
    expect(await isFreeForTcp(used), `port ${used}`).toBe(true);
  }
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s while on air ends everything in order', async (signal) => {
  const live = await liveStudio();
  expect(await live.end(signal)).toBe(0);
  await expectNothingLeft(live);
  const kept = (await filesUnder(live.dataDir)).filter((file) => !file.startsWith('secrets/'));
  expect(kept.filter((file) => /\.(xml|conf|pid|sock)$/.test(file))).toEqual([]);
});

test('kill -9 leaves no child behind', async () => {
  const live = await liveStudio();
  await live.end('SIGKILL');
  await expectNothingLeft(live);
});

test('a studio whose output nobody reads any more stays on air and ends in order', async () => {
  const live = await liveStudio();
  live.stopReading();
  await desk?.call('program.setTitle', { title: 'Nobody reads the log' });
  await desk?.call('program.stop', {});
  await desk?.call('program.start', {});
  await desk?.programIs('on air again', (program) => program.phase === 'live');
  expect(await live.end('SIGTERM')).toBe(0);
  await expectNothingLeft(live);
});
