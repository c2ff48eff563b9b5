/** What the console does to a strip, as a listener of the mount hears it: levels in dB against the settings. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { showSlug } from '#protocol/ids.ts';
import type { ProcessingPatch } from '#protocol/processing.ts';
import { CHORDS_HZ } from '../../../server/mixer/bed-sound.ts';
import { MountListener, steadyToneDb } from '../../support/mount-listener.ts';
import { hearsSteadily } from '../../support/steady-level.ts';
import { type Studio, startStudio } from '../../support/studio.ts';
import { StudioVisitor } from '../../support/studio-visitor.ts';
import { until } from '../../support/until.ts';

const HOST_HZ = 440;
const GUEST_HZ = 1000;
/** A sine of this amplitude, in dBFS; its RMS is 3 dB less. */
const LEVEL_DB = -20;
const RMS_BELOW_DB = 3.01;
/** What two codecs leave of a level. */
const TOLERANCE_DB = 0.4;
const GONE_DB = -65;

let studio: Studio;
let host: StudioVisitor;
let guest: StudioVisitor;
let listener: MountListener;

beforeAll(async () => {
  studio = await startStudio();
  const claimed = await fetch(studio.ownerLink, { redirect: 'manual' });
  const cookie = claimed.headers.get('set-cookie')?.split(';')[0] ?? '';
  const levelDb = LEVEL_DB - RMS_BELOW_DB;
  host = await StudioVisitor.enter({
    studioUrl: studio.url,
    cookie,
    credential: { kind: 'owner', show: showSlug.parse('main') },
    name: 'Hanna Host',
    toneHz: HOST_HZ,
    levelDb,
  });
  const invite = await host.call('invite.create', { role: 'guest' });
  guest = await StudioVisitor.enter({
    studioUrl: studio.url,
    credential: { kind: 'invite', token: invite.url.split('/').at(-1) ?? '' },
    name: 'Gustav Guest',
    toneHz: GUEST_HZ,
    levelDb,
  });
  await host.call('program.start', {});
  await host.programIs('the show is live', (program) => program.phase === 'live');
  await host.call('strip.setOn', { stripId: guest.strip.id, on: true });
  listener = await MountListener.open(`http://127.0.0.1:${studio.icecastPort}/main.mp3`);
});

afterAll(async () => {
  listener?.close();
  guest?.vanish();
  host?.vanish();
  await studio?.stop();
});

const hears = (toneHz: number, levelDb: number): Promise<void> =>
  hearsSteadily(listener, toneHz, { levelDb, toleranceDb: TOLERANCE_DB });

const processing = (change: ProcessingPatch): Promise<unknown> =>
  host.call('strip.setProcessing', { stripId: guest.strip.id, change });

/** The amplitude of the guest's tone from now on. */
const guestPlays = (levelDb: number): void => guest.microphone.setTone(GUEST_HZ, levelDb - RMS_BELOW_DB);

test('a strip that is set up for music sounds as it came', async () => {
  await hears(GUEST_HZ, LEVEL_DB);
  await hears(HOST_HZ, LEVEL_DB);
});

test('the trim changes the level by what it says', async () => {
  await host.call('strip.setTrim', { stripId: guest.strip.id, trimDb: 6 });
  await hears(GUEST_HZ, LEVEL_DB + 6);
  await host.call('strip.setTrim', { stripId: guest.strip.id, trimDb: -12 });
  await hears(GUEST_HZ, LEVEL_DB - 12);
  await host.call('strip.setTrim', { stripId: guest.strip.id, trimDb: 0 });
  await hears(GUEST_HZ, LEVEL_DB);
});

test('the high-pass takes 24 dB an octave below its frequency', async () => {
  guest.microphone.setTone(200, LEVEL_DB - RMS_BELOW_DB);
  await processing({ highPass: { on: true, frequencyHz: 400, slopeDbPerOctave: 24 } });
  await hears(200, LEVEL_DB - 24.1);
  await processing({ highPass: { on: false } });
  guestPlays(LEVEL_DB);
  await hears(GUEST_HZ, LEVEL_DB);
});

test('the compressor lets through what its curve says, at two levels', async () => {
  await processing({ compressor: { on: true, thresholdDb: -30, ratio: 4, kneeDb: 0, makeUpDb: 5 } });
  await hears(GUEST_HZ, -30 + (LEVEL_DB + 30) / 4 + 5);
  guestPlays(-10);
  await hears(GUEST_HZ, -30 + 20 / 4 + 5);
  guestPlays(LEVEL_DB);
  await processing({ compressor: { on: false } });
  await hears(GUEST_HZ, LEVEL_DB);
});

test('the gate turns down by its range what stays below its threshold, and opens for what does not', async () => {
  await processing({ gate: { on: true, thresholdDb: -15, hysteresisDb: 3, rangeDb: 25, holdMs: 0 } });
  await hears(GUEST_HZ, LEVEL_DB - 25);
  guestPlays(-12);
  await hears(GUEST_HZ, -12);
  guestPlays(LEVEL_DB);
  await processing({ gate: { on: false } });
  await hears(GUEST_HZ, LEVEL_DB);
});

test('a strip that ducks goes down by its depth while the host speaks, and comes back', async () => {
  await processing({ duck: { on: true, depthDb: 12, attackMs: 50, holdMs: 100, releaseMs: 200 } });
  await hears(GUEST_HZ, LEVEL_DB - 12);
  await host.call('strip.setMuted', { stripId: host.strip.id, muted: true });
  await hears(GUEST_HZ, LEVEL_DB);
  await host.call('strip.setMuted', { stripId: host.strip.id, muted: false });
  await hears(GUEST_HZ, LEVEL_DB - 12);
  await processing({ duck: { on: false } });
  await hears(GUEST_HZ, LEVEL_DB);
});

test('a scene brings levels back, at once and over a crossfade', async () => {
  const stripId = guest.strip.id;
  await host.call('strip.setFader', { stripId, faderDb: -6 });
  const { sceneId } = await host.call('scene.save', { name: 'Guest low' });
  await host.call('strip.setFader', { stripId, faderDb: 4 });
  await host.call('strip.setOn', { stripId: host.strip.id, on: false });
  await hears(GUEST_HZ, LEVEL_DB + 4);
  await host.call('scene.recall', { sceneId, crossfadeMs: 0 });
  await hears(GUEST_HZ, LEVEL_DB - 6);
  await hears(HOST_HZ, LEVEL_DB);
  await host.call('strip.setFader', { stripId, faderDb: 4 });
  await hears(GUEST_HZ, LEVEL_DB + 4);
  const from = listener.seconds;
  await host.call('scene.recall', { sceneId, crossfadeMs: 4000 });
  await hears(GUEST_HZ, LEVEL_DB - 6);
  expect(longestSlideS(listener, from)).toBeGreaterThan(2.5);
  await host.call('strip.setFader', { stripId, faderDb: 0 });
  await hears(GUEST_HZ, LEVEL_DB);
});

test('panic gives listeners the bed, and back the program', async () => {
  await host.call('program.setPanic', { on: true });
  await listener.misses(GUEST_HZ, GONE_DB);
  await listener.misses(HOST_HZ, GONE_DB);
  const bedDb = (): number => Math.max(...CHORDS_HZ.flat().map((hz) => listener.latestToneDb(hz)));
  await until('the bed is heard', () => bedDb() > -42, 10_000);
  expect(host.state.program.phase).toBe('live');
  await host.call('program.setPanic', { on: false });
  await hears(GUEST_HZ, LEVEL_DB);
  await hears(HOST_HZ, LEVEL_DB);
});

/** For how long the guest's tone was neither where it began nor where it ended, in the audio since `fromS`. */
function longestSlideS(heard: MountListener, fromS: number): number {
  const audio = heard.audio().subarray(Math.round(fromS * 48_000));
  let tenths = 0;
  for (let at = 0; at + 4800 <= audio.length; at += 4800) {
    const db = steadyToneDb(audio.subarray(at, at + 4800), GUEST_HZ);
    if (db < LEVEL_DB + 4 - 0.5 && db > LEVEL_DB - 6 + 0.5) tenths += 1;
  }
  return tenths / 10;
}
