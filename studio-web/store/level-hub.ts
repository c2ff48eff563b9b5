/** Where meters read: levels of the mix as the server measures them, and of tracks as this browser hears them. Never goes through React. */
import { LEVEL_FLOOR_DB } from '#protocol/limits.ts';
import { processingOf } from '#protocol/processing.ts';
import type { Levels, Loudness, StripEntry } from '#protocol/state.ts';
import { CLIP_DB, type MeterReading, SILENT } from '../media/level-measure.ts';

/** Levels of the server are believed for so long; they come ten times a second. */
const FRESH_MS = 500;

type Reader = { read(): MeterReading; close(): void };

export type Dynamics = { readonly gateClosed: boolean; readonly reductionDb: number };

export class LevelHub {
  readonly #nowMs: () => number;
  readonly #readers = new Map<string, Reader>();
  #levels: Levels | null = null;
  #atMs = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  setServerLevels(levels: Levels): void {
    this.#levels = levels;
    this.#atMs = this.#nowMs();
  }

  /** Takes ownership of `reader`; null forgets and closes the one before. */
  setReader(participantId: string, reader: Reader | null): void {
    this.#readers.get(participantId)?.close();
    if (reader === null) this.#readers.delete(participantId);
    else this.#readers.set(participantId, reader);
  }

  /** What this browser hears of a person. */
  local(participantId: string): MeterReading {
    return this.#readers.get(participantId)?.read() ?? SILENT;
  }

  /** On air the mix is the truth, and of sounds always; backstage it is enough that this browser hears the person. */
  strip(strip: StripEntry): MeterReading {
    const measured = this.#fresh()?.strips[strip.id];
    if ((strip.on || strip.source !== undefined) && measured !== undefined) {
      return { peakDb: measured.peakDb, rmsDb: measured.rmsDb, clipped: measured.peakDb >= CLIP_DB };
    }
    return trimmed(this.local(strip.participantId), processingOf(strip.processing).trimDb);
  }

  /** What gate and compressor of a strip do; nothing while it is off air, as nothing goes through them then. */
  dynamics(stripId: string): Dynamics {
    const level = this.#fresh()?.strips[stripId];
    return { gateClosed: level?.gateClosed ?? false, reductionDb: level?.reductionDb ?? 0 };
  }

  /** One side of the program: 0 is left, 1 is right. */
  program(side: 0 | 1): MeterReading {
    const program = this.#fresh()?.program;
    if (program === undefined) return SILENT;
    const peakDb = program.peakDb[side];
    return { peakDb, rmsDb: program.rmsDb, clipped: peakDb >= CLIP_DB };
  }

  /** Null before the first reading and when the broadcast is off. */
  loudness(): Loudness | null {
    return this.#fresh()?.loudness ?? null;
  }

  close(): void {
    for (const reader of this.#readers.values()) reader.close();
    this.#readers.clear();
  }

  #fresh(): Levels | null {
    return this.#nowMs() - this.#atMs <= FRESH_MS ? this.#levels : null;
  }
}

/** Off air the trim is all that a host hears of the processing later on. */
function trimmed(reading: MeterReading, trimDb: number): MeterReading {
  if (trimDb === 0 || reading.peakDb <= LEVEL_FLOOR_DB) return reading;
  const peakDb = reading.peakDb + trimDb;
  return { peakDb, rmsDb: reading.rmsDb + trimDb, clipped: reading.clipped || peakDb >= CLIP_DB };
}
