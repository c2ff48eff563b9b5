/** How loud speech is, 20 ms by 20 ms: syllables, words and pauses of a made-up speaker. The same seed speaks the same. */

export const PAUSE_DB = -75;

export function speechLevels(steps: number, seed: number): number[] {
  const random = randomFrom(seed);
  const levels: number[] = [];
  while (levels.length < steps) {
    const syllables = 2 + Math.floor(random() * 6);
    for (let syllable = 0; syllable < syllables; syllable += 1) {
      const length = 5 + Math.floor(random() * 10);
      const peakDb = -30 + random() * 18;
      for (let i = 0; i < length; i += 1)
        levels.push(peakDb - 15 * (1 - Math.sin((Math.PI * (i + 0.5)) / length)));
    }
    const pause = 8 + Math.floor(random() * 35);
    for (let i = 0; i < pause; i += 1) levels.push(PAUSE_DB);
  }
  return levels.slice(0, steps);
}

/** Numbers from 0 to 1 that look like chance (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
