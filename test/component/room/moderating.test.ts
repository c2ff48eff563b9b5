import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CHAT_KEPT_MAX } from '#protocol/limits.ts';
import { type RoomOnFakes, roomOnFakes } from '../../support/fakes/room-on-fakes.ts';

let studio: RoomOnFakes;

beforeEach(async () => {
  vi.useFakeTimers();
  studio = await roomOnFakes({ noHostAfterMs: 300_000 });
});

afterEach(() => {
  studio.room.close('test over');
  vi.useRealTimers();
});

describe('somebody whom a host mutes', () => {
  test('is muted, and cannot unmute himself until he is released', async () => {
    const guest = studio.enter('guest', 'Gina');
    const voice = await guest.publish();
    await studio.room.moderation.setMuted(guest.participant.id, true);
    expect(guest.entry).toMatchObject({ mutedByHost: true, microphone: { muted: true } });
    expect(studio.engine.current.participants[0]?.producers.get(voice)).toBe(true);
    await expect(guest.participant.setProducerMuted(voice, false)).rejects.toMatchObject({
      code: 'muted_by_host',
    });

    await studio.room.moderation.setMuted(guest.participant.id, false);
    expect(guest.entry).toMatchObject({ mutedByHost: false, microphone: { muted: true } });
    await guest.participant.setProducerMuted(voice, false);
    expect(guest.entry.microphone?.muted).toBe(false);
  });

  test('does not get around it by publishing anew', async () => {
    const guest = studio.enter('guest', 'Gina');
    await studio.room.moderation.setMuted(guest.participant.id, true);
    const voice = await guest.publish({ muted: false });
    expect(guest.entry.microphone).toEqual({ producerId: voice, muted: true });
    expect(studio.engine.current.participants[0]?.producers.get(voice)).toBe(true);
  });

  test('stays so over a restart of the server', async () => {
    const guest = studio.enter('guest', 'Gina');
    await studio.room.moderation.setMuted(guest.participant.id, true);
    const next = await roomOnFakes({ memory: studio.remembered() });
    expect(Object.values(next.room.state.participants)).toMatchObject([{ mutedByHost: true }]);
    next.room.close('test over');
  });
});

test('all guests are muted and released at once, hosts are not', async () => {
  const host = studio.enter('host', 'Hanna');
  const guests = [studio.enter('guest', 'Gina'), studio.enter('guest', 'Gustav')];
  await studio.room.moderation.muteGuests(true);
  expect(guests.map(({ entry }) => entry.mutedByHost)).toEqual([true, true]);
  expect(host.entry.mutedByHost).toBe(false);
  await studio.room.moderation.muteGuests(false);
  expect(guests.map(({ entry }) => entry.mutedByHost)).toEqual([false, false]);
});

describe('a session that is ended', () => {
  test('says goodbye to everybody, closes the room, and nobody is expected back', async () => {
    const host = studio.enter('host', 'Hanna');
    const guest = studio.enter('guest', 'Gina');
    studio.room.startProgram(host.participant.id);
    await studio.room.end();
    expect(studio.room.closed).toBe(true);
    for (const { seat } of [host, guest])
      expect(seat.byes).toEqual([{ code: 'session_ended', retry: false }]);
    expect(studio.remembered()).toMatchObject({ people: [], liveWanted: false });
  });
});

describe('the chat', () => {
  test('keeps the newest messages, in their order, with the name of their moment', async () => {
    const guest = studio.enter('guest', 'Gina');
    for (let count = 1; count <= CHAT_KEPT_MAX + 3; count += 1) {
      vi.advanceTimersByTime(3_000);
      studio.room.sitting.chat.send(guest.participant.id, `message ${count}`);
    }
    guest.participant.rename('Georgina');
    const kept = Object.values(studio.room.state.chat);
    expect(kept).toHaveLength(CHAT_KEPT_MAX);
    expect(kept[0]).toMatchObject({ text: 'message 4', name: 'Gina' });
    expect(kept.at(-1)).toMatchObject({ text: `message ${CHAT_KEPT_MAX + 3}` });
  });

  test('takes so many messages of one person in a while, and of others still', () => {
    const [gina, gustav] = [studio.enter('guest', 'Gina'), studio.enter('guest', 'Gustav')];
    for (let count = 0; count < 6; count += 1) studio.room.sitting.chat.send(gina.participant.id, 'hello');
    expect(() => studio.room.sitting.chat.send(gina.participant.id, 'hello')).toThrow(
      expect.objectContaining({ code: 'too_many_messages' }),
    );
    studio.room.sitting.chat.send(gustav.participant.id, 'hello');
    vi.advanceTimersByTime(10_000);
    studio.room.sitting.chat.send(gina.participant.id, 'hello again');
    expect(Object.keys(studio.room.state.chat)).toHaveLength(8);
  });
});

describe('a program on air', () => {
  test('fades to the bed when nobody has been at the console for five minutes, until a host is back', () => {
    const host = studio.enter('host', 'Hanna');
    studio.enter('guest', 'Gina');
    studio.room.startProgram(host.participant.id);
    host.participant.detach(host.seat);
    vi.advanceTimersByTime(299_000);
    expect(studio.room.state.program.bedWanted).toBeNull();
    vi.advanceTimersByTime(2_000);
    expect(studio.room.state.program.bedWanted).toBe('no_host');
    expect(studio.livePaths.current.isBedWanted).toBe(true);
    studio.enter('producer', 'Paula');
    expect(studio.room.state.program.bedWanted).toBeNull();
    expect(studio.livePaths.current.isBedWanted).toBe(false);
  });

  test('stays with the bed of a panic when a host is back, and a new mixer begins with the bed', async () => {
    const host = studio.enter('host', 'Hanna');
    studio.room.startProgram(host.participant.id);
    studio.room.console.setPanic(true);
    host.participant.leave();
    vi.advanceTimersByTime(301_000);
    expect(studio.room.state.program.bedWanted).toBe('no_host');
    studio.enter('host', 'Hans');
    expect(studio.room.state.program.bedWanted).toBeNull();
    expect(studio.livePaths.current.isBedWanted).toBe(true);
    studio.livePaths.current.die();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(studio.livePaths.current.air?.fromBed).toBe(true);
    expect(studio.livePaths.current.isBedWanted).toBe(true);
    studio.room.console.setPanic(false);
    expect(studio.room.state.program.panicSinceMs).toBeNull();
    expect(studio.livePaths.current.isBedWanted).toBe(false);
  });

  test('goes on while a producer is there, and the clock begins anew when somebody was', () => {
    const host = studio.enter('host', 'Hanna');
    const producer = studio.enter('producer', 'Paula');
    studio.room.startProgram(host.participant.id);
    host.participant.leave();
    vi.advanceTimersByTime(600_000);
    expect(studio.room.state.program.bedWanted).toBeNull();
    producer.participant.leave();
    vi.advanceTimersByTime(200_000);
    const back = studio.enter('host', 'Hanna');
    vi.advanceTimersByTime(200_000);
    back.participant.leave();
    vi.advanceTimersByTime(200_000);
    expect(studio.room.state.program.bedWanted).toBeNull();
  });
});
