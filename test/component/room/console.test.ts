import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sceneId, stripId } from '#protocol/ids.ts';
import { HOLD_LIFE_MS, SCENES_MAX } from '#protocol/limits.ts';
import { PLAIN_PROCESSING, VOICE_PROCESSING } from '#protocol/processing.ts';
import { type RoomOnFakes, roomOnFakes, type Visitor } from '../../support/fakes/room-on-fakes.ts';

/** What changes at the hand is written down so often. */
const SAVED_MS = 300;

let studio: RoomOnFakes;
let hanna: Visitor;
let alice: Visitor;
let bob: Visitor;

beforeEach(async () => {
  vi.useFakeTimers();
  studio = await roomOnFakes();
  hanna = studio.enter('host', 'Hanna');
  alice = studio.enter('guest', 'Alice');
  bob = studio.enter('guest', 'Bob');
});

afterEach(() => {
  studio.room.close('test over');
  vi.useRealTimers();
});

const mixed = (visitor: Visitor) => studio.livePaths.current.strips.get(visitor.strip.id);
const code = (name: string) => expect.objectContaining({ code: name });

describe('the processing of a strip', () => {
  test('changes stage by stage and is what the live path does', () => {
    studio.room.console.setTrim(alice.strip.id, 6);
    studio.room.console.setProcessing(alice.strip.id, { gate: { on: false }, compressor: { ratio: 4 } });
    const processing = {
      ...VOICE_PROCESSING,
      trimDb: 6,
      gate: { ...VOICE_PROCESSING.gate, on: false },
      compressor: { ...VOICE_PROCESSING.compressor, ratio: 4 },
    };
    expect(alice.strip.processing).toEqual(processing);
    expect(mixed(alice)).toMatchObject({ processing });
    expect(mixed(bob)).toMatchObject({ processing: VOICE_PROCESSING });
  });

  test('of a strip that is gone is refused', () => {
    const gone = stripId.parse('gone');
    expect(() => studio.room.console.setTrim(gone, 1)).toThrow(code('strip_not_found'));
    expect(() => studio.room.console.setProcessing(gone, {})).toThrow(code('strip_not_found'));
  });

  test('is none for somebody who publishes music, until a host decides otherwise', async () => {
    await alice.publish({ muted: false, content: 'music' });
    expect(mixed(alice)).toMatchObject({ processing: PLAIN_PROCESSING });
    await alice.publish({ muted: false, content: 'voice' });
    expect(mixed(alice)).toMatchObject({ processing: VOICE_PROCESSING });
    studio.room.console.setProcessing(alice.strip.id, { highPass: { on: false } });
    await alice.publish({ muted: false, content: 'music' });
    expect(mixed(alice)).toMatchObject({ processing: { gate: VOICE_PROCESSING.gate } });
  });

  test('is there again after a restart of the server', async () => {
    studio.room.console.setTrim(alice.strip.id, -4);
    await vi.advanceTimersByTimeAsync(SAVED_MS);
    const after = await roomOnFakes({ memory: studio.remembered() });
    expect(after.livePaths.current.strips.get(alice.strip.id)?.processing?.trimDb).toBe(-4);
    after.room.close('test over');
  });
});

describe('a hand on a fader', () => {
  test('is seen by all while it is there', () => {
    studio.room.console.hold(hanna.participant.id, alice.strip.id, true);
    expect(studio.room.state.console.holds).toEqual({ [hanna.participant.id]: alice.strip.id });
    studio.room.console.hold(hanna.participant.id, alice.strip.id, false);
    expect(studio.room.state.console.holds).toEqual({});
  });

  test('is one a person, and goes when nothing is heard of it', async () => {
    studio.room.console.hold(hanna.participant.id, alice.strip.id, true);
    studio.room.console.hold(hanna.participant.id, bob.strip.id, true);
    await vi.advanceTimersByTimeAsync(HOLD_LIFE_MS - 100);
    studio.room.console.hold(hanna.participant.id, bob.strip.id, true);
    await vi.advanceTimersByTimeAsync(HOLD_LIFE_MS - 100);
    expect(studio.room.state.console.holds).toEqual({ [hanna.participant.id]: bob.strip.id });
    await vi.advanceTimersByTimeAsync(100);
    expect(studio.room.state.console.holds).toEqual({});
  });
});

describe('a scene', () => {
  test('brings the console back as it was saved', () => {
    studio.room.setStripOn(alice.strip.id, true);
    studio.room.setStripFader(alice.strip.id, -6);
    studio.room.setStripPan(alice.strip.id, 0.5);
    studio.room.console.setTrim(alice.strip.id, 3);
    studio.room.console.setTarget(-23);
    const saved = alice.strip;
    const id = studio.room.console.saveScene('Interview');
    studio.room.setStripOn(alice.strip.id, false);
    studio.room.setStripFader(alice.strip.id, -40);
    studio.room.setStripPan(alice.strip.id, 0);
    studio.room.console.setProcessing(alice.strip.id, { gate: { on: false } });
    studio.room.console.setTarget(-14);
    studio.room.console.recallScene(id, 0);
    expect(alice.strip).toEqual(saved);
    expect(mixed(alice)).toMatchObject({ on: true, faderDb: -6, pan: 0.5, targetLufs: -23 });
    expect(studio.room.state.console).toMatchObject({ targetLufs: -23, crossfade: null });
  });

  test('leaves those who are not in it as they are', () => {
    const id = studio.room.console.saveScene('Three of us');
    const carla = studio.enter('guest', 'Carla');
    studio.room.setStripOn(carla.strip.id, true);
    studio.room.console.recallScene(id, 0);
    expect(carla.strip.on).toBe(true);
  });

  test('finds a person again by his name when he has come anew, unless two are called so', () => {
    studio.room.setStripFader(alice.strip.id, -12);
    const id = studio.room.console.saveScene('Alice low');
    alice.participant.leave();
    const again = studio.enter('guest', 'alice');
    studio.room.console.recallScene(id, 0);
    expect(again.strip.faderDb).toBe(-12);
    studio.room.setStripFader(again.strip.id, 0);
    const other = studio.enter('guest', 'Alice');
    studio.room.console.recallScene(id, 0);
    expect([again.strip.faderDb, other.strip.faderDb]).toEqual([0, 0]);
  });

  test('crossfades: what is heard glides, and who goes off air is lit until he is gone', async () => {
    studio.room.setStripOn(alice.strip.id, true);
    const id = studio.room.console.saveScene('Alice');
    studio.room.setStripOn(alice.strip.id, false);
    studio.room.setStripOn(bob.strip.id, true);
    studio.room.console.recallScene(id, 4000);
    expect([alice.strip.on, bob.strip.on]).toEqual([true, true]);
    expect([mixed(alice)?.on, mixed(bob)?.on]).toEqual([true, false]);
    expect(studio.livePaths.current.ramps.get(bob.strip.id)).toBe(4000);
    expect(studio.room.state.console.crossfade).toMatchObject({ sceneId: id });
    await vi.advanceTimersByTimeAsync(4000);
    expect([alice.strip.on, bob.strip.on]).toEqual([true, false]);
    expect(studio.room.state.console.crossfade).toBeNull();
  });

  test('loses against a hand: a strip that is touched while it glides stays as the hand left it', async () => {
    const id = studio.room.console.saveScene('Nobody');
    studio.room.setStripOn(alice.strip.id, true);
    studio.room.setStripOn(bob.strip.id, true);
    studio.room.console.recallScene(id, 4000);
    studio.room.setStripFader(alice.strip.id, -3);
    await vi.advanceTimersByTimeAsync(4000);
    expect(alice.strip).toMatchObject({ on: true, faderDb: -3 });
    expect(bob.strip.on).toBe(false);
  });

  test('can be saved anew, renamed and deleted, and outlives the server', async () => {
    const id = studio.room.console.saveScene('First');
    studio.room.setStripFader(bob.strip.id, -9);
    studio.room.console.saveScene('First', id);
    studio.room.console.renameScene(id, 'Opening');
    expect(studio.room.state.console.scenes).toMatchObject([{ id, name: 'Opening' }]);
    const after = await roomOnFakes({ memory: studio.remembered() });
    after.room.setStripFader(bob.strip.id, 0);
    after.room.console.recallScene(id, 0);
    expect(after.room.state.strips[bob.strip.id]?.faderDb).toBe(-9);
    after.room.console.deleteScene(id);
    expect(after.room.state.console.scenes).toEqual([]);
    after.room.close('test over');
  });

  test('that does not exist, or that is one too many, is refused', () => {
    const gone = sceneId.parse('gone');
    expect(() => studio.room.console.recallScene(gone, 0)).toThrow(code('scene_not_found'));
    expect(() => studio.room.console.saveScene('x', gone)).toThrow(code('scene_not_found'));
    for (let count = 0; count < SCENES_MAX; count += 1) studio.room.console.saveScene(`Scene ${count}`);
    expect(() => studio.room.console.saveScene('One more')).toThrow(code('scene_limit'));
  });
});

describe('the panic button', () => {
  const panics = () => studio.livePaths.current.isBedWanted;

  test('lets the bed play instead of the program, and back', () => {
    studio.room.startProgram(hanna.participant.id);
    studio.room.console.setPanic(true);
    expect(panics()).toBe(true);
    expect(studio.room.state.program.panicSinceMs).not.toBeNull();
    studio.room.console.setPanic(false);
    expect(panics()).toBe(false);
    expect(studio.room.state.program.panicSinceMs).toBeNull();
  });

  test('is refused when the show is not on air', () => {
    expect(() => studio.room.console.setPanic(true)).toThrow(code('program_off'));
  });

  test('holds when the mixer dies, and when the server does', async () => {
    studio.room.startProgram(hanna.participant.id);
    studio.room.console.setPanic(true);
    studio.livePaths.current.die();
    await vi.advanceTimersByTimeAsync(1000);
    expect(panics()).toBe(true);
    const after = await roomOnFakes({ memory: studio.remembered() });
    expect(after.livePaths.current.isBedWanted).toBe(true);
    expect(after.room.state.program.panicSinceMs).not.toBeNull();
    after.room.close('test over');
  });

  test('is forgotten when the broadcast ends', async () => {
    studio.room.startProgram(hanna.participant.id);
    studio.room.console.setPanic(true);
    await studio.room.stopProgram();
    studio.room.startProgram(hanna.participant.id);
    expect(panics()).toBe(false);
    expect(studio.room.state.program.panicSinceMs).toBeNull();
    expect(studio.remembered().console?.panic).toBe(false);
  });
});
