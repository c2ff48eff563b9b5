/** Our own listener on real mounts: finds the program again, says how late it is, and is not taken in by what is not the program. */
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type StripId, stripId } from '#protocol/ids.ts';
import type { Codec } from '#protocol/state.ts';
import { MountEar } from '../../../server/ears/mount-ear.ts';
import { LivePathThread } from '../../../server/live-path/live-path-thread.ts';
import type { LivePathReport } from '../../../server/program/live-path-port.ts';
import type { MountMeasure } from '../../../server/program/program-ports.ts';
import { silentLog } from '../../support/fakes/silent-log.ts';
import { IcecastFixture } from '../../support/icecast-fixture.ts';
import { opusSpeech } from '../../support/synthetic/opus-speech.ts';
import { until } from '../../support/until.ts';
import { MOUNTS } from './air-rig.ts';
import { startTalker } from './rtp-talker.ts';

const STRIP: StripId = stripId.parse('strip-of-hanna');
const ON = { on: true, muted: false, faderDb: 0, pan: 0 };
const SPEECH = opusSpeech(50 * 60, 4);
/** 3 s of MP3 at 128 kbit/s. */
const BURST_BYTES = 48_000;
const BURST_MS = 3000;
/** Sound that comes in pages and frames is not cut at the millisecond. */
const BLOCK_MS = 600;
const PATIENCE_MS = 40_000;

/** Somebody who speaks on air. */
async function speaker(fixture: IcecastFixture): Promise<LivePathThread> {
  const thread = await LivePathThread.start({ ffmpegPath: 'ffmpeg', log: silentLog });
  onTestFinished(() => thread.close('test ends'));
  const talker = await startTalker({
    to: thread.rtpAddress,
    ssrc: 0xfeed,
    loop: SPEECH,
    toneHz: 0,
    toneDb: 0,
  });
  thread.acceptRtpFrom(talker.address);
  thread.putStrip(STRIP, ON);
  thread.bindSource(STRIP, talker);
  thread.goOnAir({
    icecast: fixture.access,
    mounts: MOUNTS,
    title: 'Title',
    showName: 'Show',
    showUrl: 'http://localhost/listen/main',
    deadAir: null,
    fromBed: false,
    isBedWanted: false,
  });
  return thread;
}

type Listening = {
  readonly changes: (readonly [boolean, string | null])[];
  measure: MountMeasure | null;
};

function listen(thread: LivePathThread, url: string, codec: Codec): Listening {
  const listening: Listening = { changes: [], measure: null };
  const ear = new MountEar({
    url,
    codec,
    log: silentLog,
    onChange: (heard, complaint) => listening.changes.push([heard, complaint]),
    onMeasure: (measure) => {
      listening.measure = measure;
    },
  });
  const forget = thread.onReport((report: LivePathReport) => {
    if (report.kind === 'envelope') ear.hearProgram(report.envelope);
  });
  onTestFinished(() => {
    forget();
    ear.close('test ends');
  });
  return listening;
}

/** A source that is not ours and sends `frame` every 24 ms. */
async function stranger(fixture: IcecastFixture, mount: string, frame: () => Uint8Array): Promise<void> {
  const { port, sourcePassword } = fixture.access;
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  const login = Buffer.from(`source:${sourcePassword}`).toString('base64');
  socket.write(
    `PUT /${mount} HTTP/1.1\r\nHost: x\r\nAuthorization: Basic ${login}\r\nContent-Type: audio/mpeg\r\n\r\n`,
  );
  const sending = setInterval(() => socket.write(frame()), 24);
  onTestFinished(() => {
    clearInterval(sending);
    socket.destroy();
  });
  await until('the stranger is listed', async () => (await fixture.admin.mounts()).has(mount));
}

/** An MP3 frame of 128 kbit/s at 48 kHz without anything in it: silence. */
function silentFrame(): Uint8Array {
  const frame = new Uint8Array(384);
  frame.set([0xff, 0xfb, 0x94, 0x00]);
  return frame;
}

async function startedIcecast(burstBytes: number): Promise<IcecastFixture> {
  const fixture = await IcecastFixture.start({ burstBytes });
  onTestFinished(() => fixture.stop());
  return fixture;
}

describe('an ear', () => {
  test('finds the program in both mounts, and a burst makes a listener later by as much', async () => {
    const fixture = await startedIcecast(BURST_BYTES);
    const thread = await speaker(fixture);
    const early = MOUNTS.map(({ name, codec }) => listen(thread, fixture.url(name), codec));
    const lagsOf = (all: readonly Listening[]) => all.map(({ measure }) => measure?.lagMs ?? null);
    await until(
      'the lag of both is known',
      () => lagsOf(early).every((lagMs) => lagMs !== null),
      PATIENCE_MS,
    );
    const late = listen(thread, fixture.url('main.mp3'), 'mp3');
    await until('the late one knows his, too', () => typeof late.measure?.lagMs === 'number', PATIENCE_MS);
    const arrivalMs = early[0]?.measure?.arrivalLagMs ?? Number.NaN;
    const isLate = (lagMs: number | null | undefined) =>
      Math.abs((lagMs ?? 0) - arrivalMs - BURST_MS) < BLOCK_MS;
    await until(
      'the early one measures what those get who come later',
      () => isLate(early[0]?.measure?.lagMs),
      PATIENCE_MS,
    );
    expect(Math.abs((late.measure?.arrivalLagMs ?? 0) - arrivalMs)).toBeLessThan(BLOCK_MS);
    expect(isLate(late.measure?.lagMs)).toBe(true);
    for (const { changes } of [...early, late]) expect(changes).toEqual([[true, null]]);
  });

  test('does not take silence of somebody else for a program that speaks', async () => {
    const fixture = await startedIcecast(0);
    const thread = await speaker(fixture);
    await stranger(fixture, 'other.mp3', silentFrame);
    const { changes } = listen(thread, fixture.url('other.mp3'), 'mp3');
    await until('it says so', () => changes.length >= 2, PATIENCE_MS);
    expect(changes[1]).toEqual([false, 'The program has sound, but the mount plays silence.']);
  });

  test('hears nothing in frames that cannot be decoded', async () => {
    const fixture = await startedIcecast(0);
    const thread = await speaker(fixture);
    await stranger(fixture, 'other.mp3', () => Buffer.alloc(384, 'no sound'));
    const { changes } = listen(thread, fixture.url('other.mp3'), 'mp3');
    const ours = listen(thread, fixture.url('main.mp3'), 'mp3');
    await until('the program is found', () => typeof ours.measure?.lagMs === 'number', PATIENCE_MS);
    expect(changes).toEqual([]);
  });
});
