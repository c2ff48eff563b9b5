/** Whatever becomes of the server while it is on air, nobody who listens is cut off. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { outlineOf } from '../../support/ear.ts';
import { until } from '../../support/until.ts';
import { HOST_HZ, LiveShow } from './live-show.ts';

/** Players hold more than this, so nobody hears a pause. */
const PAUSE_MAX_MS = 1500;

/** Nobody was cut off or left without sound, and this is what everybody heard. */
async function expectEverybodyHeard(
  show: LiveShow,
  { sinceMs, outline }: { sinceMs: number; outline: readonly string[] },
): Promise<void> {
  const pauses = show.ears.map((ear) => ear.longestPauseMs(sinceMs));
  expect(show.ears.map(({ ended }) => ended)).toEqual(show.ears.map(() => false));
  // Decoding takes time in which nobody reads, so it comes last.
  for (const ear of show.ears) expect(outlineOf(await ear.heard(HOST_HZ)), ear.url).toEqual(outline);
  expect(Math.max(...pauses)).toBeLessThan(PAUSE_MAX_MS);
}

const readyLines = (show: LiveShow) => show.studio.output().split('OpenStudio is ready: ').length - 1;

describe('listeners of both mounts keep their connection and hear the bed, and then the program again', () => {
  test('when the server is killed', async () => {
    const show = await LiveShow.start();
    await show.listen();
    const sinceMs = performance.now();
    const { id } = show.host;
    const { onAirSinceMs } = show.host.state.program;
    await show.isTakenUpAgain(show.signalServer('SIGKILL'));
    // For listeners it is one broadcast, and so its clock goes on.
    expect(show.host.state.program).toMatchObject({ phase: 'live', onAirSinceMs });
    await expectEverybodyHeard(show, { sinceMs, outline: ['program', 'bed', 'program'] });
    expect(show.host.id).toBe(id);
    expect(readyLines(show)).toBe(1);
  });

  test('when the next server is killed, too', async () => {
    const show = await LiveShow.start();
    await show.listen();
    const sinceMs = performance.now();
    await show.isTakenUpAgain(show.signalServer('SIGKILL'));
    await show.isTakenUpAgain(show.signalServer('SIGKILL'));
    await expectEverybodyHeard(show, { sinceMs, outline: ['program', 'bed', 'program', 'bed', 'program'] });
  });

  test('when somebody asks the server to make room for another one', async () => {
    const show = await LiveShow.start();
    await show.listen();
    const sinceMs = performance.now();
    await show.isTakenUpAgain(show.signalServer('SIGTERM'));
    await expectEverybodyHeard(show, { sinceMs, outline: ['program', 'bed', 'program'] });
  });
});

test('a server that was stopped by a signal is woken, and the program goes on from there', async () => {
  const show = await LiveShow.start();
  await show.listen();
  const sinceMs = performance.now();
  const pid = show.signalServer('SIGSTOP');
  await show.goesOn(4);
  expect(show.serverPid).toBe(pid);
  await expectEverybodyHeard(show, { sinceMs, outline: ['program'] });
});

describe('Stop broadcast', () => {
  test('takes program and standby from Icecast within five seconds', async () => {
    const show = await LiveShow.start();
    const pressedAtMs = performance.now();
    await show.host.call('program.stop', {});
    expect(performance.now() - pressedAtMs).toBeLessThan(5_000);
    expect(await show.statuses()).toEqual([404, 404, 404, 404]);
  });

  test('holds when the server dies afterwards', async () => {
    const show = await LiveShow.start();
    await show.host.call('program.stop', {});
    const pid = show.signalServer('SIGKILL');
    await until('another server', () => show.serverPid !== null && show.serverPid !== pid, 30_000);
    await until('the host is back', () => show.host.phase.kind === 'in', 30_000);
    expect(show.host.state.program.phase).toBe('off');
    expect(await show.statuses()).toEqual([404, 404, 404, 404]);
  });
});

test('before Go live nothing is on Icecast', async () => {
  const show = await LiveShow.enter();
  expect(await show.statuses()).toEqual([404, 404, 404, 404]);
});

test('a studio that is ended while live comes back into the same show', async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'openstudio-again-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const first = await LiveShow.start({ DATA_DIR: dataDir });
  expect(await first.studio.end('SIGINT')).toBe(0);
  const second = await LiveShow.enter({ DATA_DIR: dataDir });
  await second.isLive();
});
