import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ShowSlug, showSlug } from '#protocol/ids.ts';
import { StudioError } from '../../../server/errors.ts';
import { RoomRegistry } from '../../../server/room/room-registry.ts';
import { FakeSeat } from '../../support/fakes/fake-seat.ts';
import { Gate } from '../../support/fakes/gate.ts';
import { type RoomOnFakes, roomOnFakes } from '../../support/fakes/room-on-fakes.ts';

const MAIN = showSlug.parse('main');
const OTHER = showSlug.parse('other');
/** An empty room closes after a minute; it is looked at every ten seconds. */
const EMPTY_MS = 60_000;
const SWEEP_MS = 10_000;

let registry: RoomRegistry;
let made: RoomOnFakes[];
let gate: Gate;
let failures: number;

beforeEach(() => {
  vi.useFakeTimers();
  made = [];
  gate = new Gate();
  failures = 0;
  registry = new RoomRegistry(async () => {
    await gate.pass();
    if (failures-- > 0) throw new StudioError('media_unavailable');
    const studio = await roomOnFakes();
    made.push(studio);
    return studio.room;
  });
});

afterEach(() => {
  registry.close('test over');
  vi.useRealTimers();
});

const enter = (slug: ShowSlug = MAIN) =>
  registry.open(slug).then((room) =>
    room.enter({
      ...{ role: 'host', name: 'Harriet', seat: new FakeSeat() },
      origin: { link: 'owner', browser: null, role: 'host' },
    }),
  );

describe('opening', () => {
  test('a show twice gives the same room', async () => {
    const room = await registry.open(MAIN);
    expect(await registry.open(MAIN)).toBe(room);
    expect(registry.find(MAIN)).toBe(room);
    expect(registry.rooms).toEqual([room]);
  });

  test('a show by two at once gives both the same room', async () => {
    gate.shut();
    const both = Promise.all([registry.open(MAIN), registry.open(MAIN)]);
    gate.open();
    const [one, other] = await both;
    expect(one).toBe(other);
    expect(made).toHaveLength(1);
  });

  test('two shows gives two rooms', async () => {
    expect(await registry.open(MAIN)).not.toBe(await registry.open(OTHER));
    expect(registry.rooms).toHaveLength(2);
  });

  test('a show whose room has closed gives a new one', async () => {
    const room = await registry.open(MAIN);
    room.close('over');
    expect(registry.find(MAIN)).toBeUndefined();
    expect(await registry.open(MAIN)).not.toBe(room);
  });

  test('tells everybody who waited when it fails, and can be tried again', async () => {
    failures = 1;
    const results = await Promise.allSettled([registry.open(MAIN), registry.open(MAIN)]);
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected']);
    expect((await registry.open(MAIN)).closed).toBe(false);
  });

  test('makes one room even when somebody tries again the moment it failed', async () => {
    failures = 1;
    const again = registry.open(MAIN).catch(() => {
      gate.shut();
      return registry.open(MAIN);
    });
    await registry.open(MAIN).catch(() => {});
    const third = registry.open(MAIN);
    gate.open();
    expect(await again).toBe(await third);
    expect(made).toHaveLength(1);
  });

  test('more than 64 rooms is refused', async () => {
    const slugs = Array.from({ length: 64 }, (_, index) => showSlug.parse(`show-${index}`));
    await Promise.all(slugs.map((slug) => registry.open(slug)));
    await expect(registry.open(MAIN)).rejects.toMatchObject({ code: 'server_full' });
  });
});

describe('a room in which nobody is', () => {
  test('closes after a while', async () => {
    const participant = await enter();
    const room = await registry.open(MAIN);
    vi.advanceTimersByTime(EMPTY_MS * 2);
    expect(room.closed).toBe(false);
    participant.leave();
    vi.advanceTimersByTime(EMPTY_MS);
    expect(room.closed).toBe(false);
    vi.advanceTimersByTime(SWEEP_MS * 2);
    expect(room.closedReason).toBe('empty');
    expect(registry.rooms).toEqual([]);
  });

  test('stays when somebody enters meanwhile', async () => {
    const room = await registry.open(MAIN);
    vi.advanceTimersByTime(EMPTY_MS - SWEEP_MS);
    const participant = await enter();
    vi.advanceTimersByTime(SWEEP_MS);
    participant.leave();
    vi.advanceTimersByTime(EMPTY_MS);
    expect(room.closed).toBe(false);
  });

  test('stays as long as it is on air', async () => {
    const participant = await enter();
    const room = await registry.open(MAIN);
    room.startProgram(participant.id);
    participant.leave();
    await vi.advanceTimersByTimeAsync(EMPTY_MS * 10);
    expect(room.closed).toBe(false);
    await room.stopProgram();
    vi.advanceTimersByTime(EMPTY_MS + SWEEP_MS * 2);
    expect(room.closed).toBe(true);
  });
});

describe('stopping', () => {
  test('drains every room and opens no other', async () => {
    const rooms = [await registry.open(MAIN), await registry.open(OTHER)];
    const participant = await enter();
    rooms[0]?.startProgram(participant.id);
    made[0]?.livePaths.current.offAirGate.shut();
    const stopped = registry.stop('shutting down');
    await expect(registry.open(MAIN)).rejects.toMatchObject({ code: 'shutting_down' });
    expect(rooms[0]?.closed).toBe(false);
    made[0]?.livePaths.current.offAirGate.open();
    await stopped;
    expect(rooms.map((room) => room.closedReason)).toEqual(['shutting down', 'shutting down']);
    expect(registry.ownedCount).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('while a room is being opened closes that room', async () => {
    gate.shut();
    const opening = expect(registry.open(MAIN)).rejects.toThrow('Closed while waiting');
    await registry.stop('shutting down');
    gate.open();
    await opening;
    expect(made[0]?.room.closed).toBe(true);
    expect(registry.rooms).toEqual([]);
  });
});
