/** Files that people choose, real ffmpeg, and what is left on the disk of them. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { showSlug } from '#protocol/ids.ts';
import { SOUND_SECONDS_MAX, UPLOAD_PIECE_BYTES } from '#protocol/pads.ts';
import { CartIntake } from '../../../server/carts/cart-intake.ts';
import { CartShelf } from '../../../server/carts/cart-shelf.ts';
import { StudioError } from '../../../server/errors.ts';
import { steadyToneDb } from '../../support/mount-listener.ts';
import { type HttpOnFakes, httpOnFakes } from '../../unit/http/support/http-on-fakes.ts';

const run = promisify(execFile);
const FFMPEG = process.env.FFMPEG_PATH ?? 'ffmpeg';
const MAIN = showSlug.parse('main');
const TONE_HZ = 1000;

let files: string;
let dataDir: string;
let intake: CartIntake;
let web: HttpOnFakes;
let sounds: { id: string; frames: number }[];

/** Makes a file with ffmpeg from what `input` says. */
async function make(name: string, ...args: readonly string[]): Promise<Buffer> {
  const file = path.join(files, name);
  await run(FFMPEG, ['-hide_banner', '-loglevel', 'error', '-y', ...args, file]);
  return readFile(file);
}

const tone = (seconds: number): readonly string[] => [
  ...['-f', 'lavfi', '-i', `sine=frequency=${TONE_HZ}:duration=${seconds}:sample_rate=44100`],
];

beforeAll(async () => {
  files = await mkdtemp(path.join(tmpdir(), 'openstudio-carts-'));
});

afterAll(() => rm(files, { recursive: true, force: true }));

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'openstudio-carts-'));
  sounds = [];
  intake = new CartIntake({ shelf: await CartShelf.open(dataDir), ffmpegPath: FFMPEG });
  web = await httpOnFakes({ cartUploads: intake });
});

afterEach(async () => {
  intake.close('test ends');
  await web.close();
  await rm(dataDir, { recursive: true, force: true });
});

type Outcome = { readonly status: number; readonly code: string | null };

const keep = (sound: { id: string; frames: number }) => {
  sounds.push(sound);
  return `pad-of-${sound.id}`;
};

/** Sends a file as the studio does, and says what became of it. */
async function upload(file: Uint8Array, onSound = keep): Promise<Outcome> {
  const token = intake.expect({ show: MAIN, bytes: file.length, onSound });
  for (let offset = 0; offset < file.length; offset += UPLOAD_PIECE_BYTES) {
    const taken = await put(token, offset, file.subarray(offset, offset + UPLOAD_PIECE_BYTES));
    if (taken.status !== 200) return taken;
  }
  return end(token);
}

async function put(token: string, offset: number, piece: Uint8Array): Promise<Outcome> {
  const reply = await web.http.inject({
    method: 'PUT',
    url: `/api/cart-uploads/${token}?offset=${offset}`,
    headers: { 'content-type': 'application/octet-stream' },
    payload: Buffer.from(piece),
  });
  return { status: reply.statusCode, code: reply.json().error?.code ?? null };
}

async function end(token: string): Promise<Outcome> {
  const reply = await web.http.inject({ method: 'POST', url: `/api/cart-uploads/${token}/end` });
  return { status: reply.statusCode, code: reply.json().error?.code ?? null };
}

/** Every file below the data folder, but for the database. */
async function left(): Promise<string[]> {
  const names = await readdir(path.join(dataDir, 'carts'), { recursive: true });
  const found = await Promise.all(
    names.map(async (name) => {
      // What is being removed in this moment is gone.
      const facts = await stat(path.join(dataDir, 'carts', name)).catch(() => null);
      return facts?.isFile() === true ? [name] : [];
    }),
  );
  return found.flat();
}

/** From now on files are decoded by `ffmpegPath`. */
async function decodeWith(ffmpegPath: string): Promise<void> {
  intake.close('another one comes');
  await web.close();
  intake = new CartIntake({ shelf: await CartShelf.open(dataDir), ffmpegPath });
  web = await httpOnFakes({ cartUploads: intake });
}

/** A program that runs `script` with ffmpeg's arguments. */
async function standIn(script: string): Promise<string> {
  const program = path.join(files, 'stand-in');
  await writeFile(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return program;
}

const OK = { status: 201, code: null };

describe('a sound', () => {
  test.each([
    ['tone.mp3', ['-b:a', '128k'], 0.1],
    ['tone.wav', [], 0.001],
    ['tone.flac', [], 0.001],
    ['vorbis.ogg', ['-c:a', 'libvorbis'], 0.05],
    ['opus.ogg', ['-c:a', 'libopus'], 0.05],
    ['tone.m4a', ['-c:a', 'aac'], 0.1],
    ['24-bit.wav', ['-c:a', 'pcm_s24le'], 0.001],
    ['telephone.wav', ['-c:a', 'pcm_alaw'], 0.001],
  ])('%s is decoded to 48 kHz in stereo, whole and at its level', async (name, args, roundingS) => {
    expect(await upload(await make(name, ...tone(2), ...args))).toEqual(OK);
    const [sound] = sounds;
    expect(Math.abs((sound?.frames ?? 0) / 48_000 - 2)).toBeLessThan(roundingS);
    const pcm = await readFile(path.join(dataDir, 'carts', MAIN, `${sound?.id}.pcm`));
    expect(pcm.length).toBe(4 * (sound?.frames ?? 0));
    const left = Float32Array.from({ length: 48_000 }, (_, i) => pcm.readInt16LE(4 * (i + 4800)) / 32_768);
    // ffmpeg's sine has an eighth of full scale.
    expect(steadyToneDb(left, TONE_HZ)).toBeCloseTo(20 * Math.log10(1 / 8), 0);
  });

  test.each([
    ['mp3', 'libmp3lame'],
    ['m4a', 'aac'],
    ['flac', 'flac'],
  ])('with its cover in the file is taken: %s', async (ending, codec) => {
    const cover = path.join(files, 'cover.jpg');
    await make('cover.jpg', '-f', 'lavfi', '-i', 'color=red:size=64x64:duration=1', '-frames:v', '1');
    const maps = ['-i', cover, '-map', '0:a', '-map', '1:v', '-c:a', codec, '-c:v', 'copy'];
    const file = await make(`cover.${ending}`, ...tone(2), ...maps, '-disposition:v', 'attached_pic');
    expect(await upload(file)).toEqual(OK);
    expect(Math.abs((sounds[0]?.frames ?? 0) / 48_000 - 2)).toBeLessThan(0.1);
  });

  test('of several pieces arrives whole, also when a piece is sent twice', async () => {
    const file = await make('long.wav', ...tone(10));
    const token = intake.expect({ show: MAIN, bytes: file.length, onSound: keep });
    const pieces = Math.ceil(file.length / UPLOAD_PIECE_BYTES);
    expect(pieces).toBeGreaterThan(1);
    for (let index = 0; index < pieces; index += 1) {
      const offset = index * UPLOAD_PIECE_BYTES;
      const piece = file.subarray(offset, offset + UPLOAD_PIECE_BYTES);
      expect(await put(token, offset, piece)).toEqual({ status: 200, code: null });
      expect(await put(token, offset, piece)).toEqual({ status: 200, code: null });
    }
    expect(await end(token)).toEqual(OK);
    expect(sounds).toMatchObject([{ frames: 480_000 }]);
    await expect.poll(left).toEqual([`main/${sounds[0]?.id}.pcm`]);
  });
});

describe('a file that is refused leaves nothing behind:', () => {
  afterEach(async () => {
    expect(sounds).toEqual([]);
    await expect.poll(left).toEqual([]);
  });

  test('one without a byte', async () => {
    expect(await upload(new Uint8Array())).toEqual({ status: 422, code: 'sound_empty' });
  });

  test('one that is a text, a picture, a playlist of addresses, or random', async () => {
    const picture = await make('red.png', '-f', 'lavfi', '-i', 'color=red:size=16x16', '-frames:v', '1');
    const playlist = '#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:1/secret\nfile:///etc/passwd\n';
    const concat = `ffconcat version 1.0\nfile '/etc/hostname'\n`;
    for (const file of [Buffer.from('no sound'), picture, Buffer.from(playlist), Buffer.from(concat)]) {
      expect(await upload(file)).toEqual({ status: 415, code: 'sound_not_audio' });
    }
  });

  test('a film without sound, and a sound that lasts no longer than a click', async () => {
    const silent = await make('silent.mp4', '-f', 'lavfi', '-i', 'color=red:size=64x64:duration=1');
    expect(await upload(silent)).toEqual({ status: 422, code: 'sound_empty' });
    expect(await upload(await make('click.wav', ...tone(0.01)))).toEqual({
      status: 422,
      code: 'sound_empty',
    });
  });

  test('one that only begins like a sound', async () => {
    for (const start of ['RIFF\0\0\0\0WAVE', 'fLaC', 'OggS', 'ID3', '\0\0\0\u0020ftypM4A ']) {
      const file = Buffer.concat([Buffer.from(start, 'latin1'), Buffer.alloc(5000, 0x5a)]);
      const { code } = await upload(file);
      expect(['sound_damaged', 'sound_empty']).toContain(code);
    }
  });

  // An MP3 and an OGG that break off are shorter ones: they do not say how long they were.
  test('one that breaks off in the middle', async () => {
    for (const [name, ...args] of [['cut.flac'], ['cut.wav'], ['cut.m4a', '-c:a', 'aac']] as const) {
      const whole = await make(name, ...tone(8), ...args);
      expect(await upload(whole.subarray(0, whole.length / 2))).toEqual({
        status: 422,
        code: 'sound_damaged',
      });
    }
  });

  test('a small file of hours', async () => {
    const hours = [
      '-f',
      'lavfi',
      '-i',
      `anullsrc=duration=${10 * SOUND_SECONDS_MAX}:sample_rate=8000:cl=mono`,
    ];
    const bomb = await make('hours.flac', ...hours);
    expect(bomb.length).toBeLessThan(3_000_000);
    expect(await upload(bomb)).toEqual({ status: 422, code: 'sound_too_long' });
  });

  test('one that the disk has no room for, as it comes or as it is decoded', async () => {
    const file = await make('full.wav', ...tone(1));
    await rm(path.join(dataDir, 'carts', 'incoming'), { recursive: true });
    expect(await upload(file)).toEqual({ status: 507, code: 'sound_not_stored' });
    await decodeWith(await standIn(`exec ${FFMPEG} "$@" -f s16le -y /dev/full`));
    expect(await upload(file)).toEqual({ status: 507, code: 'sound_not_stored' });
  });

  test('one while there is no ffmpeg, or one that ends with an error of its own', async () => {
    const file = await make('whole.wav', ...tone(1));
    await decodeWith(await standIn('exit 3'));
    expect(await upload(file)).toEqual({ status: 422, code: 'sound_damaged' });
    await decodeWith('/nowhere/ffmpeg');
    expect(await upload(file)).toEqual({ status: 500, code: 'encoder_missing' });
  });

  test('one that turns out not to be wanted', async () => {
    const refuse = () => {
      throw new StudioError('sounds_full');
    };
    expect(await upload(await make('late.wav', ...tone(1)), refuse)).toEqual({
      status: 409,
      code: 'sounds_full',
    });
  });
});

describe('an upload', () => {
  test('takes no byte more than was said, no hole, and no piece that is too large', async () => {
    const token = intake.expect({ show: MAIN, bytes: 10, onSound: keep });
    expect(await put(token, 0, new Uint8Array(11))).toEqual({ status: 413, code: 'sound_too_big' });
    expect(await put(token, 5, new Uint8Array(5))).toEqual({ status: 404, code: 'upload_invalid' });
    expect(await put(token, -1, new Uint8Array(5))).toEqual({ status: 400, code: 'bad_input' });
    expect((await put(token, 0, new Uint8Array(UPLOAD_PIECE_BYTES + 1))).status).toBe(413);
    expect(await end(token)).toEqual({ status: 404, code: 'upload_invalid' });
  });

  test('without its secret is none, whatever path it names', async () => {
    await writeFile(path.join(dataDir, 'secret'), 'secret');
    for (const token of ['unknown', '..%2F..%2Fsecret', '%2Fetc%2Fpasswd', 'main']) {
      expect(await put(token, 0, new Uint8Array(5))).toEqual({ status: 404, code: 'upload_invalid' });
      expect(await end(token)).toEqual({ status: 404, code: 'upload_invalid' });
    }
    expect(await left()).toEqual([]);
  });

  test('that is given up, or over, is known no more', async () => {
    const token = intake.expect({ show: MAIN, bytes: 10, onSound: keep });
    await put(token, 0, new Uint8Array(5));
    const reply = await web.http.inject({ method: 'DELETE', url: `/api/cart-uploads/${token}` });
    expect(reply.statusCode).toBe(204);
    expect(await put(token, 5, new Uint8Array(5))).toEqual({ status: 404, code: 'upload_invalid' });
    await expect.poll(left).toEqual([]);
  });

  test('is one of thirteen of its show, and one of sixteen of all', () => {
    const expectOne = (show: string) =>
      intake.expect({ show: showSlug.parse(show), bytes: 10, onSound: keep });
    const busy = expect.objectContaining({ code: 'upload_busy' });
    for (let count = 0; count < 13; count += 1) expectOne('main');
    expect(() => expectOne('main')).toThrow(busy);
    const others = Array.from({ length: 3 }, () => expectOne('other'));
    expect(() => expectOne('third')).toThrow(busy);
    intake.cancel(others[0] ?? '');
    expect(() => expectOne('third')).not.toThrow();
  });

  test('that a crash has ended is swept away at the next start, and sounds of nobody with it', async () => {
    const token = intake.expect({ show: MAIN, bytes: 10, onSound: keep });
    await put(token, 0, new Uint8Array(5));
    expect(await left()).toHaveLength(1);
    const shelf = await CartShelf.open(dataDir);
    expect(await left()).toEqual([]);
    await upload(await make('kept.wav', ...tone(1)));
    await upload(await make('orphan.wav', ...tone(1)));
    await shelf.keepOnly(MAIN, new Set([sounds[0]?.id ?? '']));
    expect(await left()).toEqual([`main/${sounds[0]?.id}.pcm`]);
  });
});
