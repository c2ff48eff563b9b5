import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProgramEntry } from '#protocol/state.ts';
import { type HttpOnFakes, httpOnFakes, MAIN, PROGRAM_OFF } from '../../unit/http/support/http-on-fakes.ts';
import { FRAME_BYTES, mp3Frames, mp3Numbers, opusHeaders, opusPage } from './support/audio-bytes.ts';
import { type Player, play } from './support/player.ts';
import { ScriptedIcecast } from './support/scripted-icecast.ts';

const LIVE: ProgramEntry = { ...PROGRAM_OFF, phase: 'live', title: 'News at nine' };
const LISTENERS_MAX = 5;

let icecast: ScriptedIcecast;
let studio: HttpOnFakes;
let origin: string;
let players: Player[];

beforeEach(async () => {
  icecast = await ScriptedIcecast.start();
  studio = await httpOnFakes({ icecastUrl: icecast.url, limits: { listeners: LISTENERS_MAX } });
  studio.program = LIVE;
  await studio.http.listen({ port: 0, host: '127.0.0.1' });
  const address = studio.http.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  origin = `http://127.0.0.1:${address.port}`;
  players = [];
});

afterEach(async () => {
  for (const player of players) player.leave();
  await studio.close();
  await icecast.stop();
});

async function listen(file = 'main.mp3', headers: Record<string, string> = {}): Promise<Player> {
  const player = await play(`${origin}/live/${file}`, { headers });
  players.push(player);
  return player;
}

/** Sends frames once Icecast has the relay as its listener. */
async function sendFrames(first: number, count: number): Promise<void> {
  await expect.poll(() => icecast.listenersOf('/main.mp3')).toBe(1);
  icecast.send('/main.mp3', mp3Frames(first, count));
}

describe('a listener', () => {
  beforeEach(() => icecast.openMount('/main.mp3'));

  it('hears the mount, byte for byte, with the headers that players expect', async () => {
    const player = await listen();
    await sendFrames(0, 100);
    const bytes = await player.receive(90 * FRAME_BYTES);
    expect(mp3Numbers(bytes).slice(0, 90)).toEqual(Array.from({ length: 90 }, (_, number) => number));
    expect(player.headers).toMatchObject({
      'content-type': 'audio/mpeg',
      'cache-control': 'no-store',
      'access-control-allow-origin': '*',
      connection: 'close',
    });
    expect(player.headers['content-length']).toBeUndefined();
    expect(player.headers['transfer-encoding']).toBeUndefined();
    expect(player.headers['icy-metaint']).toBeUndefined();
  });

  it('shares one connection to Icecast with all others', async () => {
    const together = await Promise.all(Array.from({ length: LISTENERS_MAX }, () => listen()));
    await sendFrames(0, 10);
    for (const player of together) await player.receive(8 * FRAME_BYTES);
    expect(icecast.requests).toBe(1);
    expect(studio.http.relayListenerCount()).toBe(LISTENERS_MAX);
  });

  it('who comes later gets the last second and a half at once, from the beginning of a frame', async () => {
    const early = await listen();
    await sendFrames(0, 300);
    await early.receive(299 * FRAME_BYTES);
    const late = await listen();
    const bytes = await late.receive(40 * FRAME_BYTES);
    const numbers = mp3Numbers(bytes);
    expect(numbers[0]).toBeGreaterThan(200);
    icecast.send('/main.mp3', mp3Frames(300, 50));
    const more = mp3Numbers(await late.receive(bytes.length + 40 * FRAME_BYTES));
    const first = more[0] ?? 0;
    expect(more).toEqual(more.map((_, index) => first + index));
  });

  it('gets whole frames also when Icecast begins in the middle of one and sends odd pieces', async () => {
    const player = await listen();
    await expect.poll(() => icecast.listenersOf('/main.mp3')).toBe(1);
    const bytes = mp3Frames(0, 200).subarray(100);
    for (let at = 0; at < bytes.length; at += 1000) icecast.send('/main.mp3', bytes.subarray(at, at + 1000));
    const numbers = mp3Numbers(await player.receive(190 * FRAME_BYTES));
    expect(numbers[0]).toBe(1);
    expect(numbers.slice(0, 190)).toEqual(Array.from({ length: 190 }, (_, index) => index + 1));
  });

  it('who asks for titles gets them between the bytes, and each change once', async () => {
    const player = await listen('main.mp3', { 'Icy-MetaData': '1' });
    expect(player.headers['icy-metaint']).toBe('16000');
    await sendFrames(0, 84);
    const first = await player.receive(16_000 + 1);
    const units = first.readUInt8(16_000);
    const block = (await player.receive(16_001 + units * 16)).subarray(16_001, 16_001 + units * 16);
    expect(block.toString('utf8').replace(/\0+$/, '')).toBe("StreamTitle='News at nine';");
    icecast.send('/main.mp3', mp3Frames(84, 42));
    const secondAt = 16_000 + 1 + units * 16 + 16_000;
    expect((await player.receive(secondAt + 1)).readUInt8(secondAt)).toBe(0);
  });

  it('sees the name of the show in the headers whatever letters it has', async () => {
    const player = await listen();
    expect(Buffer.from(String(player.headers['icy-name']), 'latin1').toString('utf8')).toBe(
      `Tom & "Jerry's" <show>`,
    );
  });
});

describe('the connection to Icecast', () => {
  beforeEach(() => icecast.openMount('/main.mp3'));

  it('begins with the first listener and ends a while after the last', async () => {
    expect(icecast.requests).toBe(0);
    const player = await listen();
    expect(icecast.listenersOf('/main.mp3')).toBe(1);
    player.leave();
    await expect.poll(() => studio.http.relayListenerCount()).toBe(0);
    expect(icecast.listenersOf('/main.mp3')).toBe(1);
    await expect.poll(() => icecast.listenersOf('/main.mp3'), { timeout: 15_000 }).toBe(0);
    expect(studio.http.relayHoldsConnection({ show: MAIN, codec: 'mp3' })).toBe(false);
  });

  it('is used again by somebody who comes back at once', async () => {
    (await listen()).leave();
    await expect.poll(() => studio.http.relayListenerCount()).toBe(0);
    await listen();
    expect(icecast.requests).toBe(1);
  });

  it('is made anew while listeners stay when the mount breaks during a broadcast', async () => {
    const player = await listen();
    await sendFrames(0, 10);
    const before = await player.receive(9 * FRAME_BYTES);
    icecast.closeMount('/main.mp3');
    await expect.poll(() => icecast.requests, { timeout: 10_000 }).toBeGreaterThan(2);
    icecast.openMount('/main.mp3');
    await expect.poll(() => icecast.listenersOf('/main.mp3'), { timeout: 10_000 }).toBe(1);
    icecast.send('/main.mp3', mp3Frames(1000, 20));
    const numbers = mp3Numbers(await player.receive(before.length + 18 * FRAME_BYTES));
    expect(numbers).toContain(1000);
  });

  it('takes the listeners with it when the broadcast was stopped', async () => {
    const player = await listen();
    await sendFrames(0, 10);
    studio.program = PROGRAM_OFF;
    icecast.closeMount('/main.mp3');
    await player.ended;
    const numbers = mp3Numbers(player.bytes());
    expect(numbers.length).toBeGreaterThanOrEqual(9);
  });
});

describe('a show that is not on air', () => {
  it('is a 404 with a sentence and a hint when to ask again', async () => {
    const reply = await fetch(`${origin}/live/main.mp3`);
    expect(reply.status).toBe(404);
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(reply.headers.get('access-control-allow-origin')).toBe('*');
    expect(await reply.json()).toEqual({ error: { code: 'not_found', message: 'This show is not on air.' } });
  });

  it('is so also when Icecast is not there at all', async () => {
    const lonely = await httpOnFakes({ icecastUrl: 'http://127.0.0.1:1' });
    const reply = await lonely.http.inject('/live/main.mp3');
    expect(reply.statusCode).toBe(404);
    await lonely.close();
  });

  it('can be listened to as soon as it is', async () => {
    expect((await fetch(`${origin}/live/main.mp3`)).status).toBe(404);
    icecast.openMount('/main.mp3');
    expect((await listen()).status).toBe(200);
  });

  it.each([
    'other.mp3',
    'main.ogg',
    'main',
    '.mp3',
    'main.mp3.opus',
    '..%2fadmin%2fstats',
    'admin',
    'MAIN.mp3',
  ])('does not lead anywhere else on Icecast (%s)', async (file) => {
    expect((await fetch(`${origin}/live/${file}`)).status).toBe(404);
    expect(icecast.requests).toBe(0);
  });
});

describe('HEAD', () => {
  it('answers as GET would, without the sound', async () => {
    icecast.openMount('/main.mp3');
    const reply = await fetch(`${origin}/live/main.mp3`, { method: 'HEAD' });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toBe('audio/mpeg');
    expect(studio.http.relayListenerCount()).toBe(0);
  });

  it('says when the show is not on air', async () => {
    expect((await fetch(`${origin}/live/main.mp3`, { method: 'HEAD' })).status).toBe(404);
  });
});

describe('the limits', () => {
  beforeEach(() => icecast.openMount('/main.mp3'));

  it('refuse one listener too many, also when all come at once', async () => {
    const all = await Promise.all(Array.from({ length: LISTENERS_MAX + 3 }, () => listen()));
    const statuses = all.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(LISTENERS_MAX).fill(200), 503, 503, 503]);
  });

  it('cut a listener that does not read, and nobody else notices', async () => {
    const stuck = await listen();
    const healthy = await listen();
    stuck.pause();
    await expect.poll(() => icecast.listenersOf('/main.mp3')).toBe(1);
    let sent = 0;
    while (studio.http.relayListenerCount() === 2 && sent < 100_000) {
      icecast.send('/main.mp3', mp3Frames(sent, 500));
      sent += 500;
      await healthy.receive((sent - 1) * FRAME_BYTES);
    }
    expect(studio.http.relayListenerCount()).toBe(1);
    const numbers = mp3Numbers(healthy.bytes());
    expect(numbers).toEqual(numbers.map((_, index) => index));
    expect(await studio.metrics.scrape()).toContain('studio_relay_listeners_cut_total 1');
  });
});

describe('Opus', () => {
  const pages = (first: number, count: number) =>
    Buffer.concat(Array.from({ length: count }, (_, index) => opusPage(first + index)));
  const audioNumbers = (bytes: Buffer) =>
    [...bytes.toString('latin1').matchAll(/audio (\d+);/g)].map(([, number]) => Number(number));

  beforeEach(async () => {
    icecast.openMount('/main.opus');
  });

  it('begins with the headers for everybody, and goes on without a hole', async () => {
    const early = await listen('main.opus');
    expect(early.headers['content-type']).toBe('audio/ogg');
    icecast.send('/main.opus', Buffer.concat([opusHeaders('one'), pages(0, 1000)]));
    await expect.poll(() => audioNumbers(early.bytes()).length, { timeout: 10_000 }).toBe(1000);
    const late = await listen('main.opus');
    icecast.send('/main.opus', pages(1000, 50));
    await expect.poll(() => audioNumbers(late.bytes()).at(-1), { timeout: 10_000 }).toBe(1049);
    expect(late.bytes().subarray(0, opusHeaders('one').length)).toEqual(opusHeaders('one'));
    const numbers = audioNumbers(late.bytes());
    const first = numbers[0] ?? 0;
    expect(first).toBeGreaterThan(0);
    expect(numbers).toEqual(numbers.map((_, index) => first + index));
    expect(audioNumbers(early.bytes())).toEqual(Array.from({ length: 1050 }, (_, number) => number));
  });

  it('tells newcomers the new headers after the encoder began anew', async () => {
    const early = await listen('main.opus');
    icecast.send(
      '/main.opus',
      Buffer.concat([opusHeaders('one'), pages(0, 20), opusHeaders('two'), pages(0, 20)]),
    );
    await expect.poll(() => audioNumbers(early.bytes()).length, { timeout: 10_000 }).toBe(40);
    const late = await listen('main.opus');
    await expect.poll(() => audioNumbers(late.bytes()).length, { timeout: 10_000 }).toBe(20);
    expect(late.bytes().toString('latin1')).not.toContain('OpusHead one');
    expect(early.bytes().toString('latin1')).toContain('OpusTags two');
  });

  it('begins with nothing that cannot be decoded', async () => {
    const player = await listen('main.opus');
    icecast.send('/main.opus', Buffer.concat([pages(5, 3), opusHeaders('one'), pages(8, 3)]));
    await expect.poll(() => audioNumbers(player.bytes())).toEqual([8, 9, 10]);
  });
});
