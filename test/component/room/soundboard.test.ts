import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type PadId, padId } from '#protocol/ids.ts';
import {
  PAD_KEYS,
  type PadEntry,
  type PadPlace,
  SHOW_SOUND_SECONDS_MAX,
  SOUND_BYTES_MAX,
  SOUND_STRIPS,
} from '#protocol/pads.ts';
import { type RoomOnFakes, roomOnFakes } from '../../support/fakes/room-on-fakes.ts';

const CARTS = SOUND_STRIPS.carts.id;
const MUSIC = SOUND_STRIPS.music.id;
const GONE = padId.parse('gone');
const SAVED_MS = 600;

let studio: RoomOnFakes;

beforeEach(async () => {
  vi.useFakeTimers();
  studio = await roomOnFakes();
  studio.enter('host', 'Hanna');
});

afterEach(() => {
  studio.room.close('test over');
  vi.useRealTimers();
});

const board = () => studio.room.soundboard;
const code = (name: string) => expect.objectContaining({ code: name });
const mixer = () => studio.livePaths.current;

function pad(id: string): PadEntry {
  const found = studio.room.state.pads[id];
  if (found === undefined) throw new Error(`No pad ${id}.`);
  return found;
}

/** A sound of so many seconds is uploaded to a place. */
function upload(place: PadPlace, name: string, seconds = 10): PadId {
  board().upload(place, name, 1000);
  return padId.parse(studio.carts.arrive(seconds).padId);
}

/** The paths of what plays in the mixer now. */
const playing = () => [...mixer().playing.keys()].map((id) => mixer().sounds.get(id)?.path);

describe('an upload', () => {
  test('becomes a pad that everybody sees, with a key of its own, a strip on air, and a way into every ear', async () => {
    const id = upload(3, 'Jingle', 12.5);
    const other = upload(4, 'Applause');
    expect(pad(id)).toMatchObject({
      place: 3,
      name: 'Jingle',
      durationMs: 12_500,
      playing: null,
      loop: false,
    });
    expect([pad(id).hotkey, pad(other).hotkey]).toEqual([PAD_KEYS[3], PAD_KEYS[4]]);
    expect(studio.room.state.strips[CARTS]).toMatchObject({ on: true, muted: false, source: 'carts' });
    expect(studio.room.state.strips[MUSIC]).toBeUndefined();
    expect(mixer().strips.get(CARTS)).toMatchObject({ on: true, playsSounds: true });
    await vi.advanceTimersByTimeAsync(0);
    const sent = studio.engine.current.return;
    expect(studio.room.state.soundboard.producerId).toBe(sent?.producerId);
    expect(mixer().soundsAs).toEqual({ ssrc: sent?.ssrc, payloadType: sent?.payloadType });
  });

  test('to a place whose key another pad has gets one that nobody has', () => {
    const first = upload(0, 'First');
    board().set(first, { hotkey: PAD_KEYS[1] ?? null });
    const second = upload(1, 'Second');
    expect(pad(second).hotkey).toBe(PAD_KEYS[0]);
    expect(pad(upload('music', 'Bed')).hotkey).toBeNull();
  });

  test('to a pad in use takes its place and keeps its settings; until it is decoded the old one plays', () => {
    const id = upload(0, 'Old');
    board().set(id, { gainDb: -3, loop: true, hotkey: 'x' });
    board().play(id);
    board().upload(0, 'New', 1000);
    expect(pad(id)).toMatchObject({ name: 'Old', playing: { stopping: false } });
    const { id: sound } = studio.carts.arrive(3);
    expect(pad(id)).toMatchObject({
      name: 'New',
      gainDb: -3,
      loop: true,
      hotkey: 'x',
      durationMs: 3000,
      playing: null,
    });
    expect(studio.carts.removed).toHaveLength(1);
    expect([...mixer().sounds.keys()]).toEqual([sound]);
  });

  test('that is too big or has nothing in it is refused before a byte of it comes', () => {
    expect(() => board().upload(0, 'Huge', SOUND_BYTES_MAX + 1)).toThrow(code('sound_too_big'));
    expect(() => board().upload(0, 'Nothing', 0)).toThrow(code('sound_empty'));
    expect(studio.carts.expected).toEqual([]);
  });

  test('beyond an hour of sound is refused, and what is there stays; replacing counts once', () => {
    const id = upload(0, 'Long', SHOW_SOUND_SECONDS_MAX - 5);
    board().upload(1, 'One more', 1000);
    expect(() => studio.carts.arrive(6)).toThrow(code('sounds_full'));
    expect(Object.keys(studio.room.state.pads)).toEqual([id]);
    expect(upload(0, 'As long', SHOW_SOUND_SECONDS_MAX)).toBe(id);
  });

  test('that is decoded when the room has closed is refused', () => {
    board().upload(0, 'Late', 1000);
    studio.room.close('test');
    expect(() => studio.carts.arrive(1)).toThrow(code('room_closed'));
  });
});

describe('a pad', () => {
  test('plays from its beginning, shows how long it still does, and again when it is pressed again', async () => {
    const id = upload(0, 'Jingle');
    board().play(id);
    const startedAtMs = Date.now();
    expect(pad(id).playing).toEqual({ startedAtMs, endsAtMs: startedAtMs + 10_000, stopping: false });
    await vi.advanceTimersByTimeAsync(4000);
    board().play(id);
    expect(pad(id).playing?.endsAtMs).toBe(startedAtMs + 14_000);
    for (const sound of mixer().sounds.keys()) mixer().endSound(sound);
    expect(pad(id).playing).toBeNull();
  });

  test('stops, alone or with all others', () => {
    const [first, second] = [upload(0, 'First'), upload(1, 'Second')];
    const music = upload('music', 'Bed');
    for (const id of [first, second, music]) board().play(id);
    board().stop(first);
    expect([pad(first).playing, pad(second).playing === null]).toEqual([null, false]);
    board().stopAll();
    expect(playing()).toEqual([]);
  });

  test('is changed for everybody, also while it plays, and a key belongs to one pad', () => {
    const [first, second] = [upload(0, 'First'), upload(1, 'Second')];
    board().play(first);
    board().set(first, { gainDb: -7, loop: true, group: 2, colour: 'pink', name: 'Renamed' });
    expect([...mixer().playing.values()]).toMatchObject([{ gainDb: -7, loop: true, group: 2 }]);
    board().set(second, { hotkey: 'k' });
    board().set(first, { hotkey: 'k' });
    expect(pad(first)).toMatchObject({ name: 'Renamed', colour: 'pink', hotkey: 'k' });
    expect(pad(second).hotkey).toBeNull();
  });

  test('that is deleted stops and goes with its file, and the last one with its strip and its way into the ears', async () => {
    const id = upload(0, 'Only');
    board().play(id);
    board().delete(id);
    await vi.advanceTimersByTimeAsync(0);
    expect(studio.room.state.pads).toEqual({});
    expect(studio.carts.removed).toHaveLength(1);
    expect([playing(), [...mixer().sounds], [...mixer().strips.keys()].includes(CARTS)]).toEqual([
      [],
      [],
      false,
    ]);
    expect(studio.room.state.soundboard.producerId).toBeNull();
    expect(mixer().soundsAs).toBeNull();
  });

  test('that is not there is refused', () => {
    for (const act of [
      () => board().play(GONE),
      () => board().stop(GONE),
      () => board().delete(GONE),
      () => board().set(GONE, {}),
    ]) {
      expect(act).toThrow(code('pad_not_found'));
    }
  });
});

describe('the strips of the soundboard', () => {
  test('keep where they were left, also while there is no sound for them', () => {
    const id = upload('music', 'Bed');
    expect(mixer().strips.get(MUSIC)?.processing?.duck.on).toBe(true);
    studio.room.setStripFader(MUSIC, -21);
    studio.room.console.setProcessing(MUSIC, { duck: { depthDb: 20 } });
    board().delete(id);
    upload('music', 'Another bed');
    expect(studio.room.state.strips[MUSIC]).toMatchObject({ faderDb: -21 });
    expect(mixer().strips.get(MUSIC)).toMatchObject({ faderDb: -21, processing: { duck: { depthDb: 20 } } });
  });

  test('are in scenes as all others', () => {
    upload(0, 'Jingle');
    studio.room.setStripFader(CARTS, -9);
    const scene = studio.room.console.saveScene('Opening');
    studio.room.setStripFader(CARTS, 2);
    studio.room.setStripMuted(CARTS, true);
    studio.room.console.recallScene(scene, 0);
    expect(studio.room.state.strips[CARTS]).toMatchObject({ faderDb: -9, muted: false });
  });
});

describe('a mixer that dies', () => {
  test('is replaced by one that has the sounds; the music bed goes on where it would be, carts are over', async () => {
    const cart = upload(0, 'Jingle');
    const music = upload('music', 'Bed', 60);
    board().play(cart);
    board().play(music);
    await vi.advanceTimersByTimeAsync(70_000);
    mixer().die();
    await vi.advanceTimersByTimeAsync(2000);
    expect(mixer().sounds.size).toBe(2);
    expect([pad(cart).playing, pad(music).playing?.stopping]).toEqual([null, false]);
    const [play] = [...mixer().playing.values()];
    // It loops, so it is in its second round; how long the mixer was gone counts.
    expect(play?.fromMs).toBeGreaterThanOrEqual(10_000);
    expect(play?.fromMs).toBeLessThanOrEqual(12_000);
    expect(play?.fadeInMs).toBeGreaterThan(0);
    const { producerId } = studio.room.state.soundboard;
    expect(producerId).toBe(studio.engine.current.return?.producerId);
    expect(mixer().soundsAs?.ssrc).toBe(studio.engine.current.return?.ssrc);
  });

  test('whose room has no music on gets none', async () => {
    upload('music', 'Bed');
    mixer().die();
    await vi.advanceTimersByTimeAsync(2000);
    expect(playing()).toEqual([]);
  });
});

test('a worker that dies takes the sound from the ears, and the next one gives it back', async () => {
  upload(0, 'Jingle');
  await vi.advanceTimersByTimeAsync(0);
  const before = studio.room.state.soundboard.producerId;
  studio.engine.current.die();
  expect(studio.room.state.soundboard.producerId).toBeNull();
  await vi.advanceTimersByTimeAsync(1000);
  expect(studio.room.state.soundboard.producerId).not.toBeNull();
  expect(studio.room.state.soundboard.producerId).not.toBe(before);
});

test('a way into the ears that ends by itself is opened anew', async () => {
  upload(0, 'Jingle');
  await vi.advanceTimersByTimeAsync(0);
  const before = studio.engine.current.return;
  before?.close('ended by itself');
  await vi.advanceTimersByTimeAsync(1000);
  const { producerId } = studio.room.state.soundboard;
  expect(producerId).not.toBe(before?.producerId);
  expect(producerId).toBe(studio.engine.current.return?.producerId);
});

describe('a server that comes back', () => {
  test('finds pads, strips and sounds, and the music on when people were there', async () => {
    const cart = upload(0, 'Jingle');
    const music = upload('music', 'Bed', 60);
    board().set(cart, { gainDb: 3 });
    studio.room.setStripFader(CARTS, -15);
    board().play(cart);
    board().play(music);
    await vi.advanceTimersByTimeAsync(SAVED_MS);
    const after = await roomOnFakes({ memory: studio.remembered() });
    expect(after.room.state.pads[cart]).toMatchObject({ name: 'Jingle', gainDb: 3, playing: null });
    expect(after.room.state.strips[CARTS]?.faderDb).toBe(-15);
    expect(after.room.state.pads[music]?.playing).not.toBeNull();
    expect(after.carts.kept?.size).toBe(2);
    expect([...after.livePaths.current.playing.values()]).toMatchObject([{ strip: MUSIC, fadeInMs: 1000 }]);
    after.room.close('test over');
  });

  test('leaves sounds and what was kept of them as they are when it cannot read that', async () => {
    const after = await roomOnFakes({ memory: { ...studio.remembered(), soundboard: null } });
    after.room.close('test over');
    expect(after.carts.kept).toBeNull();
    expect(after.remembered().soundboard).toBeNull();
  });

  test('is silent after a session that was ended, and when everybody has gone for long', async () => {
    const music = upload('music', 'Bed', 60);
    board().play(music);
    await vi.advanceTimersByTimeAsync(SAVED_MS);
    const later = await roomOnFakes({ memory: { ...studio.remembered(), people: [] } });
    expect(later.room.state.pads[music]?.playing).toBeNull();
    later.room.close('test over');
    await studio.room.end();
    const after = await roomOnFakes({ memory: studio.remembered() });
    expect(after.room.state.pads[music]).toMatchObject({ name: 'Bed', playing: null });
    after.room.close('test over');
  });
});
