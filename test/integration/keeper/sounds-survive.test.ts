/** What becomes of a music bed and a cart that play on the air when a worker or the server is killed: by what a listener's decoder hears. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { padId } from '#protocol/ids.ts';
import { type PadPlace, SOUND_STRIPS } from '#protocol/pads.ts';
import { sendCart } from '../../../studio-web/connection/cart-upload.ts';
import { descendantsOf } from '../../support/child-processes.ts';
import { MountListener, steadyToneDb } from '../../support/mount-listener.ts';
import { until } from '../../support/until.ts';
import { writeToneFile } from '../../support/wav-tone.ts';
import { HOST_HZ, LiveShow } from './live-show.ts';

const WORKER = /mediasoup-worker/;
const MUSIC_HZ = 700;
const CART_HZ = 1500;
const SOUND_DB = -10;
const FADER_DB = -6;
const DEPTH_DB = 12;
/** The host speaks all the time, so the music bed is down all the time. */
const MUSIC_DB = SOUND_DB + FADER_DB - DEPTH_DB;
const CART_DB = SOUND_DB + FADER_DB;
const TOLERANCE_DB = 1.5;
/** Players hold more than this, so nobody hears a pause. */
const PAUSE_MAX_MS = 1500;
const GONE_DB = -70;

let music: Buffer;
let cart: Buffer;

beforeAll(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'openstudio-sounds-'));
  const make = async (hz: number) => {
    const file = path.join(folder, `${hz}.wav`);
    await writeToneFile(file, hz, SOUND_DB);
    return readFile(file);
  };
  [music, cart] = [await make(MUSIC_HZ), await make(CART_HZ)];
  await rm(folder, { recursive: true, force: true });
});

/** Uploads a file as the studio page does; resolves with its pad. */
async function upload({ host, studio }: LiveShow, place: PadPlace, file: Buffer) {
  const { url, pieceBytes } = await host.call('pad.upload', { place, name: `${place}`, bytes: file.length });
  await sendCart({
    ...{ file: new Blob([new Uint8Array(file)]), url: `${studio.url}${url}`, pieceBytes },
    ...{ onProgress: () => {}, signal: new AbortController().signal },
  });
  const there = () => Object.values(host.state.pads).find((pad) => pad.place === place);
  const pad = await until('the pad is there', there);
  return padId.parse(pad.id);
}

/** A show on the air with a music bed under a host, a cart that goes around, and somebody who listens. */
async function playingShow() {
  const show = await LiveShow.start();
  const { host } = show;
  const pads = { music: await upload(show, 'music', music), cart: await upload(show, 0, cart) };
  await host.call('pad.set', { padId: pads.cart, change: { loop: true } });
  for (const { id } of Object.values(SOUND_STRIPS)) {
    await host.call('strip.setFader', { stripId: id, faderDb: FADER_DB });
  }
  await host.call('strip.setProcessing', {
    stripId: SOUND_STRIPS.music.id,
    change: { duck: { depthDb: DEPTH_DB } },
  });
  for (const id of Object.values(pads)) await host.call('pad.play', { padId: id });
  const listener = await MountListener.open(show.url('main.mp3'));
  onTestFinished(() => listener.close());
  await hears(listener, MUSIC_HZ, MUSIC_DB);
  await hears(listener, CART_HZ, CART_DB);
  const playing = (pad: keyof typeof pads) => host.state.pads[pads[pad]]?.playing ?? null;
  return { show, listener, playing };
}

/** The listener comes to hear a tone at the level, and goes on hearing it so. */
async function hears(listener: MountListener, frequencyHz: number, levelDb: number): Promise<void> {
  let steady = 0;
  let heardDb = Number.NaN;
  const isSteady = async () => {
    heardDb = steadyToneDb(await listener.next(0.5), frequencyHz);
    steady = Math.abs(heardDb - levelDb) < TOLERANCE_DB ? steady + 1 : 0;
    return steady === 2;
  };
  await until(`${frequencyHz} Hz`, isSteady).catch(() => {
    throw new Error(`${frequencyHz} Hz came at ${heardDb.toFixed(1)} dBFS instead of ${levelDb}.`);
  });
}

const workersOf = ({ studio }: LiveShow) =>
  descendantsOf(studio.pid).filter(({ commandLine }) => WORKER.test(commandLine));

describe('while a music bed and a cart play', () => {
  test('workers that are killed take the talker away; listeners hear both go on without a gap', async () => {
    const { show, listener, playing } = await playingShow();
    const before = {
      music: playing('music')?.startedAtMs,
      producerId: show.host.state.soundboard.producerId,
    };
    const fromSample = listener.audio().length;
    for (const { pid } of workersOf(show)) process.kill(pid, 'SIGKILL');
    await until('the host is back with what he hears of the soundboard', () => {
      const { producerId } = show.host.state.soundboard;
      return producerId !== null && producerId !== before.producerId && show.host.entry?.microphone != null;
    });
    await listener.next(3);
    expect(playing('music')?.startedAtMs).toBe(before.music);
    expect(playing('cart')).not.toBeNull();
    const heard = listener.audio().subarray(fromSample);
    const tenths = Array.from({ length: Math.floor(heard.length / 4800) }, (_, index) =>
      steadyToneDb(heard.subarray(index * 4800, (index + 1) * 4800), CART_HZ),
    );
    expect(Math.min(...tenths)).toBeGreaterThan(CART_DB - 3);
    expect(Math.max(...tenths)).toBeLessThan(CART_DB + 3);
    // Nobody spoke for a moment, and the music came up; then it made room again.
    await hears(listener, MUSIC_HZ, MUSIC_DB);
  });

  test('a killed server is bridged by the bed; then the music is back where it would be, at its level and down under speech', async () => {
    const { show, listener, playing } = await playingShow();
    const roundMs = 10_000;
    const startedAtMs = playing('music')?.startedAtMs ?? Number.NaN;
    await show.isTakenUpAgain(show.signalServer('SIGKILL'));
    expect(listener.ended).toBe(false);
    await hears(listener, MUSIC_HZ, MUSIC_DB);
    await listener.hears(HOST_HZ, -25);
    expect(playing('cart')).toBeNull();
    expect(steadyToneDb(await listener.next(0.5), CART_HZ)).toBeLessThan(GONE_DB);
    expect(listener.longestByteGapMs).toBeLessThan(PAUSE_MAX_MS);
    const shiftMs = ((playing('music')?.startedAtMs ?? Number.NaN) - startedAtMs) % roundMs;
    // It goes around every ten seconds, and is in its round where it would have been.
    expect(Math.min(shiftMs, roundMs - shiftMs)).toBeLessThan(300);
  });
});
