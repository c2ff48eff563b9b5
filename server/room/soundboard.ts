/** The soundboard of a room: which sound is on which pad, what plays, and what of it outlives a mixer and a server. */
import type { PadId, SoundId } from '#protocol/ids.ts';
import {
  type PadChange,
  type PadEntry,
  type PadPlace,
  SHOW_SOUND_SECONDS_MAX,
  SOUND_BYTES_MAX,
  SOUND_STRIPS,
  type SoundSource,
  sourceOf,
  UPLOAD_PIECE_BYTES,
} from '#protocol/pads.ts';
import type { RoomState } from '#protocol/state.ts';
import { StudioError } from '../errors.ts';
import { newPadId } from '../ids.ts';
import { Closable } from '../lifecycle.ts';
import type { LivePathPort, LivePathReport, SoundPlay } from '../program/live-path-port.ts';
import type { Program } from '../program/program.ts';
import {
  keptPad,
  newPad,
  padAt,
  padOf,
  playingOf,
  tableOf,
  withoutPad,
  withPadChange,
  withPads,
} from './pad-steps.ts';
import type { RoomDesk } from './room-desk.ts';
import type { RoomMemory } from './room-memory.ts';
import type { RoomWiring } from './room-wiring.ts';
import { type CartPort, type KeptPad, NO_SOUNDS, type SoundboardMemory } from './soundboard-ports.ts';

const FRAMES_PER_SECOND = 48_000;
/** A music bed that comes back after its mixer died does not begin with a bang. */
const COMES_BACK_MS = 1000;
/** Faders move many times a second; what a dying server forgets of that is no loss. */
const SAVE_AFTER_MS = 500;

export type SoundboardOptions = {
  readonly desk: Pick<RoomDesk, 'state' | 'commit'>;
  readonly program: Program;
  readonly wiring: RoomWiring;
  readonly memory: RoomMemory;
  readonly carts: CartPort;
};

type Sound = Pick<KeptPad, 'soundId' | 'frames'>;
type Pads = RoomState['pads'];

/** Methods that name a pad throw `pad_not_found`. */
export class Soundboard extends Closable {
  readonly #desk: SoundboardOptions['desk'];
  readonly #program: Program;
  readonly #wiring: RoomWiring;
  readonly #carts: CartPort;
  readonly #save: RoomMemory['saveSoundboard'];
  readonly #sounds = new Map<PadId, Sound>();
  #memory: SoundboardMemory;
  #savedPads: Pads = {};
  #saveTimer: NodeJS.Timeout | null = null;

  constructor({ desk, program, wiring, memory, carts }: SoundboardOptions) {
    super();
    this.#desk = desk;
    this.#program = program;
    this.#wiring = wiring;
    this.#carts = carts;
    this.#save = memory.saveSoundboard;
    const kept = memory.soundboard ?? NO_SOUNDS;
    this.#memory = kept;
    wiring.onReturn((producerId) => desk.commit({ ...desk.state, soundboard: { producerId } }));
    program.livePath.onReport((report) => this.#hear(report));
    program.onLivePathReplaced((livePath) => this.#comeBack(livePath));
    const { pads, musicSinceMs } = kept;
    if (memory.soundboard !== null) carts.keepOnly(new Set(pads.map(({ soundId }) => soundId)));
    for (const pad of pads) this.#load(pad.id, pad);
    if (pads.length > 0) this.#put(tableOf(pads.map(padOf)));
    this.#savedPads = this.#pads;
    // A show that goes on gets its music back; one that begins anew does not.
    if (musicSinceMs !== null && (memory.liveWanted || memory.people.length > 0))
      this.#resumeMusic(musicSinceMs);
  }

  /**
   * Waits for a sound for a place. What is there stays until the new one can be played. Throws `sound_too_big`, `sound_empty` and `upload_busy`.
   */
  upload(
    place: PadPlace,
    name: string,
    bytes: number,
  ): {
    url: string;
    pieceBytes: number;
    bytesMax: typeof SOUND_BYTES_MAX;
  } {
    if (bytes > SOUND_BYTES_MAX) throw new StudioError('sound_too_big');
    if (bytes === 0) throw new StudioError('sound_empty');
    const url = this.#carts.expect({
      bytes,
      onSound: ({ id, frames }) => this.#adopt(place, name, { soundId: id, frames }),
    });
    return { url, pieceBytes: UPLOAD_PIECE_BYTES, bytesMax: SOUND_BYTES_MAX };
  }

  set(id: PadId, change: PadChange): void {
    const pad = this.#pad(id);
    this.#put(withPadChange(this.#pads, pad, change));
    this.#program.livePath.setSound(this.#sound(id).soundId, playOf(this.#pad(id)));
  }

  delete(id: PadId): void {
    this.#pad(id);
    this.#unload(id);
    this.#put(withoutPad(this.#pads, id));
    this.#saveNow();
  }

  /** From the beginning. */
  play(id: PadId): void {
    const pad = this.#pad(id);
    this.#program.livePath.playSound(this.#sound(id).soundId, playOf(pad));
  }

  stop(id: PadId): void {
    this.#pad(id);
    this.#program.livePath.stopSound(this.#sound(id).soundId);
  }

  stopAll(): void {
    for (const { soundId } of this.#sounds.values()) this.#program.livePath.stopSound(soundId);
  }

  /** After each version of the state: what hosts have changed is written down. */
  follow(): void {
    if (this.closed || this.#saveTimer !== null) return;
    const { pads, strips } = this.#desk.state;
    const hasMoved = (source: SoundSource): boolean => {
      const strip = strips[SOUND_STRIPS[source].id];
      return strip !== undefined && strip !== this.#memory.strips[source];
    };
    const isSaved = pads === this.#savedPads && !hasMoved('carts') && !hasMoved('music');
    if (!isSaved) this.#saveTimer = setTimeout(() => this.#saveNow(), SAVE_AFTER_MS);
  }

  protected override onClose(): void {
    if (this.#saveTimer !== null) this.#saveNow();
  }

  get #pads(): Pads {
    return this.#desk.state.pads;
  }

  #pad(id: PadId): PadEntry {
    const pad = this.#pads[id];
    if (pad === undefined) throw new StudioError('pad_not_found');
    return pad;
  }

  #sound(id: PadId): Sound {
    const sound = this.#sounds.get(id);
    if (sound === undefined) throw new StudioError('pad_not_found');
    return sound;
  }

  /** The sound is decoded: it comes onto its pad, whose settings stay when there is one. Throws `room_closed` and `sounds_full`. */
  #adopt(place: PadPlace, name: string, sound: Sound): PadId {
    if (this.closed) throw new StudioError('room_closed');
    const before = padAt(this.#pads, place);
    const others = [...this.#sounds].filter(([id]) => id !== before?.id).map(([, { frames }]) => frames);
    const frames = others.reduce((sum, each) => sum + each, sound.frames);
    if (frames > SHOW_SOUND_SECONDS_MAX * FRAMES_PER_SECOND) throw new StudioError('sounds_full');
    const id = before?.id ?? newPadId();
    const fresh = newPad(id, place, name, sound.frames, this.#pads);
    const pad =
      before === undefined ? fresh : { ...before, name, durationMs: fresh.durationMs, playing: null };
    if (before !== undefined) this.#unload(id);
    this.#load(id, sound);
    this.#put({ ...this.#pads, [id]: pad });
    this.#saveNow();
    return id;
  }

  #load(id: PadId, { soundId, frames }: Sound): void {
    this.#sounds.set(id, { soundId, frames });
    this.#program.livePath.putSound(soundId, { path: this.#carts.fileOf(soundId), frames });
  }

  #unload(id: PadId): void {
    const { soundId } = this.#sound(id);
    this.#sounds.delete(id);
    this.#program.livePath.dropSound(soundId);
    this.#carts.remove(soundId);
  }

  #put(pads: Pads): void {
    this.#memory = { ...this.#memory, strips: this.#stripsOfNow() };
    this.#desk.commit(withPads(this.#desk.state, pads, this.#memory.strips));
    this.#wiring.wantReturn(Object.keys(pads).length > 0);
  }

  #hear(report: LivePathReport): void {
    if (report.kind !== 'sounds') return;
    const nowMs = Date.now();
    const progress = new Map<SoundId, (typeof report.playing)[number]>(
      report.playing.map((each) => [each.id, each]),
    );
    const pads = Object.values(this.#pads).map((pad) => {
      const sound = this.#sounds.get(pad.id);
      const news = sound === undefined ? undefined : progress.get(sound.soundId);
      const playing = news === undefined ? null : playingOf(news, nowMs);
      return playing === null && pad.playing === null ? pad : { ...pad, playing };
    });
    this.#desk.commit({ ...this.#desk.state, pads: tableOf(pads) });
  }

  /** Another mixer: it gets the sounds, and the music bed goes on where it would be. Carts are over. */
  #comeBack(livePath: LivePathPort): void {
    livePath.onReport((report) => this.#hear(report));
    const sinceMs = this.#musicSinceMs();
    for (const [id, sound] of this.#sounds) this.#load(id, sound);
    this.#hear({ kind: 'sounds', playing: [] });
    if (sinceMs !== null) this.#resumeMusic(sinceMs);
  }

  #resumeMusic(sinceMs: number): void {
    const music = padAt(this.#pads, 'music');
    if (music === undefined) return;
    const passedMs = Date.now() - sinceMs;
    if (!music.loop && passedMs >= music.durationMs) return;
    const play = { ...playOf(music), fromMs: passedMs % music.durationMs, fadeInMs: COMES_BACK_MS };
    this.#program.livePath.playSound(this.#sound(music.id).soundId, play);
  }

  #musicSinceMs(): number | null {
    const playing = padAt(this.#pads, 'music')?.playing ?? null;
    return playing === null || playing.stopping ? null : playing.startedAtMs;
  }

  #memoryOfNow(): SoundboardMemory {
    return {
      pads: Object.values(this.#pads).map((pad) => keptPad(pad, this.#sound(pad.id))),
      strips: this.#stripsOfNow(),
      musicSinceMs: this.#musicSinceMs(),
    };
  }

  /** One that is gone for now is remembered as it was. */
  #stripsOfNow(): SoundboardMemory['strips'] {
    const { strips } = this.#desk.state;
    const carts = strips[SOUND_STRIPS.carts.id] ?? this.#memory.strips.carts;
    const music = strips[SOUND_STRIPS.music.id] ?? this.#memory.strips.music;
    return { ...(carts && { carts }), ...(music && { music }) };
  }

  #saveNow(): void {
    if (this.#saveTimer !== null) clearTimeout(this.#saveTimer);
    this.#saveTimer = null;
    this.#memory = this.#memoryOfNow();
    this.#savedPads = this.#pads;
    this.#save(this.#memory);
  }
}

function playOf({ place, gainDb, loop, group, fadeOutMs }: PadEntry): SoundPlay {
  const strip = SOUND_STRIPS[sourceOf(place)].id;
  return { strip, gainDb, loop, group, fadeOutMs, fromMs: 0, fadeInMs: 0 };
}
