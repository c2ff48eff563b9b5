import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeSeat } from '../../support/fakes/fake-seat.ts';
import { type RoomOnFakes, roomOnFakes } from '../../support/fakes/room-on-fakes.ts';

let studio: RoomOnFakes;

beforeEach(async () => {
  vi.useFakeTimers();
  studio = await roomOnFakes();
});

afterEach(() => {
  studio.room.close('test over');
  vi.useRealTimers();
});

const GOOD = { quality: 'good', path: 'udp', roundTripMs: 160, lossPercent: 0.5, jitterMs: 4 } as const;
const POOR = { ...GOOD, quality: 'poor', path: 'relay' } as const;

test('everybody sees how well a person is connected, as his browser said last', async () => {
  const alice = studio.enter('guest', 'Alice');
  alice.participant.reportConnection(GOOD);
  expect(alice.entry.connection).toEqual(GOOD);
  await vi.advanceTimersByTimeAsync(1_500);
  alice.participant.reportConnection(POOR);
  expect(alice.entry.connection).toEqual(POOR);
});

test('everybody sees what is wrong with a microphone until its browser takes it back', () => {
  const alice = studio.enter('guest', 'Alice');
  alice.participant.reportTrouble('interrupted');
  expect(alice.entry.trouble).toBe('interrupted');
  alice.participant.reportTrouble(null);
  expect(alice.entry.trouble).toBeNull();
});

test('whoever comes back has no trouble until his browser says so again', () => {
  const alice = studio.enter('guest', 'Alice');
  alice.participant.reportTrouble('hidden');
  alice.participant.detach(alice.seat);
  expect(alice.entry.trouble).toBe('hidden');
  alice.participant.attach(new FakeSeat());
  expect(alice.entry.trouble).toBeNull();
});

test('a browser that says it again and again makes no more than one version a second', () => {
  const alice = studio.enter('guest', 'Alice');
  const before = studio.room.version;
  for (let count = 0; count < 50; count += 1) {
    alice.participant.reportConnection({ ...GOOD, roundTripMs: count });
  }
  expect(studio.room.version).toBe(before + 1);
});
