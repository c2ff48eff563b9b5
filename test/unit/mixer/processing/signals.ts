/** Signals to try the processing with. Levels are dBFS of the amplitude. */

export const RATE = 48_000;

export function tone(frequencyHz: number, levelDb: number, seconds: number): Float32Array {
  const amplitude = 10 ** (levelDb / 20);
  return Float32Array.from(
    { length: Math.round(seconds * RATE) },
    (_, i) => amplitude * Math.sin((2 * Math.PI * frequencyHz * i) / RATE),
  );
}
