/** Icecast dies, hangs, refuses or is not there: the broadcast waits for it and goes on by itself. */
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MountProbe } from '../../../server/icecast/probe.ts';
import { DECODED_SAMPLE_RATE, decode } from '../../support/decode.ts';
import { IcecastFixture, type IcecastFixtureOptions } from '../../support/icecast-fixture.ts';
import { toneLevelDb } from '../../support/tone.ts';
import { until } from '../../support/until.ts';
import { goOnAir, inner, MOUNTS, TONE_DB, TONE_HZ } from './air-rig.ts';
import { RawListener } from './raw-listener.ts';

async function prepared(options: IcecastFixtureOptions = {}): Promise<IcecastFixture> {
  const fixture = await IcecastFixture.prepare(options);
  onTestFinished(() => fixture.stop());
  return fixture;
}

async function started(options: IcecastFixtureOptions = {}): Promise<IcecastFixture> {
  const fixture = await prepared(options);
  await fixture.start();
  return fixture;
}

/** A source that is not ours, on this mount until the test ends. */
async function stranger(fixture: IcecastFixture, mount: string): Promise<{ leave(): void }> {
  const { port, sourcePassword } = fixture.access;
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  const login = Buffer.from(`source:${sourcePassword}`).toString('base64');
  socket.write(
    `PUT /${mount} HTTP/1.1\r\nHost: x\r\nAuthorization: Basic ${login}\r\nContent-Type: audio/mpeg\r\n\r\n`,
  );
  const trickle = setInterval(() => socket.write(Buffer.alloc(384)), 200);
  socket.once('close', () => clearInterval(trickle));
  onTestFinished(() => {
    socket.destroy();
  });
  await until('the stranger is listed', async () => (await fixture.admin.mounts()).has(mount));
  return { leave: () => socket.destroy() };
}

async function expectTone(fixture: IcecastFixture): Promise<void> {
  for (const { name } of MOUNTS) {
    const listener = await RawListener.open(fixture.url(name));
    await listener.more(24_000);
    const { samples } = await decode(listener.bytes);
    expect(Math.abs(toneLevelDb(inner(samples), DECODED_SAMPLE_RATE, TONE_HZ) - TONE_DB)).toBeLessThan(1);
    listener.close();
  }
}

describe('the mounts', () => {
  test('return by themselves after Icecast was killed and started again', async () => {
    const fixture = await started();
    const rig = goOnAir({ icecast: fixture.access });
    await rig.accepted();
    const from = rig.reports.length;
    await fixture.die();
    await rig.reported({ kind: 'mount', name: 'main.mp3', state: 'lost' }, from);
    await rig.reported({ kind: 'mount', name: 'main.opus', state: 'lost' }, from);
    await fixture.start();
    for (const { name } of MOUNTS) await rig.reported({ kind: 'mount', name, state: 'accepted' }, from);
    await expectTone(fixture);
    expect(rig.air.encoder.starts).toBe(1);
  });

  test('come up when Icecast appears after the broadcast began', async () => {
    const fixture = await prepared();
    const rig = goOnAir({ icecast: fixture.access });
    const lost = await rig.reported({ kind: 'mount', state: 'lost' });
    expect(lost).toMatchObject({ problem: { code: 'icecast_unreachable' } });
    await fixture.start();
    await rig.accepted();
    await expectTone(fixture);
  });

  test('are refused with a wrong password, which is nowhere to be read', async () => {
    const fixture = await started();
    const rig = goOnAir({ icecast: { ...fixture.access, sourcePassword: 'wrong-but-secret' } });
    for (const { name } of MOUNTS) {
      const lost = await rig.reported({ kind: 'mount', name, state: 'lost' });
      expect(lost).toMatchObject({ problem: { code: 'mount_refused' } });
    }
    expect(JSON.stringify([rig.reports, rig.warnings])).not.toContain('wrong-but-secret');
  });

  test('wait for a stranger to leave', async () => {
    const fixture = await started();
    const { leave } = await stranger(fixture, 'main.mp3');
    const rig = goOnAir({ icecast: fixture.access });
    const lost = await rig.reported({ kind: 'mount', name: 'main.mp3', state: 'lost' });
    expect(lost).toMatchObject({ attempt: 1, problem: { code: 'mount_in_use' } });
    await rig.reported({ kind: 'mount', name: 'main.opus', state: 'accepted' });
    await until('three tries', () =>
      rig.reports.some((report) => 'attempt' in report && report.attempt >= 3),
    );
    expect((await fixture.admin.mounts()).has('main.mp3')).toBe(true);
    expect(await fixture.errorLog()).not.toContain('killsource');
    leave();
    await rig.accepted();
    await expectTone(fixture);
  });

  test('say so when Icecast has no room for more sources', async () => {
    const fixture = await started({ sources: 1 });
    const rig = goOnAir({ icecast: fixture.access });
    const lost = await rig.reported({ kind: 'mount', state: 'lost' });
    expect(lost).toMatchObject({ problem: { code: 'mount_rejected' } });
  });

  test('are let go and taken anew when Icecast hangs and a listener hears nothing', async () => {
    const fixture = await started();
    const rig = goOnAir({ icecast: fixture.access });
    await rig.accepted();
    const heard: boolean[] = [];
    const probe = new MountProbe({
      url: fixture.url('main.mp3'),
      onChange: (now) => {
        heard.push(now);
        if (!now) for (const { name } of MOUNTS) rig.air.doubtMount(name);
      },
    });
    onTestFinished(() => probe.close('test ends'));
    await until('the mount is heard', () => probe.heard);
    const from = rig.reports.length;
    fixture.freeze();
    const lost = await rig.reported({ kind: 'mount', name: 'main.mp3', state: 'lost' }, from);
    expect(lost).toMatchObject({ problem: { code: 'icecast_unreachable' } });
    await rig.reported({ kind: 'mount', name: 'main.opus', state: 'lost' }, from);
    fixture.thaw();
    for (const { name } of MOUNTS) await rig.reported({ kind: 'mount', name, state: 'accepted' }, from);
    await until('the mount is heard again', () => probe.heard);
    // What a hanging Icecast still held of the old mount may be heard for a moment before the new one is.
    expect(heard.slice(0, 3)).toEqual([true, false, true]);
    await expectTone(fixture);
  });
});

test('a probe hears a mount while it sounds, and no longer', async () => {
  const fixture = await started();
  const changes: boolean[] = [];
  const probe = new MountProbe({ url: fixture.url('main.opus'), onChange: (heard) => changes.push(heard) });
  onTestFinished(() => probe.close('test ends'));
  const rig = goOnAir({ icecast: fixture.access });
  await until('heard', () => probe.heard);
  await rig.air.stop();
  await until('no longer heard', () => !probe.heard);
  expect(changes).toEqual([true, false]);
});
