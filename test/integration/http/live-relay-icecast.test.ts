/** The relay in front of a real Icecast with real sources: everybody who comes hears the tone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DECODED_SAMPLE_RATE, decode } from '../../support/decode.ts';
import { IcecastFixture } from '../../support/icecast-fixture.ts';
import { toneLevelDb } from '../../support/tone.ts';
import { until } from '../../support/until.ts';
import { type HttpOnFakes, httpOnFakes, PROGRAM_OFF } from '../../unit/http/support/http-on-fakes.ts';
import { type Player, play } from './support/player.ts';

const TONE_HZ = 1000;
const SECOND_OF_MP3 = 16_000;
const SECOND_OF_OPUS = 8_000;
const MANY = 200;
const ENCODERS = {
  mp3: ['-c:a', 'libmp3lame', '-b:a', '128k', '-reservoir', '0', '-content_type', 'audio/mpeg', '-f', 'mp3'],
  opus: [
    '-c:a',
    'libopus',
    '-b:a',
    '96k',
    '-page_duration',
    '20000',
    '-content_type',
    'audio/ogg',
    '-f',
    'ogg',
  ],
};

let icecast: IcecastFixture;
let studio: HttpOnFakes;
let origin: string;
let sources: ChildProcess[];

beforeAll(async () => {
  icecast = await IcecastFixture.start();
  sources = [await source('mp3'), await source('opus')];
  studio = await httpOnFakes({ icecastUrl: icecast.url('') });
  studio.program = { ...PROGRAM_OFF, phase: 'live', title: 'A tone' };
  await studio.http.listen({ port: 0, host: '127.0.0.1' });
  const address = studio.http.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  origin = `http://127.0.0.1:${address.port}`;
});

afterAll(async () => {
  await studio.close();
  for (const child of sources) {
    const gone = once(child, 'close');
    child.kill('SIGKILL');
    await gone;
  }
  await icecast.stop();
});

async function source(codec: keyof typeof ENCODERS): Promise<ChildProcess> {
  const { host, port, sourcePassword } = icecast.access;
  const tone = ['-re', '-f', 'lavfi', '-i', `sine=frequency=${TONE_HZ}:sample_rate=48000`, '-ac', '2'];
  const url = `icecast://source:${sourcePassword}@${host}:${port}/main.${codec}`;
  const child = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', ...tone, ...ENCODERS[codec], url], {
    stdio: 'ignore',
  });
  await until(`Icecast has main.${codec}`, async () => (await icecast.admin.mounts()).has(`main.${codec}`));
  return child;
}

async function toneIn(bytes: Buffer): Promise<number> {
  const { samples } = await decode(bytes);
  expect(samples.length).toBeGreaterThan(DECODED_SAMPLE_RATE / 2);
  return toneLevelDb(samples.subarray(-DECODED_SAMPLE_RATE / 2), DECODED_SAMPLE_RATE, TONE_HZ);
}

describe.each([
  ['mp3', SECOND_OF_MP3],
  ['opus', SECOND_OF_OPUS],
] as const)('%s', (codec, secondBytes) => {
  it('gives a second of the tone to everybody of 200 who come at once, over one connection', async () => {
    const players = await Promise.all(
      Array.from({ length: MANY }, (): Promise<Player> => play(`${origin}/live/main.${codec}`)),
    );
    expect(players.map(({ status }) => status)).toEqual(Array(MANY).fill(200));
    await Promise.all(players.map((player) => player.receive(secondBytes)));
    await until('Icecast counts one listener', async () => {
      return (await icecast.admin.mounts()).get(`main.${codec}`)?.listeners === 1;
    });
    for (const player of [players[0], players.at(-1)]) {
      expect(await toneIn(player?.bytes() ?? Buffer.alloc(0))).toBeGreaterThan(-30);
    }
    for (const player of players) player.leave();
  });

  it('can be decoded from the first byte by somebody who comes later', async () => {
    const early = await play(`${origin}/live/main.${codec}`);
    await early.receive(3 * secondBytes);
    const late = await play(`${origin}/live/main.${codec}`);
    const { complaints } = await decode(await late.receive(2 * secondBytes));
    expect(complaints.filter((line) => /header missing|invalid|error/i.test(line))).toEqual([]);
    early.leave();
    late.leave();
  });
});
