/**
 * The part of a room that hosts work at: processing, hands on faders, scenes, the loudness target and the panic button. It belongs to the
 * room, and changes its state through it alone.
 */
import type { ParticipantId, SceneId, StripId } from '#protocol/ids.ts';
import { HOLD_LIFE_MS, SCENES_MAX } from '#protocol/limits.ts';
import { type ProcessingPatch, patchedProcessing, processingOf } from '#protocol/processing.ts';
import type { ConsoleEntry, StripEntry } from '#protocol/state.ts';
import { StudioError } from '../errors.ts';
import { newSceneId } from '../ids.ts';
import { Closable } from '../lifecycle.ts';
import type { Program } from '../program/program.ts';
import type { ConsoleMemory, Scene } from './console-memory.ts';
import type { RoomDesk } from './room-desk.ts';
import type { RoomMemory } from './room-memory.ts';
import { stripOf, withConsole, withStrip } from './room-state.ts';
import { arrivedStrips, glidingStrips, recalledStrips, sceneStrips } from './scene.ts';

export type RoomConsoleOptions = {
  readonly desk: Pick<RoomDesk, 'state' | 'commit'>;
  readonly program: Program;
  readonly memory: Pick<RoomMemory, 'console' | 'saveConsole'>;
};

export class RoomConsole extends Closable {
  readonly #desk: RoomConsoleOptions['desk'];
  readonly #program: Program;
  readonly #save: RoomMemory['saveConsole'];
  readonly #holdTimers = new Map<ParticipantId, NodeJS.Timeout>();
  #crossfadeTimer: NodeJS.Timeout | null = null;
  #memory: ConsoleMemory;

  constructor({ desk, program, memory }: RoomConsoleOptions) {
    super();
    this.#desk = desk;
    this.#program = program;
    this.#memory = memory.console;
    this.#save = memory.saveConsole;
    this.#change({ scenes: this.#memory.scenes.map(sceneEntry), targetLufs: this.#memory.targetLufs });
  }

  /** Throws `strip_not_found`. */
  setTrim(id: StripId, trimDb: number): void {
    const processing = { ...processingOf(this.#strip(id).processing), trimDb };
    this.#desk.commit(withStrip(this.#desk.state, id, { processing }));
  }

  /** Throws `strip_not_found`. */
  setProcessing(id: StripId, change: ProcessingPatch): void {
    const processing = patchedProcessing(processingOf(this.#strip(id).processing), change);
    this.#desk.commit(withStrip(this.#desk.state, id, { processing }));
  }

  /** Says what somebody publishes: a strip that no host has set up leaves music alone, and does for a voice what it needs. */
  expect(from: ParticipantId, content: 'voice' | 'music'): void {
    const strip = stripOf(this.#desk.state, from);
    if (strip === undefined || typeof strip.processing !== 'string') return;
    const processing = content === 'music' ? 'plain' : 'voice';
    this.#desk.commit(withStrip(this.#desk.state, strip.id, { processing }));
  }

  /** A hand on a fader, or off it. One a person; it goes by itself when nothing is heard of it. Throws `strip_not_found`. */
  hold(by: ParticipantId, id: StripId, held: boolean): void {
    clearTimeout(this.#holdTimers.get(by));
    this.#holdTimers.delete(by);
    if (held) {
      this.#strip(id);
      this.#holdTimers.set(
        by,
        setTimeout(() => this.#letGo(by), HOLD_LIFE_MS),
      );
      this.#change({ holds: { ...this.#entry.holds, [by]: id } });
    } else this.#letGo(by);
  }

  /** Keeps the console as it is now, as a new scene or in place of one. Throws `scene_limit` and `scene_not_found`. */
  saveScene(name: string, into?: SceneId): SceneId {
    const { scenes } = this.#memory;
    if (into !== undefined) this.#scene(into);
    else if (scenes.length >= SCENES_MAX) throw new StudioError('scene_limit');
    const scene: Scene = {
      id: into ?? newSceneId(),
      name,
      savedAtMs: Date.now(),
      targetLufs: this.#entry.targetLufs,
      strips: sceneStrips(this.#desk.state),
    };
    this.#keepScenes(
      into === undefined ? [...scenes, scene] : scenes.map((each) => (each.id === into ? scene : each)),
    );
    return scene.id;
  }

  /** Throws `scene_not_found`. */
  renameScene(id: SceneId, name: string): void {
    this.#scene(id);
    this.#keepScenes(this.#memory.scenes.map((scene) => (scene.id === id ? { ...scene, name } : scene)));
  }

  /** Throws `scene_not_found`. */
  deleteScene(id: SceneId): void {
    this.#scene(id);
    this.#keepScenes(this.#memory.scenes.filter((scene) => scene.id !== id));
  }

  /** Sets the console as the scene has it; what is heard glides there over `crossfadeMs`. Throws `scene_not_found`. */
  recallScene(id: SceneId, crossfadeMs: number): void {
    const scene = this.#scene(id);
    this.#arrive();
    const state = this.#desk.state;
    const wanted = recalledStrips(state, scene);
    const strips = glidingStrips(state.strips, wanted);
    const startedAtMs = Date.now();
    const crossfade =
      crossfadeMs === 0 ? null : { sceneId: id, startedAtMs, endsAtMs: startedAtMs + crossfadeMs };
    const next = withConsole({ ...state, strips }, { crossfade, targetLufs: scene.targetLufs });
    this.#remember({ targetLufs: scene.targetLufs });
    this.#desk.commit(next, { strips: wanted, rampMs: crossfadeMs });
    this.#arriveWith = () =>
      this.#desk.commit(
        withConsole(
          { ...this.#desk.state, strips: arrivedStrips(this.#desk.state.strips, strips, wanted) },
          { crossfade: null },
        ),
      );
    if (crossfadeMs === 0) this.#arrive();
    else this.#crossfadeTimer = setTimeout(() => this.#arrive(), crossfadeMs);
  }

  setTarget(targetLufs: number): void {
    this.#remember({ targetLufs });
    this.#change({ targetLufs });
  }

  /** Fades from the program to the bed, or back. Throws `program_off` when the program is not wanted on air. */
  setPanic(on: boolean): void {
    if (!this.#program.isWanted) throw new StudioError('program_off');
    this.#program.wantBed('panic', on);
    this.#remember({ panic: on });
  }

  /** What a broadcast begins or ends with: the program, not the bed. */
  forgetPanic(): void {
    if (this.#memory.panic) this.#remember({ panic: false });
  }

  protected override onClose(): void {
    for (const timer of this.#holdTimers.values()) clearTimeout(timer);
    if (this.#crossfadeTimer !== null) clearTimeout(this.#crossfadeTimer);
  }

  #arriveWith: () => void = () => {};

  /** The faders of a crossfade are there. */
  #arrive(): void {
    if (this.#crossfadeTimer !== null) clearTimeout(this.#crossfadeTimer);
    this.#crossfadeTimer = null;
    this.#arriveWith();
    this.#arriveWith = () => {};
  }

  get #entry(): ConsoleEntry {
    return this.#desk.state.console;
  }

  #strip(id: StripId): StripEntry {
    const strip = this.#desk.state.strips[id];
    if (strip === undefined) throw new StudioError('strip_not_found');
    return strip;
  }

  #scene(id: SceneId): Scene {
    const scene = this.#memory.scenes.find((each) => each.id === id);
    if (scene === undefined) throw new StudioError('scene_not_found');
    return scene;
  }

  #letGo(by: ParticipantId): void {
    const { [by]: _gone, ...holds } = this.#entry.holds;
    this.#change({ holds });
  }

  #keepScenes(scenes: readonly Scene[]): void {
    this.#remember({ scenes });
    this.#change({ scenes: scenes.map(sceneEntry) });
  }

  #remember(change: Partial<ConsoleMemory>): void {
    this.#memory = { ...this.#memory, ...change };
    this.#save(this.#memory);
  }

  #change(change: Partial<ConsoleEntry>): void {
    this.#desk.commit(withConsole(this.#desk.state, change));
  }
}

const sceneEntry = ({ id, name, savedAtMs }: Scene) => ({ id, name, savedAtMs });
