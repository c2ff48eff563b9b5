import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ErrorCode } from '#protocol/error-codes.ts';
import { type RoomOnFakes, roomOnFakes, type Visitor } from '../../support/fakes/room-on-fakes.ts';

const MOUNTS = ['main.mp3', 'main.opus'];

let studio: RoomOnFakes;
let host: Visitor;
/** Timers of a room that is off air. */
let timersOffAir: number;

beforeEach(async () => {
  vi.useFakeTimers();
  studio = await roomOnFakes();
  host = studio.enter('host', 'Harriet');
  timersOffAir = vi.getTimerCount();
});

afterEach(() => {
  studio.room.close('test over');
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(0);
const program = () => studio.room.state.program;
const air = () => studio.livePaths.current.air;

function accept(...names: string[]): void {
  for (const name of names) studio.livePaths.current.report({ kind: 'mount', name, state: 'accepted' });
}

function lose(name: string, code: ErrorCode): void {
  const problem = { code, detail: code };
  studio.livePaths.current.report({ kind: 'mount', name, state: 'lost', attempt: 1, problem });
}

function goLive(): void {
  studio.room.startProgram(host.participant.id);
  accept(...MOUNTS);
  for (const name of MOUNTS) studio.ears.hear(name);
}

describe('before anybody goes live', () => {
  test('nothing is on air and nobody listens to mounts', () => {
    expect(program()).toMatchObject({ phase: 'off', problem: null });
    expect(air()).toBeNull();
    expect(studio.ears.open.size).toBe(0);
  });
});

describe('going live', () => {
  test('puts the host who asks on air, and nobody else', () => {
    const guest = studio.enter('guest', 'Gus');
    const other = studio.enter('host', 'Otto');
    studio.room.startProgram(host.participant.id);
    expect([host, guest, other].map(({ strip }) => strip.on)).toEqual([true, false, false]);
  });

  test('plans both mounts with title and show', async () => {
    studio.room.setTitle('Morning');
    studio.room.startProgram(host.participant.id);
    expect(air()).toMatchObject({
      mounts: [
        { name: 'main.mp3', codec: 'mp3' },
        { name: 'main.opus', codec: 'opus' },
      ],
      title: 'Morning',
      showName: 'The show',
    });
  });

  test('is live only when listeners of our own hear the mounts', () => {
    studio.room.startProgram(host.participant.id);
    expect(program().phase).toBe('starting');
    accept(...MOUNTS);
    expect(program().phase).toBe('starting');
    studio.ears.hear('main.mp3');
    expect(program().phase).toBe('starting');
    studio.ears.hear('main.opus');
    expect(program()).toMatchObject({ phase: 'live', onAirSinceMs: Date.now() });
  });

  test('twice is going live once', () => {
    goLive();
    const plan = air();
    studio.room.startProgram(host.participant.id);
    expect(air()).toBe(plan);
    expect(program().phase).toBe('live');
  });

  test('counts listeners as long as it is on air', async () => {
    goLive();
    studio.ears.counts = { 'main.mp3': 12, 'main.opus': 3 };
    await vi.advanceTimersByTimeAsync(5_000);
    expect(program().mounts.map((mount) => mount.listeners)).toEqual([12, 3]);
    await studio.room.stopProgram();
    expect(program().mounts.map((mount) => mount.listeners)).toEqual([null, null]);
    expect(vi.getTimerCount()).toBe(timersOffAir);
  });
});

describe('while live', () => {
  test('the room can do what it likes without the plan or the connection changing', async () => {
    goLive();
    const plan = air();
    const guest = studio.enter('guest', 'Gus');
    await guest.publish();
    studio.room.setStripOn(guest.strip.id, true);
    guest.participant.leave();
    host.participant.leave();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(air()).toBe(plan);
    expect(program().phase).toBe('live');
    expect(studio.livePaths.started).toHaveLength(1);
  });

  test('a title reaches listeners and is kept', () => {
    goLive();
    studio.room.setTitle('Evening');
    expect(studio.livePaths.current.title).toBe('Evening');
    expect(program().title).toBe('Evening');
    expect(studio.savedTitles).toEqual(['Evening']);
  });

  test('an empty title is the name of the show to listeners', () => {
    goLive();
    studio.room.setTitle('Evening');
    studio.room.setTitle('');
    expect(studio.livePaths.current.title).toBe('The show');
    expect(program().title).toBe('');
  });

  test('silence on every mount is a recovery, with the problem, and ends when one is heard', () => {
    goLive();
    for (const name of MOUNTS) {
      lose(name, 'icecast_unreachable');
      studio.ears.hear(name, false);
    }
    expect(program()).toMatchObject({ phase: 'recovering', problem: { code: 'icecast_unreachable' } });
    accept(...MOUNTS);
    studio.ears.hear('main.mp3');
    expect(program()).toMatchObject({ phase: 'live', problem: null });
  });

  test('a live path that dies is replaced and goes on air with the newest title', async () => {
    goLive();
    studio.room.setTitle('Evening');
    studio.livePaths.current.die();
    await settle();
    expect(program()).toMatchObject({ phase: 'recovering', problem: { code: 'encoder_crashed' } });
    expect(studio.livePaths.started).toHaveLength(2);
    expect(air()).toMatchObject({ title: 'Evening', mounts: [{ name: 'main.mp3' }, { name: 'main.opus' }] });
    expect([...studio.ears.open.keys()]).toEqual(MOUNTS);
    studio.livePaths.current.report({ kind: 'encoder', state: 'running' });
    accept('main.mp3');
    expect(program()).toMatchObject({ phase: 'live', problem: null });
  });
});

describe('a mount on which another source sounds', () => {
  test('is no proof that we are on air', () => {
    studio.room.startProgram(host.participant.id);
    for (const name of MOUNTS) {
      lose(name, 'mount_in_use');
      studio.ears.hear(name);
    }
    expect(program()).toMatchObject({ phase: 'starting', problem: { code: 'mount_in_use' } });
  });
});

describe('a mount that stays silent', () => {
  test('is named as a problem after a while and does not hold back the other', async () => {
    studio.room.startProgram(host.participant.id);
    accept(...MOUNTS);
    studio.ears.hear('main.mp3');
    await vi.advanceTimersByTimeAsync(15_000);
    expect(program()).toMatchObject({ phase: 'live', problem: { code: 'mount_silent' } });
    expect([...studio.livePaths.current.doubted]).toEqual(['main.opus']);
    studio.ears.hear('main.opus');
    expect(program().problem).toBeNull();
  });

  test('is doubted, and ON AIR goes out, when none of them plays the program', () => {
    goLive();
    for (const name of ['main.mp3', 'main.opus']) studio.ears.hear(name, false, 'It plays silence.');
    expect(program()).toMatchObject({
      phase: 'recovering',
      problem: { code: 'mount_silent', detail: 'main.mp3: It plays silence.' },
    });
    expect([...studio.livePaths.current.doubted].sort()).toEqual(['main.mp3', 'main.opus']);
    for (const name of ['main.mp3', 'main.opus']) studio.ears.hear(name);
    expect(program()).toMatchObject({ phase: 'live', problem: null });
  });

  test('tells how late it is, and the ears are told what the program sounds like', () => {
    goLive();
    studio.livePaths.current.report({
      kind: 'envelope',
      envelope: { startMs: 1000, levelsDb: [-20, -30] },
    });
    expect(studio.ears.program).toEqual([-20, -30, -20, -30]);
    studio.ears.findLag('main.mp3', 3217);
    expect(program().mounts.map(({ lagMs }) => lagMs)).toEqual([3200, null]);
  });

  test('is doubted the moment it falls silent, so that a dead connection is found', () => {
    goLive();
    studio.ears.hear('main.mp3', false);
    expect([...studio.livePaths.current.doubted]).toEqual(['main.mp3']);
  });
});

describe('while off air', () => {
  test('a live path that dies is replaced and stays off air', async () => {
    studio.livePaths.current.die();
    await settle();
    expect(studio.livePaths.started).toHaveLength(2);
    expect(air()).toBeNull();
  });

  test('somebody who goes live while it is being replaced is on air with the next one', async () => {
    studio.livePaths.gate.shut();
    studio.livePaths.current.die();
    studio.room.startProgram(host.participant.id);
    expect(program().phase).toBe('starting');
    studio.livePaths.gate.open();
    await settle();
    expect(air()).not.toBeNull();
  });
});

describe('stopping', () => {
  test('leaves the air and the room goes on', async () => {
    goLive();
    await studio.room.stopProgram();
    expect(air()).toBeNull();
    expect(program()).toMatchObject({ phase: 'off', onAirSinceMs: null, problem: null });
    expect(studio.ears.open.size).toBe(0);
    expect(host.strip.on).toBe(true);
    expect(studio.room.participantCount).toBe(1);
  });

  test('is seen while it lasts, and nobody can go live meanwhile', async () => {
    goLive();
    studio.livePaths.current.offAirGate.shut();
    const stopped = studio.room.stopProgram();
    expect(program().phase).toBe('stopping');
    expect(() => studio.room.startProgram(host.participant.id)).toThrow(
      expect.objectContaining({ code: 'program_busy' }),
    );
    studio.livePaths.current.offAirGate.open();
    await stopped;
    expect(program().phase).toBe('off');
  });

  test('asked for twice ends for both when the mounts are gone', async () => {
    goLive();
    studio.livePaths.current.offAirGate.shut();
    const ended: string[] = [];
    const both = ['first', 'second'].map((who) => studio.room.stopProgram().then(() => ended.push(who)));
    await settle();
    expect(ended).toEqual([]);
    studio.livePaths.current.offAirGate.open();
    await Promise.all(both);
    expect(ended).toHaveLength(2);
    expect(program().phase).toBe('off');
  });

  test('what is not on air does nothing', async () => {
    await studio.room.stopProgram();
    expect(program().phase).toBe('off');
  });

  test('ends also when the live path dies meanwhile', async () => {
    goLive();
    studio.livePaths.current.offAirGate.shut();
    const stopped = studio.room.stopProgram();
    studio.livePaths.current.die();
    await stopped;
    await settle();
    expect(program().phase).toBe('off');
    expect(air()).toBeNull();
    expect(studio.livePaths.started).toHaveLength(2);
  });

  test('ends within 5 s, whatever the live path does: one that hangs is replaced', async () => {
    goLive();
    const hanging = studio.livePaths.current;
    hanging.offAirGate.shut();
    const stopped = studio.room.stopProgram();
    await vi.advanceTimersByTimeAsync(5_000);
    await stopped;
    expect(hanging.closed).toBe(true);
    expect(program().phase).toBe('off');
    studio.room.startProgram(host.participant.id);
    expect(air()).not.toBeNull();
  });

  test('and going live again is a new broadcast', async () => {
    goLive();
    await studio.room.stopProgram();
    vi.advanceTimersByTime(10_000);
    goLive();
    expect(program()).toMatchObject({ phase: 'live', onAirSinceMs: Date.now() });
  });
});

describe('a server that died on air', () => {
  test('counts on from when the broadcast began', async () => {
    goLive();
    const { onAirSinceMs } = program();
    const memory = studio.remembered();
    studio.room.close('the server died');
    vi.advanceTimersByTime(10_000);
    studio = await roomOnFakes({ memory });
    accept(...MOUNTS);
    for (const name of MOUNTS) studio.ears.hear(name);
    expect(program()).toMatchObject({ phase: 'live', onAirSinceMs });
  });

  test('counts from nowhere once the broadcast was stopped', async () => {
    goLive();
    await studio.room.stopProgram();
    expect(studio.remembered().onAirSinceMs).toBeNull();
  });
});

describe('a start that fails', () => {
  beforeEach(() => {
    studio.room.startProgram(host.participant.id);
  });

  test('leaves the air by itself and says why', async () => {
    lose('main.mp3', 'mount_refused');
    await settle();
    expect(program()).toMatchObject({ phase: 'failed', problem: { code: 'mount_refused' } });
    expect(air()).toBeNull();
    expect(studio.ears.open.size).toBe(0);
    expect(vi.getTimerCount()).toBe(timersOffAir);
  });

  test('can be tried again', async () => {
    lose('main.mp3', 'mount_refused');
    await settle();
    goLive();
    expect(air()).not.toBeNull();
    expect(program()).toMatchObject({ phase: 'live', problem: null });
  });

  test('can be tried again only when the air was left', async () => {
    studio.livePaths.current.offAirGate.shut();
    lose('main.mp3', 'mount_refused');
    expect(() => studio.room.startProgram(host.participant.id)).toThrow(
      expect.objectContaining({ code: 'program_busy' }),
    );
    studio.livePaths.current.offAirGate.open();
    await settle();
    goLive();
    expect(program().phase).toBe('live');
    expect(air()).not.toBeNull();
  });

  test('can be put away', async () => {
    lose('main.mp3', 'mount_refused');
    await studio.room.stopProgram();
    expect(program()).toMatchObject({ phase: 'off', problem: null });
  });

  test('stays failed when the live path is replaced', async () => {
    lose('main.mp3', 'mount_refused');
    await settle();
    studio.livePaths.current.die();
    await settle();
    expect(program().phase).toBe('failed');
    expect(air()).toBeNull();
  });

  test('because another source is on the mount goes on trying', () => {
    lose('main.mp3', 'mount_in_use');
    expect(program()).toMatchObject({ phase: 'starting', problem: { code: 'mount_in_use' } });
    expect(air()).not.toBeNull();
  });
});

describe('dead air', () => {
  const report = (bed: boolean) =>
    studio.livePaths.current.report({ kind: 'deadAir', state: bed ? 'bed' : 'silent', silentMs: 6000 });

  test('reaches everybody who sees the room, and goes when somebody is heard', () => {
    goLive();
    report(false);
    expect(program()).toMatchObject({ phase: 'live', deadAir: { sinceMs: Date.now() - 6000, bed: false } });
    report(true);
    expect(program().deadAir).toEqual({ sinceMs: Date.now() - 6000, bed: true });
    studio.livePaths.current.report({ kind: 'deadAir', state: 'sound', silentMs: 0 });
    expect(program().deadAir).toBeNull();
  });

  test('is not known of a live path that was just started, until that says so itself', async () => {
    goLive();
    report(true);
    studio.livePaths.current.die();
    expect(program().deadAir).toBeNull();
    await settle();
    report(false);
    expect(program().deadAir).toMatchObject({ bed: false });
  });

  test('ends with the broadcast', async () => {
    goLive();
    report(true);
    await studio.room.stopProgram();
    expect(program().deadAir).toBeNull();
    report(true);
    expect(program().deadAir).toBeNull();
    goLive();
    expect(program().deadAir).toBeNull();
  });
});
