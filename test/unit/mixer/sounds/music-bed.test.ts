import { expect, test } from 'vitest';
import { soundId, stripId } from '#protocol/ids.ts';
import { PLAIN_PROCESSING } from '#protocol/processing.ts';
import { steadyToneDb } from '../../../support/mount-listener.ts';
import { Rig } from '../rig.ts';
import { Sender } from '../sender.ts';
import { OPEN, PLAY, sourceOf } from './sounds-rig.ts';

const MUSIC = stripId.parse('music');
const BED = soundId.parse('bed');
const BED_HZ = 500;
const BED_DB = -20;
const DUCK = { on: true, depthDb: 15, attackMs: 200, holdMs: 400, releaseMs: 1000 };

test('the music bed goes down by the set depth while somebody speaks, in the set times, and comes back', async () => {
  const rig = await Rig.create();
  rig.mixer.putStrip(MUSIC, { ...OPEN, processing: { ...PLAIN_PROCESSING, duck: DUCK } });
  const amplitude = 32_768 * 10 ** (BED_DB / 20);
  rig.mixer.sounds.put(
    BED,
    sourceOf(48_000, (frame) => amplitude * Math.sin((2 * Math.PI * BED_HZ * frame) / 48_000)),
  );
  rig.mixer.sounds.play(BED, { ...PLAY, strip: MUSIC, loop: true });
  rig.strip('talker');
  const quiet = rig.hearUntil(1000);
  rig.send(new Sender({ frequencyHz: 2000, levelDb: -20, startMs: 1000 }), 3000);
  const spoken = rig.hearUntil(3000);
  const after = rig.hearUntil(6000);
  const bedDb = (audio: Float32Array, fromMs: number, toMs: number) =>
    steadyToneDb(audio.subarray(fromMs * 48, toMs * 48), BED_HZ);
  expect(bedDb(quiet, 500, 1000)).toBeCloseTo(BED_DB, 0);
  expect(bedDb(spoken, 600, 1900)).toBeCloseTo(BED_DB - DUCK.depthDb, 0);
  // Held for 400 ms behind the last word, which the network has delayed by 110 ms; then a second of release.
  expect(bedDb(after, 100, 400)).toBeCloseTo(BED_DB - DUCK.depthDb, 0);
  expect(bedDb(after, 950, 1050)).toBeGreaterThan(BED_DB - 12);
  expect(bedDb(after, 950, 1050)).toBeLessThan(BED_DB - 3);
  expect(bedDb(after, 1800, 3000)).toBeCloseTo(BED_DB, 0);
});

test('a cart is no speech: the music bed stays where it is', async () => {
  const rig = await Rig.create();
  const cart = soundId.parse('cart');
  rig.mixer.putStrip(MUSIC, { ...OPEN, processing: { ...PLAIN_PROCESSING, duck: DUCK } });
  rig.mixer.putStrip(PLAY.strip, OPEN);
  const tone = (hz: number) =>
    sourceOf(48_000, (frame) => 3276 * Math.sin((2 * Math.PI * hz * frame) / 48_000));
  rig.mixer.sounds.put(BED, tone(BED_HZ));
  rig.mixer.sounds.put(cart, tone(2000));
  rig.mixer.sounds.play(BED, { ...PLAY, strip: MUSIC, loop: true });
  rig.mixer.sounds.play(cart, { ...PLAY, loop: true });
  const heard = rig.hearUntil(2000);
  expect(steadyToneDb(heard.subarray(48_000), BED_HZ)).toBeCloseTo(-20, 0);
});
