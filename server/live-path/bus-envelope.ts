/** Keeps how loud the bus was, 20 ms by 20 ms, and hands it over a second at a time. */
import { TICK_MS } from '../mixer/audio-format.ts';
import type { ProgramEnvelope } from '../program/live-path-port.ts';

const TICKS_PER_ENVELOPE = 50;
const FLOOR_POWER = 1e-10;

export class BusEnvelope {
  /** What to add to `performance.now()` of this thread: that clock begins anew in each. */
  readonly #offsetMs = Number(process.hrtime.bigint()) / 1e6 - performance.now();
  #startMs = 0;
  #levelsDb: number[] = [];

  /** Adds the tick that was due at `deadlineMs` on this thread's `performance.now()`. Returns the last second when it is whole. */
  add(pcm: Float32Array, deadlineMs: number): ProgramEnvelope | null {
    const expectedMs = this.#startMs + this.#levelsDb.length * TICK_MS;
    const atMs = deadlineMs + this.#offsetMs;
    // Ticks that were skipped leave a hole: what was before it is given up.
    if (this.#levelsDb.length === 0 || Math.abs(atMs - expectedMs) > TICK_MS / 2) {
      this.#levelsDb = [];
      this.#startMs = atMs;
    }
    let power = 0;
    for (let at = 0; at < pcm.length; at += 1) {
      const sample = pcm[at] ?? 0;
      power += sample * sample;
    }
    this.#levelsDb.push(10 * Math.log10(Math.max(FLOOR_POWER, power / pcm.length)));
    if (this.#levelsDb.length < TICKS_PER_ENVELOPE) return null;
    const envelope = { startMs: this.#startMs, levelsDb: this.#levelsDb };
    this.#levelsDb = [];
    return envelope;
  }
}
