/** The server's life in the hands of the keeper, played by small programs that die and hang as told. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type Ready, ServerKeeper, type Wish } from '../../../server/keeper/server-keeper.ts';
import { SetupProblem } from '../../../server/secrets.ts';
import { descendantsOf, isAlive } from '../../support/child-processes.ts';
import { silentLog } from '../../support/fakes/silent-log.ts';
import { until } from '../../support/until.ts';

/** Every life of the server writes a line here, so that the next one knows which it is. */
let folder: string;
let lives: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'openstudio-keeper-'));
  lives = path.join(folder, 'lives');
  await writeFile(lives, '');
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

const PRELUDE = `
import { appendFileSync, readFileSync } from 'node:fs';
const lives = process.argv[2];
appendFileSync(lives, process.pid + '\\n');
const life = readFileSync(lives, 'utf8').trim().split('\\n').length;
const say = (message) => process.send(message);
const ready = () => say({ kind: 'ready', ownerLink: 'http://localhost/claim/x', wanted: ['show-' + life] });
const live = () => setInterval(() => say({ kind: 'beat' }), 100);
const end = (code) => setTimeout(() => process.exit(code), 300);
process.on('message', ({ kind }) => kind === 'stop' && process.exit(0));
`;

type Seen = { readonly readies: Ready[]; readonly wishes: Wish[]; readonly pids: number[] };

/** A keeper of a server that is the prelude and `body`. */
async function keeperOf(body: string): Promise<{ keeper: ServerKeeper; seen: Seen }> {
  const file = path.join(folder, 'server.mjs');
  await writeFile(file, PRELUDE + body);
  const seen: Seen = { readies: [], wishes: [], pids: [] };
  const keeper = new ServerKeeper({
    command: { file: process.execPath, args: [file, lives] },
    onProcess: (pid) => seen.pids.push(pid),
    onReady: (ready) => seen.readies.push(ready),
    onWish: (wish, answer) => {
      seen.wishes.push(wish);
      if (wish.kind === 'release') answer({ kind: 'released', request: wish.request });
    },
    log: silentLog,
  });
  onTestFinished(() => keeper.close('test over'));
  return { keeper, seen };
}

const livesSoFar = async () => (await readFile(lives, 'utf8')).trim().split('\n').length;

test('is ready when the server says so, and passes on what the server wishes', async () => {
  const { keeper, seen } = await keeperOf(`
    live(); ready();
    process.on('message', (message) => message.kind === 'released' && say({ ...message, kind: 'hold', show: 'a', plan: {
      mounts: [{ name: 'a.mp3', codec: 'mp3' }], title: 't', showName: 'n', showUrl: 'u' } }));
    say({ kind: 'release', show: 'a', request: 7 });
  `);
  await keeper.start();
  expect(seen.readies).toEqual([
    { kind: 'ready', ownerLink: 'http://localhost/claim/x', wanted: ['show-1'] },
  ]);
  await until('the answer came and the next wish', () => seen.wishes.length === 2);
  expect(seen.wishes.map(({ kind, show }) => [kind, show])).toEqual([
    ['release', 'a'],
    ['hold', 'a'],
  ]);
});

test('takes no harm from a server that talks nonsense', async () => {
  const { keeper, seen } = await keeperOf(`
    live();
    for (const odd of [null, 1, 'x', [], {}, { kind: 'hold' }, { kind: 'hold', show: 'a', plan: { mounts: 3 } }]) say(odd);
    ready();
  `);
  await keeper.start();
  expect(seen.wishes).toEqual([]);
});

test('a first start that fails is told in the words of the server', async () => {
  const { keeper } = await keeperOf(`say({ kind: 'failed', text: 'Port 1 is taken. Set PORT.' }); end(1);`);
  const starting = keeper.start();
  await expect(starting).rejects.toBeInstanceOf(SetupProblem);
  await expect(starting).rejects.toThrow('Port 1 is taken. Set PORT.');
  expect(await livesSoFar()).toBe(1);
});

test('a first start that ends without a word is told, too', async () => {
  const { keeper } = await keeperOf(`end(3);`);
  await expect(keeper.start()).rejects.toThrow('ended with exit code 3 before it was ready');
});

test.each([
  ['with code 0', `end(0);`],
  ['with code 1', `end(1);`],
  ['by SIGKILL', `setTimeout(() => process.kill(process.pid, 'SIGKILL'), 300);`],
  ['by SIGTERM', `setTimeout(() => process.kill(process.pid, 'SIGTERM'), 300);`],
  ['of an error', `setTimeout(() => { throw new Error('a bug'); }, 300);`],
])('a server that ends unasked %s is started again', async (_how, dies) => {
  const { keeper, seen } = await keeperOf(`live(); ready(); if (life === 1) ${dies}`);
  await keeper.start();
  await until('the second life', () => seen.readies.length === 2);
  expect(seen.readies[1]?.wanted).toEqual(['show-2']);
  expect(keeper.restarts).toBe(1);
  expect(keeper.pid).toBe(seen.pids[1]);
});

test('a server that cannot start again for a while is tried until it can', async () => {
  const { keeper, seen } = await keeperOf(`
    if (life === 1) { live(); ready(); end(0); }
    else if (life < 5) { say({ kind: 'failed', text: 'not yet' }); end(1); }
    else { live(); ready(); }
  `);
  await keeper.start();
  await until('the fifth life', () => seen.readies.length === 2, 30_000);
  expect(await livesSoFar()).toBe(5);
});

test('a server whose loop hangs is replaced', async () => {
  const { keeper, seen } = await keeperOf(`
    live(); ready();
    if (life === 1) setTimeout(() => { for (;;); }, 300);
  `);
  await keeper.start();
  await until('the second life', () => seen.readies.length === 2, 30_000);
  expect(isAlive(seen.pids[0] ?? 0)).toBe(false);
});

test('a stopped server is woken and stays the same', async () => {
  const { keeper, seen } = await keeperOf(`live(); ready();`);
  await keeper.start();
  const isStopped = () =>
    descendantsOf(process.pid).some(({ pid, isStopped }) => pid === seen.pids[0] && isStopped);
  process.kill(keeper.pid ?? 0, 'SIGSTOP');
  await until('it stands', isStopped);
  await until('it goes on', () => !isStopped());
  expect(keeper.pid).toBe(seen.pids[0]);
  expect(seen.pids).toHaveLength(1);
});

test('stop lets the server end by itself, and starts no other', async () => {
  const { keeper } = await keeperOf(`live(); ready();`);
  await keeper.start();
  const pid = keeper.pid ?? 0;
  await Promise.all([keeper.stop('test'), keeper.stop('again')]);
  expect(isAlive(pid)).toBe(false);
  expect(keeper.restarts).toBe(0);
  expect(keeper.closed).toBe(true);
});

test('stop ends a server that does not listen, or is stopped by a signal', async () => {
  const { keeper } = await keeperOf(`
    process.removeAllListeners('message');
    process.on('message', () => {});
    process.on('SIGTERM', () => {});
    live(); ready();
  `);
  await keeper.start();
  const pid = keeper.pid ?? 0;
  process.kill(pid, 'SIGSTOP');
  await keeper.stop('test');
  expect(isAlive(pid)).toBe(false);
});

test('stop in the pause between two lives ends it there', async () => {
  const { keeper, seen } = await keeperOf(`
    if (life === 1) { live(); ready(); end(0); } else end(1);
  `);
  await keeper.start();
  await until('a few failures', async () => (await livesSoFar()) >= 4, 30_000);
  await keeper.stop('test');
  const soFar = seen.pids.length;
  await until('no process is left', () => seen.pids.every((pid) => !isAlive(pid)));
  expect(seen.pids).toHaveLength(soFar);
});

test('close during the first start ends it', async () => {
  const { keeper, seen } = await keeperOf(`live();`);
  const starting = keeper.start();
  await until('the process', () => seen.pids.length === 1);
  keeper.close('interrupted');
  await expect(starting).rejects.toThrow();
  await until('the process is gone', () => !isAlive(seen.pids[0] ?? 0));
});
