import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NEW_SITTING } from '../../../server/room/sitting-memory.ts';
import { FakeSeat } from '../../support/fakes/fake-seat.ts';
import { type RoomOnFakes, roomOnFakes } from '../../support/fakes/room-on-fakes.ts';

let before: RoomOnFakes;
let after: RoomOnFakes | null;

beforeEach(async () => {
  vi.useFakeTimers();
  before = await roomOnFakes();
  after = null;
});

afterEach(() => {
  before.room.close('test over');
  after?.room.close('test over');
  vi.useRealTimers();
});

/** The server dies without a word and another one opens the room of the same show. */
async function restart(): Promise<RoomOnFakes> {
  after = await roomOnFakes({ memory: before.remembered() });
  return after;
}

test('people are away after a restart, with their strips as they were a quarter of a second before', async () => {
  const alice = before.enter('guest', 'Alice');
  before.room.setStripOn(alice.strip.id, true);
  before.room.setStripFader(alice.strip.id, -12);
  await vi.advanceTimersByTimeAsync(250);
  const { room } = await restart();
  expect(room.state.participants[alice.participant.id]).toMatchObject({ name: 'Alice', presence: 'away' });
  expect(room.state.strips[alice.strip.id]).toMatchObject({ on: true, faderDb: -12 });
});

test('who was put on air in the last moment is on air after a restart', async () => {
  const alice = before.enter('guest', 'Alice');
  before.room.setStripFader(alice.strip.id, -12);
  before.room.setStripOn(alice.strip.id, true);
  const { room } = await restart();
  expect(room.state.strips[alice.strip.id]).toMatchObject({ on: true, faderDb: -12 });
});

test('who comes back with his token is the same participant with the same strip', async () => {
  const alice = before.enter('guest', 'Alice');
  const { room } = await restart();
  const { resumeToken } = alice.participant;
  const again = room.enter({
    ...{ role: 'guest', name: 'Alice', resumeToken, seat: new FakeSeat() },
    origin: { link: 'guest', browser: null, role: 'guest' },
  });
  expect(again.id).toBe(alice.participant.id);
  expect(room.state.participants[again.id]?.presence).toBe('here');
  expect(Object.keys(room.state.strips)).toEqual([alice.strip.id]);
  expect(again.hasMedia(1)).toBe(false);
});

test('who does not come back is gone after the grace time', async () => {
  before.enter('guest', 'Alice');
  const { room } = await restart();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(room.participantCount).toBe(0);
});

test('what was written is still there after a restart, and what is written then comes after it', async () => {
  const alice = before.enter('guest', 'Alice');
  before.room.sitting.chat.send(alice.participant.id, 'before');
  const { room } = await restart();
  room.sitting.chat.send(alice.participant.id, 'after');
  expect(Object.values(room.state.chat)).toMatchObject([
    { number: 1, text: 'before', name: 'Alice' },
    { number: 2, text: 'after' },
  ]);
});

test('who was removed stays out after a restart, and in the next sitting he does not', async () => {
  before.enter('host', 'Hanna');
  const origin = { link: 'guest', browser: 'b', role: 'guest' } as const;
  const troll = before.room.enter({ role: 'guest', name: 'Troll', origin, seat: new FakeSeat() });
  before.room.moderation.remove(troll.id);
  const { room } = await restart();
  expect(room.sitting.expelled.has(origin)).toBe(true);
  expect(room.mustWait({ ...origin, browser: 'another' })).toBe(true);
  await room.end();
  const next = await roomOnFakes({ memory: (after ?? before).remembered() });
  expect(next.room.sitting.expelled.has(origin)).toBe(false);
  next.room.close('test over');
});

test('a room that opens with a new sitting keeps it at once, in place of an earlier one', () => {
  expect(before.remembered().sitting).toEqual(NEW_SITTING);
});

test('who has left is not remembered', async () => {
  before.enter('guest', 'Alice').participant.leave();
  const { room } = await restart();
  expect(room.participantCount).toBe(0);
});

test('a show that was live is started again, one that was stopped is not', async () => {
  const host = before.enter('host', 'Hanna');
  before.room.startProgram(host.participant.id);
  const live = await restart();
  expect(live.room.state.program.phase).toBe('starting');
  live.room.close('test over');
  const stopping = before.room.stopProgram();
  await vi.advanceTimersByTimeAsync(10_000);
  await stopping;
  expect((await restart()).room.state.program.phase).toBe('off');
});
