/** The whole live path in its thread: RTP in, tone at the mounts. */
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type StripId, stripId } from '#protocol/ids.ts';
import type { Levels } from '#protocol/state.ts';
import { LivePathThread } from '../../../server/live-path/live-path-thread.ts';
import type { AirPlan, LivePathHealth, LivePathReport } from '../../../server/program/live-path-port.ts';
import { DECODED_SAMPLE_RATE, decode } from '../../support/decode.ts';
import { silentLog } from '../../support/fakes/silent-log.ts';
import { IcecastFixture } from '../../support/icecast-fixture.ts';
import { until } from '../../support/until.ts';
import { inner, MOUNTS, peakOf, steadyToneDb } from './air-rig.ts';
import { RawListener } from './raw-listener.ts';
import { startTalker } from './rtp-talker.ts';

const STRIP: StripId = stripId.parse('strip-of-hanna');
const ON = { on: true, muted: false, faderDb: 0, pan: 0 };
const TONE_HZ = 1000;
const TONE_DB = -20;

async function startThread() {
  const thread = await LivePathThread.start({ ffmpegPath: 'ffmpeg', log: silentLog });
  onTestFinished(() => thread.close('test ends'));
  const reports: LivePathReport[] = [];
  thread.onReport((report) => reports.push(report));
  const levels = (): Levels | undefined => reports.findLast((report) => report.kind === 'levels')?.levels;
  const health = (): LivePathHealth | undefined =>
    reports.findLast((report) => report.kind === 'health')?.health;
  return { thread, reports, levels, health };
}

async function icecast(): Promise<IcecastFixture> {
  const fixture = await IcecastFixture.start({ burstBytes: 0 });
  onTestFinished(() => fixture.stop());
  return fixture;
}

function planFor(fixture: IcecastFixture): AirPlan {
  return {
    icecast: fixture.access,
    mounts: MOUNTS,
    title: 'Title',
    showName: 'Show',
    showUrl: 'http://localhost/listen/main',
    deadAir: null,
    fromBed: false,
    isBedWanted: false,
  };
}

describe('the live path’s thread', () => {
  test('takes RTP in and puts its tone on the mounts, at its level', async () => {
    const fixture = await icecast();
    const { thread, levels, health, reports } = await startThread();
    const talker = await startTalker({
      to: thread.rtpAddress,
      toneHz: TONE_HZ,
      toneDb: TONE_DB,
      ssrc: 0xfeed,
    });
    thread.acceptRtpFrom(talker.address);
    thread.putStrip(STRIP, ON);
    thread.bindSource(STRIP, talker);
    await until('the strip’s meter moves', () => (levels()?.strips[STRIP]?.peakDb ?? -100) > TONE_DB - 2);
    thread.goOnAir(planFor(fixture));
    for (const { name } of MOUNTS) {
      const listener = await RawListener.open(fixture.url(name));
      await listener.more(40_000);
      const { samples } = await decode(listener.bytes);
      const level = steadyToneDb(inner(samples), TONE_HZ);
      expect(Math.abs(level - TONE_DB)).toBeLessThan(1);
    }
    await until('loudness', () => (levels()?.loudness?.momentaryLufs ?? -100) > TONE_DB - 2);
    await until('health', () => (health()?.strips[STRIP]?.packets ?? 0) > 50);
    expect(health()).toMatchObject({ encoderStarts: 1 });
    const pid = await childOf(process.pid, 'ffmpeg');
    await thread.goOffAir();
    expect((await fixture.admin.mounts()).size).toBe(0);
    expect(await childOf(process.pid, 'ffmpeg')).toBeNull();
    expect(pid).not.toBeNull();
    const from = reports.length;
    await until('meters go on', () => reports.slice(from).some((report) => report.kind === 'levels'));
    expect(levels()?.loudness).toBeNull();
  });

  test('ignores RTP from anybody but the accepted address', async () => {
    const { thread, levels, health } = await startThread();
    const stranger = await startTalker({ to: thread.rtpAddress, toneHz: 440, toneDb: -6, ssrc: 7 });
    thread.acceptRtpFrom({ ip: stranger.address.ip, port: stranger.address.port + 1 });
    thread.putStrip(STRIP, ON);
    thread.bindSource(STRIP, stranger);
    await until('a second of health', () => (health()?.ticks ?? 0) > 50);
    expect(health()?.strips[STRIP]?.packets).toBe(0);
    expect(levels()?.program.peakDb).toEqual([-100, -100]);
  });

  test('sends the program as silence when nobody is there', async () => {
    const fixture = await icecast();
    const { thread } = await startThread();
    thread.goOnAir(planFor(fixture));
    const listener = await RawListener.open(fixture.url('main.mp3'));
    await listener.more(32_000);
    const { samples } = await decode(listener.bytes);
    expect(samples.length).toBeGreaterThan(DECODED_SAMPLE_RATE);
    expect(peakOf(inner(samples))).toBeLessThan(0.001);
  });

  test('says that it died when it breaks, and takes encoder and mounts with it', async () => {
    const fixture = await icecast();
    const { thread, reports } = await startThread();
    thread.goOnAir(planFor(fixture));
    await until('encoder runs', () => reports.some((r) => r.kind === 'encoder' && r.state === 'running'));
    const reasons: string[] = [];
    thread.onClosed((reason) => reasons.push(reason));
    thread.putStrip(STRIP, JSON.parse('null'));
    await until('closed', () => thread.closed);
    expect(reasons[0]).toMatch(/^died/);
    await until('the encoder is gone', async () => (await childOf(process.pid, 'ffmpeg')) === null);
    await until('the mounts are gone', async () => (await fixture.admin.mounts()).size === 0);
    await expect(thread.goOffAir()).resolves.toBeUndefined();
  });

  test('is taken for dead when it says nothing for eight looks in a row, and for well when it said one thing between', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const { thread, reports } = await startThread();
    // No message can arrive while the looks follow each other without a turn of the loop: to them the thread hangs.
    vi.advanceTimersByTime(7_000);
    const from = reports.length;
    await until('it said something', () => reports.length > from);
    vi.advanceTimersByTime(7_000);
    expect(thread.closed).toBe(false);
    vi.advanceTimersByTime(1_000);
    expect(thread.closedReason).toBe('died: the thread hangs');
  });

  test('closes at once, on air or not, and leaves nothing', async () => {
    const fixture = await icecast();
    const { thread, reports } = await startThread();
    thread.goOnAir(planFor(fixture));
    await until('encoder runs', () => reports.some((r) => r.kind === 'encoder' && r.state === 'running'));
    const leaving = thread.goOffAir();
    thread.close('room closed');
    await leaving;
    await until('the encoder is gone', async () => (await childOf(process.pid, 'ffmpeg')) === null);
    await until('the mounts are gone', async () => (await fixture.admin.mounts()).size === 0);
    thread.putStrip(STRIP, ON);
    expect(thread.closedReason).toBe('room closed');
  });
});

/** The process id of a child of `parent` with this name, or null. */
async function childOf(parent: number, name: string): Promise<number | null> {
  const threads = await readdir(`/proc/${parent}/task`);
  for (const thread of threads) {
    const children = await readFile(`/proc/${parent}/task/${thread}/children`, 'utf8').catch(() => '');
    for (const child of children.split(' ').filter((text) => text !== '')) {
      const command = await readFile(`/proc/${child}/comm`, 'utf8').catch(() => '');
      if (command.trim() === name) return Number(child);
    }
  }
  return null;
}
