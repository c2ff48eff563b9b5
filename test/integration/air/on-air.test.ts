/** A broadcast on which nothing goes wrong, as listeners of both mounts have it. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { DECODED_SAMPLE_RATE, decode } from '../../support/decode.ts';
import { IcecastFixture } from '../../support/icecast-fixture.ts';
import { largestStep, longestGapMs, sineStep, toneLevelDb } from '../../support/tone.ts';
import { until } from '../../support/until.ts';
import { goOnAir, inner, MOUNTS, TONE_DB, TONE_HZ } from './air-rig.ts';
import { RawListener } from './raw-listener.ts';

async function icecast(): Promise<IcecastFixture> {
  const fixture = await IcecastFixture.start({ burstBytes: 0 });
  onTestFinished(() => fixture.stop());
  return fixture;
}

const BYTES_OF_TWO_SECONDS = { mp3: 32_000, opus: 24_000 } as const;

describe('on air', () => {
  test('the tone is on both mounts, as loud as it was sent, without a hole', async () => {
    const fixture = await icecast();
    const rig = goOnAir({ icecast: fixture.access });
    await rig.accepted();
    for (const { name, codec } of MOUNTS) {
      const listener = await RawListener.open(fixture.url(name));
      expect(listener.response.headers['content-type']).toBe(codec === 'mp3' ? 'audio/mpeg' : 'audio/ogg');
      await listener.more(BYTES_OF_TWO_SECONDS[codec]);
      const { samples } = await decode(listener.bytes);
      const level = toneLevelDb(inner(samples), DECODED_SAMPLE_RATE, TONE_HZ);
      expect(Math.abs(level - TONE_DB)).toBeLessThan(1);
      expect(longestGapMs(inner(samples), DECODED_SAMPLE_RATE, TONE_DB - 20)).toBeLessThan(2);
    }
    const loudness = await until('loudness', () => rig.air.takeLoudness());
    expect(loudness.momentaryLufs).toBeGreaterThan(TONE_DB - 1);
    expect(loudness.momentaryLufs).toBeLessThan(TONE_DB + 1);
    expect(loudness.limiterDb).toBe(0);
    expect(rig.air.encoder.droppedMs).toBe(0);
  });

  test('the limiter holds a tone that is far too loud at -1 dBFS', async () => {
    const fixture = await icecast();
    const rig = goOnAir({ icecast: fixture.access, toneDb: 6 });
    await rig.accepted();
    const listener = await RawListener.open(fixture.url('main.opus'));
    await listener.more(BYTES_OF_TWO_SECONDS.opus);
    const { samples } = await decode(listener.bytes);
    const level = toneLevelDb(inner(samples), DECODED_SAMPLE_RATE, TONE_HZ);
    expect(level).toBeLessThan(-0.5);
    expect(level).toBeGreaterThan(-2);
    expect(rig.air.takeLoudness()?.limiterDb).toBeCloseTo(7, 1);
  });

  test('the MP3 mount shows titles to the status page and to players', async () => {
    const fixture = await icecast();
    const rig = goOnAir({ icecast: fixture.access, title: 'Grüße ☃ & mehr' });
    await rig.accepted();
    const listener = await RawListener.open(fixture.url('main.mp3'), { 'Icy-MetaData': '1' });
    expect(listener.response.headers['icy-metaint']).toBeDefined();
    const status = async () => (await fetch(fixture.url('status-json.xsl'))).text();
    await until('the title in the status', async () => (await status()).includes('Grüße ☃ & mehr'));
    await until('the title at the listener', () => listener.bytes.includes("StreamTitle='Grüße ☃ & mehr'"));
    rig.air.setTitle('Second title');
    await until('the second title at the listener', () =>
      listener.bytes.includes("StreamTitle='Second title'"),
    );
    rig.air.setTitle('');
    await until('the show as the title', () => listener.bytes.includes("StreamTitle='Test show'"));
    expect(rig.warnings).toEqual([]);
  });

  test('the Opus mount changes its title in the stream, and nobody hears it', async () => {
    const fixture = await icecast();
    const rig = goOnAir({ icecast: fixture.access, title: 'One' });
    await rig.accepted();
    const listener = await RawListener.open(fixture.url('main.opus'));
    await listener.more(12_000);
    for (const title of ['Two', 'Drei ☃']) {
      rig.air.setTitle(title);
      await until(`the title ${title}`, () => listener.bytes.includes(`TITLE=${title}`));
      await listener.more(12_000);
    }
    const { samples } = await decode(listener.bytes);
    const heard = inner(samples);
    const clean = sineStep(TONE_DB, DECODED_SAMPLE_RATE, TONE_HZ);
    expect(largestStep(heard)).toBeLessThan(1.2 * clean);
    expect(longestGapMs(heard, DECODED_SAMPLE_RATE, TONE_DB - 20)).toBeLessThan(2);
    expect(Math.abs(toneLevelDb(heard, DECODED_SAMPLE_RATE, TONE_HZ) - TONE_DB)).toBeLessThan(1);
    const late = await RawListener.open(fixture.url('main.opus'));
    await late.more(12_000);
    expect(late.bytes.includes('TITLE=Drei ☃')).toBe(true);
    expect((await decode(late.bytes)).samples.length).toBeGreaterThan(DECODED_SAMPLE_RATE / 2);
    expect(await fixture.sourceConnections('main.opus')).toBe(1);
  });

  test('stopping removes both mounts and leaves neither process nor socket', async () => {
    const fixture = await icecast();
    const rig = goOnAir({ icecast: fixture.access });
    await rig.accepted();
    const listeners = await Promise.all(MOUNTS.map(({ name }) => RawListener.open(fixture.url(name))));
    const pid = rig.air.encoder.pid ?? 0;
    await rig.air.stop();
    expect([...(await fixture.admin.mounts()).keys()]).toEqual([]);
    expect(() => process.kill(pid, 0)).toThrow();
    expect(rig.air.closed).toBe(true);
    expect(rig.air.ownedCount).toBe(0);
    await until('listeners are released', () => listeners.every((listener) => listener.ended));
    const last = listeners[1]?.bytes ?? Buffer.alloc(0);
    expect(last.at(last.lastIndexOf('OggS') + 5)).toBe(4);
    const tcp = process.getActiveResourcesInfo().filter((kind) => kind === 'ProcessWrap');
    expect(tcp).toHaveLength(1);
  });
});
