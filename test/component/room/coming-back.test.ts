import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Role } from '#protocol/state.ts';
import { FakeSeat } from '../../support/fakes/fake-seat.ts';
import { type RoomOnFakes, roomOnFakes, type Visitor } from '../../support/fakes/room-on-fakes.ts';

const GRACE_MS = 30_000;

let studio: RoomOnFakes;
let alice: Visitor;

beforeEach(async () => {
  vi.useFakeTimers();
  studio = await roomOnFakes();
  alice = studio.enter('guest', 'Alice');
});

afterEach(() => {
  studio.room.close('test over');
  vi.useRealTimers();
});

/** Enters with Alice's token. */
function comeBack(role: Role = 'guest', seat = new FakeSeat()) {
  const { resumeToken } = alice.participant;
  return {
    seat,
    participant: studio.room.enter({
      role,
      name: 'Alice',
      resumeToken,
      origin: { link: role, browser: null, role },
      seat,
    }),
  };
}

describe('who loses the connection', () => {
  test('is away, with strip and microphone as they were', async () => {
    const producerId = await alice.publish();
    studio.room.setStripOn(alice.strip.id, true);
    await vi.advanceTimersByTimeAsync(0);
    alice.participant.detach(alice.seat);
    expect(alice.entry).toMatchObject({ presence: 'away', microphone: { producerId, muted: false } });
    expect(alice.strip.on).toBe(true);
    expect(studio.audible()).toEqual([producerId]);
  });

  test('is gone when the grace time is over', () => {
    alice.participant.detach(alice.seat);
    vi.advanceTimersByTime(GRACE_MS - 1);
    expect(studio.room.participantCount).toBe(1);
    vi.advanceTimersByTime(1);
    expect(studio.room.participantCount).toBe(0);
    expect(studio.room.state.strips).toEqual({});
  });

  test('is not waited for twice', () => {
    alice.participant.detach(alice.seat);
    vi.advanceTimersByTime(GRACE_MS / 2);
    alice.participant.detach(alice.seat);
    vi.advanceTimersByTime(GRACE_MS / 2);
    expect(studio.room.participantCount).toBe(0);
  });

  test('can be removed while away', () => {
    alice.participant.detach(alice.seat);
    studio.room.moderation.remove(alice.participant.id);
    expect(studio.room.participantCount).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('who comes back with his resume token', () => {
  test('is the same participant with the same strip, and the grace time ends', () => {
    const { strip } = alice;
    studio.room.setStripFader(strip.id, -6);
    alice.participant.detach(alice.seat);
    vi.advanceTimersByTime(GRACE_MS - 1);
    expect(comeBack().participant).toBe(alice.participant);
    expect(alice.entry).toMatchObject({ presence: 'here', role: 'guest' });
    expect(alice.strip).toEqual({ ...strip, faderDb: -6 });
    vi.advanceTimersByTime(GRACE_MS * 2);
    expect(studio.room.participantCount).toBe(1);
  });

  test('replaces the session that is still open, which is told and does not come back by itself', () => {
    const { seat } = comeBack();
    expect(alice.seat.byes).toEqual([{ code: 'replaced', retry: false }]);
    expect(seat.byes).toEqual([]);
    alice.participant.detach(alice.seat);
    expect(alice.entry.presence).toBe('here');
  });

  test('is away only when the newest session is lost', () => {
    const { seat } = comeBack();
    alice.participant.detach(seat);
    expect(alice.entry.presence).toBe('away');
  });

  test('keeps his transports while they stand', async () => {
    const { epoch } = await alice.participant.openMedia();
    alice.participant.detach(alice.seat);
    comeBack();
    expect(alice.participant.hasMedia(epoch)).toBe(true);
    expect(alice.participant.hasMedia(null)).toBe(false);
    expect(alice.participant.hasMedia(epoch + 1)).toBe(false);
  });

  test('has no transports after the media of the room was opened anew', async () => {
    const { epoch } = await alice.participant.openMedia();
    alice.participant.detach(alice.seat);
    studio.engine.current.die();
    await vi.advanceTimersByTimeAsync(0);
    comeBack();
    expect(alice.participant.hasMedia(epoch)).toBe(false);
  });

  test('gets in even when the room is full', () => {
    for (let others = 0; others < 63; others += 1) studio.enter('guest', 'Guest');
    alice.participant.detach(alice.seat);
    expect(comeBack().participant).toBe(alice.participant);
  });

  test('as something else is somebody new', () => {
    const { participant } = comeBack('host');
    expect(participant).not.toBe(alice.participant);
    expect(participant.role).toBe('host');
    expect(alice.entry).toMatchObject({ role: 'guest', presence: 'here' });
    expect(alice.seat.byes).toEqual([]);
  });

  test('after the grace time is somebody new', () => {
    alice.participant.detach(alice.seat);
    vi.advanceTimersByTime(GRACE_MS);
    expect(comeBack().participant).not.toBe(alice.participant);
    expect(studio.room.participantCount).toBe(1);
  });
});
