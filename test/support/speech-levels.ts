/** How loud people are who talk to each other, 20 ms by 20 ms: syllables, breaths, turns, and the pauses of people who think. */
import { randomFrom } from './synthetic/random.ts';

const TICKS_PER_S = 50;
const ROOM_DB = -75;
/** Loud people and people who mumble. */
const SPEAKERS_DB = [-16, -24, -33, -42];
const SYLLABLE_S = { shortest: 0.1, longest: 0.3 };
const BREATH_S = { shortest: 0.15, longest: 0.7 };
/** Between turns; the longest is that of a guest who does not know what to say. */
const TURN_PAUSE_S = { shortest: 0.1, longest: 4.5 };

/** RMS in dBFS of each tick. The same `seed` says the same. */
export function* speechLevels(seconds: number, seed: number): Generator<number> {
  const random = randomFrom(seed);
  const between = ({ shortest, longest }: { shortest: number; longest: number }) =>
    shortest + (longest - shortest) * random();
  const ticks = seconds * TICKS_PER_S;
  let tick = 0;
  function* pause(lengthS: number): Generator<number> {
    for (const end = tick + lengthS * TICKS_PER_S; tick < end; tick += 1) yield ROOM_DB + 6 * random();
  }
  function* syllable(speakerDb: number): Generator<number> {
    const begin = tick;
    const length = Math.ceil(between(SYLLABLE_S) * TICKS_PER_S);
    const loudestDb = speakerDb + 8 * (random() - 0.5);
    for (; tick < begin + length; tick += 1) {
      yield loudestDb + 20 * Math.log10(Math.sin((Math.PI * (tick - begin + 0.5)) / length));
    }
  }
  while (tick < ticks) {
    const speakerDb = SPEAKERS_DB[Math.floor(random() * SPEAKERS_DB.length)] ?? 0;
    for (let words = 1 + Math.floor(8 * random() ** 2); words > 0; words -= 1) {
      for (let syllables = 1 + Math.floor(12 * random()); syllables > 0; syllables -= 1) {
        yield* syllable(speakerDb);
      }
      yield* pause(between(BREATH_S));
    }
    yield* pause(TURN_PAUSE_S.shortest + (TURN_PAUSE_S.longest - TURN_PAUSE_S.shortest) * random() ** 4);
  }
}
