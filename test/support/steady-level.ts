/** Waits until a listener hears a tone at a level for good: one that is only passed on the way to another is none. */
import { type MountListener, steadyToneDb } from './mount-listener.ts';

/** LAME makes everything a little smaller at our bitrate, so that it does not clip. */
const MP3_SCALE_DB = 20 * Math.log10(0.95);
const READING_S = 0.4;
const STEADY_READINGS = 2;
const DEADLINE_MS = 20_000;

/** The level in dBFS of a tone as it went into the MP3 that the listener hears next. */
export async function sentToneDb(listener: MountListener, toneHz: number): Promise<number> {
  return steadyToneDb(await listener.next(READING_S), toneHz) - MP3_SCALE_DB;
}

/** Rejects when the tone does not come to `levelDb` (dBFS) within 20 s, and says what is heard. */
export async function hearsSteadily(
  listener: MountListener,
  toneHz: number,
  { levelDb, toleranceDb }: { levelDb: number; toleranceDb: number },
): Promise<void> {
  const endsAtMs = performance.now() + DEADLINE_MS;
  for (let steady = 0; steady < STEADY_READINGS; ) {
    const heardDb = await sentToneDb(listener, toneHz);
    steady = Math.abs(heardDb - levelDb) < toleranceDb ? steady + 1 : 0;
    if (steady === 0 && performance.now() > endsAtMs) {
      throw new Error(`${toneHz} Hz was ${heardDb.toFixed(1)} dBFS, and not ${levelDb.toFixed(1)}.`);
    }
  }
}
