/** The encoder dies or hangs in the middle of a broadcast: listeners stay connected and hear the program again at once. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DECODED_SAMPLE_RATE, decode } from '../../support/decode.ts';
import { IcecastFixture } from '../../support/icecast-fixture.ts';
import { longestGapMs, toneLevelDb } from '../../support/tone.ts';
import { until } from '../../support/until.ts';
import { type AirRig, goOnAir, inner, MOUNTS, peakOf, TONE_DB, TONE_HZ } from './air-rig.ts';
import { RawListener } from './raw-listener.ts';

async function icecast(): Promise<IcecastFixture> {
  const fixture = await IcecastFixture.start({ burstBytes: 0 });
  onTestFinished(() => fixture.stop());
  return fixture;
}

async function onAirWithListeners(fixture: IcecastFixture) {
  const rig = goOnAir({ icecast: fixture.access });
  await rig.accepted();
  const listeners = await Promise.all(MOUNTS.map(({ name }) => RawListener.open(fixture.url(name))));
  await Promise.all(listeners.map((listener) => listener.more(16_000)));
  return { rig, listeners };
}

function signalEncoder(rig: AirRig, signal: NodeJS.Signals): void {
  const { pid } = rig.air.encoder;
  if (pid === undefined) throw new Error('There is no encoder.');
  process.kill(pid, signal);
}

describe('when the encoder is killed', () => {
  test('listeners stay connected, miss less than half a second, and their decoders take the joint', async () => {
    const fixture = await icecast();
    const { rig, listeners } = await onAirWithListeners(fixture);
    const killedAtMs = performance.now();
    signalEncoder(rig, 'SIGKILL');
    await Promise.all(listeners.map((listener) => listener.more(32_000)));
    for (const [index, listener] of listeners.entries()) {
      expect(listener.ended).toBe(false);
      const { samples, complaints } = await decode(listener.bytes);
      if (MOUNTS[index]?.codec === 'opus') expect(complaints).toEqual([]);
      expect(longestGapMs(inner(samples), DECODED_SAMPLE_RATE, TONE_DB - 20)).toBeLessThan(500);
      expect(peakOf(samples)).toBeLessThan(1.5 * 10 ** (TONE_DB / 20));
      const tail = samples.subarray(-DECODED_SAMPLE_RATE);
      expect(Math.abs(toneLevelDb(inner(tail), DECODED_SAMPLE_RATE, TONE_HZ) - TONE_DB)).toBeLessThan(1);
      expect(listener.longestByteGapMs(killedAtMs - 500)).toBeLessThan(2000);
      expect(await fixture.sourceConnections(MOUNTS[index]?.name ?? '')).toBe(1);
    }
    expect(rig.air.encoder.starts).toBe(2);
    expect(rig.reports.filter((report) => report.kind === 'encoder').map((report) => report.state)).toEqual([
      'starting',
      'running',
      'failed',
      'starting',
      'running',
    ]);
    expect(rig.reports.filter((report) => report.kind === 'mount' && report.state === 'lost')).toEqual([]);
  });

  test('again and again, the connection stays the same', async () => {
    const fixture = await icecast();
    const { rig, listeners } = await onAirWithListeners(fixture);
    for (const signal of ['SIGKILL', 'SIGTERM', 'SIGSEGV'] as const) {
      const from = rig.reports.length;
      signalEncoder(rig, signal);
      await rig.reported({ kind: 'encoder', state: 'failed' }, from);
      await rig.reported({ kind: 'encoder', state: 'running' }, from);
      await Promise.all(listeners.map((listener) => listener.more(4000)));
    }
    expect(listeners.map((listener) => listener.ended)).toEqual([false, false]);
    expect(await fixture.sourceConnections('main.mp3')).toBe(1);
    expect(await fixture.sourceConnections('main.opus')).toBe(1);
  });
});

test('an encoder that hangs is found and replaced behind the same connections', async () => {
  const fixture = await icecast();
  const { rig, listeners } = await onAirWithListeners(fixture);
  const { pid = 0 } = rig.air.encoder;
  signalEncoder(rig, 'SIGSTOP');
  const from = rig.reports.length;
  const failed = await rig.reported({ kind: 'encoder', state: 'failed' }, from);
  expect(failed).toMatchObject({ problem: { code: 'encoder_crashed' } });
  await rig.reported({ kind: 'encoder', state: 'running' }, from);
  await Promise.all(listeners.map((listener) => listener.more(4000)));
  expect(listeners.map((listener) => listener.ended)).toEqual([false, false]);
  await until('the hanging process is gone', () => !isAlive(pid));
});

test('an encoder that ends by itself with code 0 has failed, too', async () => {
  const fixture = await icecast();
  const folder = await mkdtemp(path.join(tmpdir(), 'openstudio-encoder-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const ffmpegPath = path.join(folder, 'ffmpeg');
  await writeFile(ffmpegPath, '#!/bin/sh\necho "//source:secret@host said no" >&2\nexit 0\n', {
    mode: 0o755,
  });
  const rig = goOnAir({ icecast: fixture.access, ffmpegPath });
  const failed = await rig.reported({ kind: 'encoder', state: 'failed' });
  expect(failed).toMatchObject({ problem: { code: 'encoder_crashed' } });
  await until('it is tried again', () => rig.air.encoder.starts > 2);
});

test('a missing ffmpeg is told from a broken one', async () => {
  const fixture = await icecast();
  const rig = goOnAir({ icecast: fixture.access, ffmpegPath: '/nowhere/ffmpeg' });
  const failed = await rig.reported({ kind: 'encoder', state: 'failed' });
  expect(failed).toMatchObject({ problem: { code: 'encoder_missing' } });
});

test('no text of a person and no password is in the encoder’s command line', async () => {
  const fixture = await icecast();
  const rig = goOnAir({ icecast: fixture.access, title: 'my-secret-title' });
  await rig.accepted();
  const commandLine = await readFile(`/proc/${rig.air.encoder.pid}/cmdline`, 'latin1');
  for (const text of [
    'my-secret-title',
    'Test show',
    fixture.access.sourcePassword,
    fixture.access.adminPassword,
  ]) {
    expect(commandLine).not.toContain(text);
  }
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
