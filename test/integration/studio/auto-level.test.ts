/** Two people of whom one is four times as loud as the other, as a listener of the mount hears them, with auto-level and without. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { showSlug } from '#protocol/ids.ts';
import { processingOf } from '#protocol/processing.ts';
import { MountListener } from '../../support/mount-listener.ts';
import { hearsSteadily, sentToneDb } from '../../support/steady-level.ts';
import { type Studio, startStudio } from '../../support/studio.ts';
import { StudioVisitor } from '../../support/studio-visitor.ts';

const TARGET_LUFS = -18;
/**
 * Amplitudes in dBFS, 12 dB apart, each within the 9 dB that auto-level goes. A sine near 1 kHz on both sides is as many LUFS as its
 * amplitude is dBFS (ITU-R BS.1770-4: 997 Hz at 0 dBFS on one side is -3.01 LKFS).
 */
const LOUD = { name: 'Lara Loud', toneHz: 900, amplitudeDb: -12 };
const QUIET = { name: 'Quinn Quiet', toneHz: 1100, amplitudeDb: -24 };
/** A sine of an amplitude has an RMS that is so much less. */
const RMS_BELOW_DB = 3.01;
/** Half a dB in which the hand rests, and what two codecs and the weighting leave. */
const NEAR_DB = 1;
const SAME_DB = 0.4;
/** What a microphone gives of a room in which nobody speaks. */
const ROOM_DB = -60;
const ROOM_HEARD_DB = -45;

let studio: Studio;
let loud: StudioVisitor;
let quiet: StudioVisitor;
let listener: MountListener;

beforeAll(async () => {
  studio = await startStudio();
  const claimed = await fetch(studio.ownerLink, { redirect: 'manual' });
  const cookie = claimed.headers.get('set-cookie')?.split(';')[0] ?? '';
  const sound = ({ name, toneHz, amplitudeDb }: typeof LOUD) => ({
    studioUrl: studio.url,
    name,
    toneHz,
    levelDb: amplitudeDb - RMS_BELOW_DB,
  });
  loud = await StudioVisitor.enter({
    ...sound(LOUD),
    cookie,
    credential: { kind: 'owner', show: showSlug.parse('main') },
  });
  const invite = await loud.call('invite.create', { role: 'guest' });
  quiet = await StudioVisitor.enter({
    ...sound(QUIET),
    credential: { kind: 'invite', token: invite.url.split('/').at(-1) ?? '' },
  });
  await loud.call('program.start', {});
  await loud.programIs('the show is live', (program) => program.phase === 'live');
  await loud.call('program.setTarget', { targetLufs: TARGET_LUFS });
  await loud.call('strip.setOn', { stripId: quiet.strip.id, on: true });
  listener = await MountListener.open(`http://127.0.0.1:${studio.icecastPort}/main.mp3`);
});

afterAll(async () => {
  listener?.close();
  quiet?.vanish();
  loud?.vanish();
  await studio?.stop();
});

/** The listener comes to hear both at these levels in dBFS, and goes on hearing them so. */
async function hear(loudDb: number, quietDb: number, toleranceDb: number): Promise<void> {
  await hearsSteadily(listener, LOUD.toneHz, { levelDb: loudDb, toleranceDb });
  await hearsSteadily(listener, QUIET.toneHz, { levelDb: quietDb, toleranceDb });
}

async function setAutoLevel(on: boolean): Promise<void> {
  for (const { strip } of [loud, quiet]) {
    await loud.call('strip.setProcessing', { stripId: strip.id, change: { autoLevel: { on } } });
  }
}

test('whom nobody rides is heard as far from the other as he spoke', async () => {
  for (const { strip } of [loud, quiet]) expect(processingOf(strip.processing).autoLevel.on).toBe(false);
  await hear(LOUD.amplitudeDb, QUIET.amplitudeDb, SAME_DB);
  // As long as auto-level would have taken to bring them together.
  await listener.next(6);
  await hear(LOUD.amplitudeDb, QUIET.amplitudeDb, SAME_DB);
});

test('auto-level brings both to the target within 1 dB, slowly', async () => {
  await setAutoLevel(true);
  const on = listener.seconds;
  await hear(TARGET_LUFS, TARGET_LUFS, NEAR_DB);
  // 6 dB at 1.5 dB/s, after a second of listening.
  expect(listener.seconds - on).toBeGreaterThan(3.5);
});

test('a pause lifts nobody: whoever speaks again is as loud as before', async () => {
  quiet.microphone.setTone(QUIET.toneHz, ROOM_DB);
  await listener.misses(QUIET.toneHz, ROOM_HEARD_DB);
  await listener.next(3);
  quiet.microphone.setTone(QUIET.toneHz, QUIET.amplitudeDb - RMS_BELOW_DB);
  await listener.hears(QUIET.toneHz, TARGET_LUFS - 6);
  expect(Math.abs((await sentToneDb(listener, QUIET.toneHz)) - TARGET_LUFS)).toBeLessThan(NEAR_DB);
});

test('another target is ridden to, and it goes no further than its range', async () => {
  await loud.call('strip.setProcessing', {
    stripId: quiet.strip.id,
    change: { autoLevel: { rangeDb: 4 } },
  });
  await hear(TARGET_LUFS, QUIET.amplitudeDb + 4, NEAR_DB);
  await loud.call('program.setTarget', { targetLufs: -16 });
  await hear(-16, QUIET.amplitudeDb + 4, NEAR_DB);
});

test('switched off, both go back to where they were', async () => {
  await setAutoLevel(false);
  await hear(LOUD.amplitudeDb, QUIET.amplitudeDb, SAME_DB);
});
