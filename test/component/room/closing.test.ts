import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { RoomWiring } from '../../../server/room/room-wiring.ts';
import { FakeMediaEngine } from '../../support/fakes/fake-media-engine.ts';
import { type RoomOnFakes, roomOnFakes, type Visitor } from '../../support/fakes/room-on-fakes.ts';
import { silentLog } from '../../support/fakes/silent-log.ts';

let studio: RoomOnFakes;
let host: Visitor;
let guest: Visitor;

beforeEach(async () => {
  vi.useFakeTimers();
  studio = await roomOnFakes();
  host = studio.enter('host', 'Harriet');
  guest = studio.enter('guest', 'Gus');
});

afterEach(() => {
  studio.room.close('test over');
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(0);

/** What must be true of a closed room, whatever was under way. */
function expectNothingLeft(): void {
  expect(studio.room.ownedCount).toBe(0);
  expect(studio.room.participantCount).toBe(0);
  expect(studio.room.program.closed).toBe(true);
  expect(studio.engine.rooms.filter((media) => !media.closed)).toEqual([]);
  expect(studio.engine.rooms.flatMap((media) => media.participants).every((media) => media.closed)).toBe(
    true,
  );
  expect(studio.engine.rooms.flatMap((media) => [...media.taps])).toEqual([]);
  expect(studio.livePaths.started.filter((livePath) => !livePath.closed)).toEqual([]);
  expect(studio.ears.open.size).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
}

describe('closing a room', () => {
  test('in full swing leaves nothing', async () => {
    studio.room.startProgram(host.participant.id);
    await host.publish();
    await guest.publish();
    await settle();
    guest.participant.detach(guest.seat);
    studio.room.close('over');
    await settle();
    expectNothingLeft();
  });

  test('tells everybody who is here', () => {
    studio.room.close('empty');
    expect(host.seat.byes).toEqual([{ code: 'room_closed', retry: false }]);
    expect(guest.seat.byes).toEqual([{ code: 'room_closed', retry: false }]);
  });

  test('because the server shuts down asks browsers to come back', () => {
    studio.room.close('shutting down');
    expect(host.seat.byes).toEqual([{ code: 'shutting_down', retry: true }]);
  });

  test('changes the state no more', () => {
    const { state, version } = studio.room;
    const followed = vi.fn();
    studio.room.onChanged(followed);
    studio.room.close('over');
    studio.room.setStripOn(guest.strip.id, true);
    expect(studio.room.state).toBe(state);
    expect(studio.room.version).toBe(version);
    expect(followed).not.toHaveBeenCalled();
  });

  test('while the media is being opened anew leaves nothing', async () => {
    studio.engine.gate.shut();
    studio.engine.current.die();
    await settle();
    studio.room.close('over');
    studio.engine.gate.open();
    await settle();
    expect(studio.engine.rooms).toHaveLength(2);
    expectNothingLeft();
  });

  test('while no worker runs leaves nothing', async () => {
    studio.engine.unavailable = true;
    studio.engine.current.die();
    await settle();
    studio.room.close('over');
    await settle();
    expectNothingLeft();
  });

  test('while the live path is being replaced leaves nothing', async () => {
    studio.livePaths.gate.shut();
    studio.livePaths.current.die();
    await settle();
    studio.room.close('over');
    studio.livePaths.gate.open();
    await settle();
    expect(studio.livePaths.started).toHaveLength(2);
    expectNothingLeft();
  });

  test('while the live path does not start leaves nothing', async () => {
    studio.livePaths.failures = 100;
    studio.livePaths.current.die();
    await settle();
    studio.room.close('over');
    await settle();
    expectNothingLeft();
  });

  test('while the feed and taps are being made leaves nothing', async () => {
    await guest.publish();
    studio.engine.current.gate.shut();
    await host.publish();
    studio.livePaths.current.die();
    await settle();
    studio.room.close('over');
    studio.engine.current.gate.open();
    await settle();
    expectNothingLeft();
  });

  test('while somebody opens his media undoes it and tells him', async () => {
    await guest.participant.openMedia();
    const [media] = studio.engine.current.participants;
    media?.gate.shut();
    const opening = expect(guest.participant.openMedia()).rejects.toThrow('Closed while waiting');
    studio.room.close('over');
    media?.gate.open();
    await opening;
    expectNothingLeft();
  });

  test('while it leaves the air ends the waiting', async () => {
    studio.room.startProgram(host.participant.id);
    studio.livePaths.current.offAirGate.shut();
    const stopped = studio.room.stopProgram();
    studio.room.close('over');
    await stopped;
    expectNothingLeft();
  });
});

describe('somebody who leaves while his media is being opened', () => {
  test('leaves no media behind', async () => {
    await guest.participant.openMedia();
    const [media] = studio.engine.current.participants;
    media?.gate.shut();
    const opening = expect(guest.participant.openMedia()).rejects.toThrow('Closed while waiting');
    guest.participant.leave();
    media?.gate.open();
    await opening;
    expect(media?.closed).toBe(true);
    expect(guest.participant.ownedCount).toBe(0);
  });
});

describe('stopping a room', () => {
  test('leaves the air first and then closes', async () => {
    studio.room.startProgram(host.participant.id);
    studio.livePaths.current.offAirGate.shut();
    const stopped = studio.room.stop('shutting down');
    await settle();
    expect(studio.room.closed).toBe(false);
    expect(studio.room.state.program.phase).toBe('stopping');
    studio.livePaths.current.offAirGate.open();
    await stopped;
    expect(host.seat.byes).toEqual([{ code: 'shutting_down', retry: true }]);
    expectNothingLeft();
  });

  test('waits for a broadcast that a host is stopping already', async () => {
    studio.room.startProgram(host.participant.id);
    studio.livePaths.current.offAirGate.shut();
    const byHost = studio.room.stopProgram();
    const stopped = studio.room.stop('shutting down');
    await settle();
    expect(studio.room.closed).toBe(false);
    studio.livePaths.current.offAirGate.open();
    await Promise.all([byHost, stopped]);
    expectNothingLeft();
  });

  test('that is off air closes at once', async () => {
    await studio.room.stop('shutting down');
    expectNothingLeft();
  });
});

describe('a room that is being made', () => {
  test('is not made without media', async () => {
    const engine = new FakeMediaEngine();
    engine.unavailable = true;
    await expect(
      RoomWiring.create({ engine, program: studio.room.program, log: silentLog }),
    ).rejects.toMatchObject({ code: 'media_unavailable' });
  });

  test('has one media even when the live path dies meanwhile', async () => {
    const engine = new FakeMediaEngine();
    engine.gate.shut();
    const making = RoomWiring.create({ engine, program: studio.room.program, log: silentLog });
    studio.livePaths.current.die();
    await settle();
    engine.gate.open();
    const wiring = await making;
    await settle();
    expect(engine.rooms).toHaveLength(1);
    expect(engine.current.feed?.mixer).toBe(studio.livePaths.current.rtpAddress);
    wiring.close('test over');
    expect(engine.current.closed).toBe(true);
  });
});
