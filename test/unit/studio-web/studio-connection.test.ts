import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Levels, RoomState } from '#protocol/state.ts';
import type { Entered } from '../../../studio-web/connection/connection-options.ts';
import type { ConnectionPhase } from '../../../studio-web/connection/connection-phase.ts';
import { ResumeMemory } from '../../../studio-web/connection/resume-memory.ts';
import { StudioConnection } from '../../../studio-web/connection/studio-connection.ts';
import { exampleRoom, GUEST_STRIP, HOST, SHOW } from './example-room.ts';
import { FakeStudioServer } from './fake-studio-server.ts';
import { MemoryStorage } from './memory-storage.ts';

const TOKEN = 'token-of-the-first-visit';
const ENTERED = { participantId: HOST, role: 'host', show: SHOW, resumeToken: TOKEN, media: null };
const SILENCE: Levels = { strips: {}, program: { peakDb: [-100, -100], rmsDb: -100 }, loudness: null };

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function setUp(storage = new MemoryStorage()) {
  const server = new FakeStudioServer();
  const phases: ConnectionPhase[] = [];
  const states: RoomState[] = [];
  const entries: Entered[] = [];
  const levels: Levels[] = [];
  const memory = new ResumeMemory({ storage, place: '/studio/main', nowMs: () => Date.now() });
  const connection = new StudioConnection({
    openSocket: server.openSocket,
    credential: { kind: 'owner', show: SHOW },
    memory,
    heldMediaEpoch: () => 3,
    nowMs: () => Date.now(),
    random: () => 0,
    events: {
      onPhase: (phase) => phases.push(phase),
      onEntered: (entered) => entries.push(entered),
      onWelcome: () => {},
      onState: (state) => states.push(state),
      onLevels: (message) => levels.push(message),
      onNotice: () => {},
    },
  });
  return { server, connection, memory, phases, states, entries, levels };
}

type SetUp = ReturnType<typeof setUp>;

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const lastKind = ({ phases }: SetUp): string | undefined => phases.at(-1)?.kind;

function welcome(version: number, state: RoomState) {
  return {
    type: 'welcome',
    version,
    serverTimeMs: 0,
    you: { participantId: HOST, role: 'host' },
    state,
  } as const;
}

async function enterRoom(all: SetUp): Promise<void> {
  all.connection.enter('Hanna');
  await letIn(all);
}

/** The server's side of an entry on the newest socket. */
async function letIn({ server }: SetUp): Promise<void> {
  server.line.open();
  server.line.send(welcome(7, exampleRoom()));
  server.line.answer('room.enter', ENTERED);
  await settle();
}

test('entering sends the credential and the name, and leads into the room', async () => {
  const all = setUp();
  await enterRoom(all);
  expect(all.server.line.asked('room.enter').input).toEqual({
    credential: { kind: 'owner', show: 'main' },
    name: 'Hanna',
  });
  expect(all.phases.map((phase) => phase.kind)).toEqual(['entering', 'in']);
  expect(all.states.at(-1)).toEqual(exampleRoom());
  expect(all.entries).toHaveLength(1);
});

test('a command answers with the output of its reply', async () => {
  const all = setUp();
  await enterRoom(all);
  const created = all.connection.call('invite.create', { role: 'guest' });
  const output = { url: 'http://localhost/join/abc', role: 'guest', expiresAtMs: 5 };
  all.server.line.answer('invite.create', output);
  await expect(created).resolves.toEqual(output);
});

test('a refused command rejects with the code of the server', async () => {
  const all = setUp();
  await enterRoom(all);
  const refused = all.connection.call('program.start', {});
  all.server.line.refuse('program.start', 'program_busy');
  await expect(refused).rejects.toMatchObject({ code: 'program_busy' });
});

test('an answer of the wrong shape is refused instead of believed', async () => {
  const all = setUp();
  await enterRoom(all);
  const created = all.connection.call('invite.create', { role: 'guest' });
  all.server.line.answer('invite.create', { address: 'elsewhere' });
  await expect(created).rejects.toMatchObject({ code: 'unreadable_reply' });
});

test('patches move the state on, entity by entity', async () => {
  const all = setUp();
  await enterRoom(all);
  const moved = exampleRoom({ guestStrip: { faderDb: -12 } }).strips[GUEST_STRIP];
  if (moved === undefined) throw new Error('The example has this strip.');
  all.server.line.send({ type: 'patch', from: 7, to: 9, body: { strips: { [GUEST_STRIP]: moved } } });
  expect(all.states.at(-1)).toEqual(exampleRoom({ guestStrip: { faderDb: -12 } }));
});

test('a gap in versions is answered by asking once for a fresh welcome', async () => {
  const all = setUp();
  await enterRoom(all);
  const seen = all.states.length;
  for (const from of [11, 12]) {
    all.server.line.send({ type: 'patch', from, to: from + 1, body: { dropStrips: [GUEST_STRIP] } });
  }
  expect(all.server.line.requests.filter((request) => request.name === 'room.resync')).toHaveLength(1);
  expect(all.states).toHaveLength(seen);
  all.server.line.send(welcome(13, exampleRoom({ phase: 'live' })));
  expect(all.states.at(-1)?.program.phase).toBe('live');
});

test('levels are passed on, and what is not a message is dropped', async () => {
  const all = setUp();
  await enterRoom(all);
  all.server.line.sendText('not even JSON');
  all.server.line.sendText('{"type":"of a newer server"}');
  all.server.line.send({ type: 'levels', levels: SILENCE });
  expect(all.levels).toEqual([SILENCE]);
  expect(lastKind(all)).toBe('in');
});

test('a lost socket is opened again with the resume token and the held media epoch', async () => {
  const all = setUp();
  await enterRoom(all);
  all.server.line.break();
  expect(lastKind(all)).toBe('lost');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(all.server.lines).toHaveLength(2);
  await letIn(all);
  expect(all.server.line.asked('room.enter').input).toMatchObject({
    resume: { token: TOKEN, mediaEpoch: 3 },
  });
  expect(lastKind(all)).toBe('in');
});

test('commands under way are rejected when the socket is lost, and new ones until it is back', async () => {
  const all = setUp();
  await enterRoom(all);
  const underWay = all.connection.call('program.start', {});
  all.server.line.break();
  await expect(underWay).rejects.toMatchObject({ code: 'connection_lost' });
  await expect(all.connection.call('program.stop', {})).rejects.toMatchObject({ code: 'connection_lost' });
});

test('the pauses between tries grow to a ceiling, and tries never end', async () => {
  const all = setUp();
  await enterRoom(all);
  all.server.line.break();
  const startedAtMs: number[] = [];
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const before = all.server.lines.length;
    while (all.server.lines.length === before) await vi.advanceTimersByTimeAsync(100);
    startedAtMs.push(Date.now());
    all.server.line.break();
  }
  const pauses = startedAtMs.slice(1).map((atMs, index) => atMs - (startedAtMs[index] ?? 0));
  expect(pauses[0]).toBeLessThan(1_000);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(3_200);
  expect(lastKind(all)).toBe('lost');
});

test('retryNow skips the pause', async () => {
  const all = setUp();
  await enterRoom(all);
  all.server.line.break();
  all.connection.retryNow();
  expect(all.server.lines).toHaveLength(2);
  await letIn(all);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(all.server.lines).toHaveLength(2);
});

test('another network is entered at once, although the socket of the old one says nothing', async () => {
  const all = setUp();
  await enterRoom(all);
  all.connection.networkChanged();
  expect(all.server.lines).toHaveLength(2);
  expect(all.server.lines[0]?.closed).toBe(true);
  await letIn(all);
  expect(lastKind(all)).toBe('in');
});

test('another network hurries a socket that was still opening in the old one', async () => {
  const all = setUp();
  await enterRoom(all);
  all.server.line.break();
  all.connection.retryNow();
  all.connection.networkChanged();
  expect(all.server.lines).toHaveLength(3);
});

test('another network while the next attempt is waited for is entered once', async () => {
  const all = setUp();
  await enterRoom(all);
  all.server.line.break();
  all.connection.networkChanged();
  await letIn(all);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(all.server.lines).toHaveLength(2);
  expect(lastKind(all)).toBe('in');
});

test('another network brings nobody back who has left', async () => {
  const all = setUp();
  await enterRoom(all);
  all.connection.leave();
  all.connection.networkChanged();
  expect(all.server.lines).toHaveLength(1);
  expect(lastKind(all)).toBe('ended');
});

test('a socket that is suspected has to answer soon', async () => {
  const all = setUp();
  await enterRoom(all);
  all.connection.checkNow();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(lastKind(all)).toBe('lost');
});

test('a socket that does not open is given up and another one is tried', async () => {
  const all = setUp();
  await enterRoom(all);
  all.server.line.break();
  all.connection.retryNow();
  const [, second] = all.server.lines;
  await vi.advanceTimersByTimeAsync(6_000);
  expect(second?.closed).toBe(true);
  expect(all.server.lines).toHaveLength(3);
  await letIn(all);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(lastKind(all)).toBe('in');
});

test('a reply that does not come in time means a dead socket', async () => {
  const all = setUp();
  await enterRoom(all);
  const unanswered = all.connection.call('program.start', {});
  const rejected = expect(unanswered).rejects.toMatchObject({ code: 'connection_lost' });
  await vi.advanceTimersByTimeAsync(10_500);
  await rejected;
  expect(all.server.lines[0]?.closed).toBe(true);
  expect(all.server.lines.length).toBeGreaterThan(1);
});

test('after a long silence the browser asks, so that a dead socket is noticed', async () => {
  const all = setUp();
  await enterRoom(all);
  const { line } = all.server;
  await vi.advanceTimersByTimeAsync(5_500);
  expect(line.asked('room.resync')).toBeDefined();
  expect(lastKind(all)).toBe('in');
  await vi.advanceTimersByTimeAsync(2_500);
  expect(line.closed).toBe(true);
  expect(lastKind(all)).toBe('lost');
});

test('what an abandoned socket still says is ignored', async () => {
  const all = setUp();
  await enterRoom(all);
  const [first] = all.server.lines;
  first?.break();
  all.connection.retryNow();
  await letIn(all);
  first?.send({ type: 'bye', code: 'removed', retry: false });
  first?.break(4403);
  expect(lastKind(all)).toBe('in');
});

test.each([
  { code: 'removed', forgets: true },
  { code: 'room_closed', forgets: true },
  { code: 'replaced', forgets: false },
] as const)('bye with $code ends the visit and stays ended', async ({ code, forgets }) => {
  const all = setUp();
  await enterRoom(all);
  all.server.line.send({ type: 'bye', code, retry: false });
  all.server.line.break();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(all.phases.at(-1)).toEqual({ kind: 'ended', code, wasIn: true });
  expect(all.server.lines).toHaveLength(1);
  expect(all.memory.token() === null).toBe(forgets);
});

test('bye with retry comes back as the same person', async () => {
  const all = setUp();
  await enterRoom(all);
  all.server.line.send({ type: 'bye', code: 'shutting_down', retry: true });
  await vi.advanceTimersByTimeAsync(1_000);
  await letIn(all);
  expect(all.server.line.asked('room.enter').input).toMatchObject({ resume: { token: TOKEN } });
  expect(lastKind(all)).toBe('in');
});

test.each([
  [4403, 'removed'],
  [4404, 'room_closed'],
  [4409, 'replaced'],
  [4426, 'subprotocol_missing'],
])('close code %i without a bye means %s', async (closeCode, code) => {
  const all = setUp();
  await enterRoom(all);
  all.server.line.break(closeCode);
  expect(all.phases.at(-1)).toEqual({ kind: 'ended', code, wasIn: true });
});

test('a refused first entry ends there and can be tried again', async () => {
  const all = setUp();
  all.connection.enter('Hanna');
  all.server.line.open();
  all.server.line.refuse('room.enter', 'room_full');
  await settle();
  expect(all.phases.at(-1)).toEqual({ kind: 'ended', code: 'room_full', wasIn: false });
  await enterRoom(all);
  expect(lastKind(all)).toBe('in');
});

test('a server that is busy refusing for a moment does not end a running visit', async () => {
  const all = setUp();
  await enterRoom(all);
  all.server.line.break();
  all.connection.retryNow();
  all.server.line.open();
  all.server.line.refuse('room.enter', 'media_unavailable');
  await settle();
  expect(lastKind(all)).toBe('lost');
  await vi.advanceTimersByTimeAsync(2_000);
  await letIn(all);
  expect(lastKind(all)).toBe('in');
});

test('leaving tells the server, forgets the token and stays away', async () => {
  const all = setUp();
  await enterRoom(all);
  all.connection.leave();
  expect(all.server.line.asked('room.leave')).toBeDefined();
  expect(all.server.line.closed).toBe(true);
  expect(all.memory.token()).toBeNull();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(all.phases.at(-1)).toEqual({ kind: 'ended', code: 'left', wasIn: true });
  expect(all.server.lines).toHaveLength(1);
});

test('nothing is left ticking after the end', async () => {
  const all = setUp();
  await enterRoom(all);
  all.connection.leave();
  expect(vi.getTimerCount()).toBe(0);
});

function standing(kind: 'asking' | 'admitted' | 'refused', mayAskAgain = true) {
  return { type: 'lobby', standing: kind, waitedMs: 0, token: 'place-in-the-lobby', mayAskAgain } as const;
}

test('somebody who has to wait waits on the same socket, and enters as soon as he is admitted', async () => {
  const it = setUp();
  it.connection.enter('Gina');
  it.server.line.open();
  it.server.line.send(standing('asking'));
  it.server.line.refuse('room.enter', 'must_wait');
  await settle();
  expect(it.phases.at(-1)).toMatchObject({ kind: 'waiting', standing: 'asking' });

  it.server.line.send(standing('admitted'));
  await settle();
  expect(it.server.line.asked('room.enter').input).toMatchObject({ resume: { token: 'place-in-the-lobby' } });
  it.server.line.answer('room.enter', ENTERED);
  await settle();
  expect([it.server.lines.length, lastKind(it)]).toEqual([1, 'in']);
});

test('somebody who was refused may ask again, and somebody whose socket breaks keeps his place', async () => {
  const it = setUp();
  it.connection.enter('Gina');
  it.server.line.open();
  it.server.line.send(standing('asking'));
  it.server.line.refuse('room.enter', 'must_wait');
  await settle();
  it.server.line.send(standing('refused'));
  expect(it.phases.at(-1)).toMatchObject({ standing: 'refused', mayAskAgain: true });
  const asked = it.server.line.requests.length;
  it.connection.askAgain();
  expect(it.server.line.requests).toHaveLength(asked + 1);

  it.server.line.break();
  await vi.advanceTimersByTimeAsync(1_000);
  it.server.line.open();
  await settle();
  expect(it.server.lines).toHaveLength(2);
  expect(it.server.line.asked('room.enter').input).toMatchObject({ resume: { token: 'place-in-the-lobby' } });
});
