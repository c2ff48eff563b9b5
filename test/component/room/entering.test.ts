import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DEFAULT_TARGET_LUFS, FADER_MIN_DB } from '#protocol/limits.ts';
import { VOICE_PROCESSING } from '#protocol/processing.ts';
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

describe('who enters', () => {
  test('is seen with name, role and time', () => {
    vi.setSystemTime(5000);
    const alice = studio.enter('guest', 'Alice');
    expect(alice.entry).toEqual({
      id: alice.participant.id,
      name: 'Alice',
      role: 'guest',
      presence: 'here',
      enteredAtMs: 5000,
      microphone: null,
      camera: null,
      screen: null,
      mutedByHost: false,
      talkback: null,
      connection: null,
      trouble: null,
    });
  });

  test('gets a strip of his own, off air and at 0 dB', () => {
    const alice = studio.enter('guest', 'Alice');
    const bob = studio.enter('host', 'Bob');
    expect(alice.strip).toMatchObject({ on: false, muted: false, faderDb: 0, pan: 0 });
    expect(bob.strip.id).not.toBe(alice.strip.id);
    expect(studio.livePaths.current.strips.get(alice.strip.id)).toEqual({
      on: false,
      muted: false,
      faderDb: 0,
      pan: 0,
      processing: VOICE_PROCESSING,
      targetLufs: DEFAULT_TARGET_LUFS,
    });
  });

  test('may bear the same name as somebody else', () => {
    const [one, other] = [studio.enter('guest', 'Alice'), studio.enter('guest', 'Alice')];
    expect(one.participant.id).not.toBe(other.participant.id);
    expect(studio.room.participantCount).toBe(2);
  });

  test('is not let into a full room, and is when somebody has left', () => {
    const visitors = Array.from({ length: 64 }, (_, index) => studio.enter('guest', `Guest ${index}`));
    expect(() => studio.enter('host', 'One more')).toThrow(expect.objectContaining({ code: 'room_full' }));
    visitors[0]?.participant.leave();
    expect(studio.enter('host', 'One more').entry.name).toBe('One more');
  });

  test('is not let into a closed room', () => {
    studio.room.close('over');
    expect(() => studio.enter('host', 'Late')).toThrow(expect.objectContaining({ code: 'room_closed' }));
  });
});

describe('somebody in the room', () => {
  test('can change his name', () => {
    const alice = studio.enter('guest', 'Alice');
    alice.participant.rename('Alicia');
    expect(alice.entry.name).toBe('Alicia');
  });

  test('can leave: participant, strip and media are gone, the others stay', async () => {
    const alice = studio.enter('guest', 'Alice');
    const bob = studio.enter('guest', 'Bob');
    await alice.publish();
    alice.participant.leave();
    expect(Object.keys(studio.room.state.participants)).toEqual([bob.participant.id]);
    expect(Object.values(studio.room.state.strips)).toEqual([bob.strip]);
    expect(studio.engine.current.participants.every((media) => media.closed)).toBe(true);
    expect([...studio.livePaths.current.strips.keys()]).toEqual([bob.strip.id]);
    expect(alice.seat.byes).toEqual([]);
  });

  test('leaves in one version', async () => {
    const alice = studio.enter('guest', 'Alice');
    await alice.publish();
    const { version } = studio.room;
    alice.participant.leave();
    expect(studio.room.version).toBe(version + 1);
  });

  test('can be removed by a host and is told so', () => {
    const alice = studio.enter('guest', 'Alice');
    studio.room.moderation.remove(alice.participant.id);
    expect(alice.seat.byes).toEqual([{ code: 'removed', retry: false }]);
    expect(studio.room.participantCount).toBe(0);
    expect(() => studio.room.moderation.remove(alice.participant.id)).toThrow(
      expect.objectContaining({ code: 'participant_not_found' }),
    );
  });

  test('cannot come back with the token after he was removed', () => {
    const alice = studio.enter('guest', 'Alice');
    const { resumeToken, id } = alice.participant;
    studio.room.moderation.remove(id);
    const again = studio.room.enter({
      ...{ role: 'guest', name: 'Alice', resumeToken, seat: new FakeSeat() },
      origin: { link: 'guest', browser: null, role: 'guest' },
    });
    expect(again.id).not.toBe(id);
    expect(again.resumeToken).not.toBe(resumeToken);
  });

  test('is told what the server has to say', () => {
    const alice = studio.enter('guest', 'Alice');
    alice.participant.notice('media_unavailable', 'The media engine is starting again.');
    expect(alice.seat.notices).toEqual(['media_unavailable']);
  });
});

describe('the console', () => {
  test('what a host sets is seen by all and is what the live path mixes', () => {
    const { strip } = studio.enter('guest', 'Alice');
    studio.room.setStripOn(strip.id, true);
    studio.room.setStripMuted(strip.id, true);
    studio.room.setStripFader(strip.id, FADER_MIN_DB);
    studio.room.setStripPan(strip.id, -0.5);
    const settings = { on: true, muted: true, faderDb: FADER_MIN_DB, pan: -0.5 };
    expect(studio.room.state.strips[strip.id]).toMatchObject(settings);
    expect(studio.livePaths.current.strips.get(strip.id)).toMatchObject(settings);
  });

  test('each change is one version and one call of those who follow', () => {
    const { strip } = studio.enter('guest', 'Alice');
    const versions: number[] = [];
    const unsubscribe = studio.room.onChanged(() => versions.push(studio.room.version));
    const { version } = studio.room;
    studio.room.setStripFader(strip.id, -3);
    studio.room.setStripFader(strip.id, -3);
    studio.room.setStripFader(strip.id, -6);
    unsubscribe();
    studio.room.setStripFader(strip.id, -9);
    expect(versions).toEqual([version + 1, version + 2]);
  });

  test('a strip whose participant has left is refused', () => {
    const alice = studio.enter('guest', 'Alice');
    const { id } = alice.strip;
    alice.participant.leave();
    expect(() => studio.room.setStripOn(id, true)).toThrow(
      expect.objectContaining({ code: 'strip_not_found' }),
    );
  });

  test('levels of the live path reach those who follow them', () => {
    const seen: unknown[] = [];
    const levels = { strips: {}, program: { peakDb: [-6, -7], rmsDb: -12 }, loudness: null } as const;
    const unsubscribe = studio.room.onLevels((received) => seen.push(received));
    studio.livePaths.current.report({ kind: 'levels', levels });
    unsubscribe();
    studio.livePaths.current.report({ kind: 'levels', levels });
    expect(seen).toEqual([levels]);
  });
});
