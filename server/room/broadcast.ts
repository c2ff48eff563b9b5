/** The broadcast of a room, as it outlives the room: whether it should be on, since when listeners hear it, and under which title. */
import type { Program } from '../program/program.ts';
import type { RoomConsole } from './room-console.ts';
import type { RoomMemory } from './room-memory.ts';

export type BroadcastOptions = {
  readonly program: Program;
  readonly console: RoomConsole;
  readonly memory: RoomMemory;
};

export class Broadcast {
  readonly #program: Program;
  readonly #console: RoomConsole;
  readonly #memory: RoomMemory;
  #onAirSinceMs: number | null;

  constructor({ program, console, memory }: BroadcastOptions) {
    this.#program = program;
    this.#console = console;
    this.#memory = memory;
    this.#onAirSinceMs = memory.onAirSinceMs;
    program.onChanged(() => {
      const { onAirSinceMs } = program.entry;
      if (onAirSinceMs !== null) this.#keepOnAirSince(onAirSinceMs);
    });
  }

  /** Takes up again what was on air when an earlier server ended, if there is such a broadcast. */
  resume(): void {
    const { liveWanted, console } = this.#memory;
    if (liveWanted) this.#program.start({ isPanic: console.panic, sinceMs: this.#onAirSinceMs });
  }

  /** Goes live. Throws `program_busy` while the last broadcast leaves the air. */
  start(): void {
    const isNew = !this.#program.isWanted;
    this.#program.start();
    if (isNew) this.#keepOnAirSince(null);
    if (this.#program.entry.panicSinceMs === null) this.#console.forgetPanic();
    this.#memory.saveLiveWanted(true);
  }

  /** Resolves when the mounts are gone. */
  stop(): Promise<void> {
    this.#memory.saveLiveWanted(false);
    this.#keepOnAirSince(null);
    this.#console.forgetPanic();
    return this.#program.stop();
  }

  setTitle(title: string): void {
    this.#program.setTitle(title);
    this.#memory.saveTitle(title);
  }

  #keepOnAirSince(sinceMs: number | null): void {
    if (sinceMs === this.#onAirSinceMs) return;
    this.#onAirSinceMs = sinceMs;
    this.#memory.saveOnAirSince(sinceMs);
  }
}
