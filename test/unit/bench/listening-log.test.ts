import { describe, expect, test } from 'vitest';
import {
  isQuietAtMs,
  type ListeningSample,
  longestSilenceMs,
  longestStallMs,
  playsAtMs,
  startsAgain,
} from '../../support/browser/listening-log.ts';

const LOUD_DB = -20;
const SILENT_DB = -120;
const LOOK_EVERY_MS = 50;

type Stretch = { readonly looks: number; readonly plays: boolean; readonly levelDb?: number };

/** A log that begins at 0 ms and 10 s into the sound. */
function logOf(...stretches: readonly Stretch[]): ListeningSample[] {
  const log: ListeningSample[] = [{ atMs: 0, positionS: 10, levelDb: LOUD_DB }];
  for (const { looks, plays, levelDb = LOUD_DB } of stretches) {
    for (let look = 0; look < looks; look += 1) {
      const { atMs, positionS } = log.at(-1) ?? { atMs: 0, positionS: 0 };
      const moved = plays ? LOOK_EVERY_MS / 1000 : 0;
      log.push({ atMs: atMs + LOOK_EVERY_MS, positionS: positionS + moved, levelDb });
    }
  }
  return log;
}

const playing = (looks: number): Stretch => ({ looks, plays: true });
const standing = (looks: number): Stretch => ({ looks, plays: false, levelDb: SILENT_DB });
const silent = (looks: number): Stretch => ({ looks, plays: true, levelDb: SILENT_DB });

describe('what a browser played', () => {
  test('has no stall while it plays, whatever it plays', () => {
    expect(longestStallMs(logOf(playing(20), silent(20)), 0)).toBe(0);
  });

  test('has the longest stall and not their sum', () => {
    expect(longestStallMs(logOf(playing(5), standing(4), playing(5), standing(8), playing(5)), 0)).toBe(400);
  });

  test('has no stall in a time in which nobody looked and it played on', () => {
    const log = [...logOf(playing(2)), { atMs: 2_100, positionS: 12.1, levelDb: LOUD_DB }];
    expect(longestStallMs(log, 0)).toBe(0);
  });

  test('has a stall in a time in which nobody looked and it stood still', () => {
    const log = [...logOf(playing(2)), { atMs: 2_100, positionS: 10.15, levelDb: LOUD_DB }];
    expect(longestStallMs(log, 0)).toBe(2_000);
  });

  test('is silent while it plays silence', () => {
    expect(longestSilenceMs(logOf(playing(5), silent(6), playing(5)), 0)).toBe(300);
  });

  test('is judged from the moment that is asked for', () => {
    const log = logOf(standing(10), playing(10));
    expect(longestStallMs(log, 500)).toBe(0);
    expect(playsAtMs(log, 0)).toBe(550);
  });

  test('does not play while it stands still, nor while it is silent', () => {
    expect(playsAtMs(logOf(standing(10), silent(10)), 0)).toBeNull();
  });

  test('began anew when its position went back', () => {
    const log = logOf(playing(5));
    expect(startsAgain(log, 0)).toBe(0);
    expect(startsAgain([...log, { atMs: 300, positionS: 0, levelDb: SILENT_DB }], 0)).toBe(1);
  });

  test('falls quiet at the first silence', () => {
    const log = logOf(playing(4), silent(4));
    expect(isQuietAtMs(log, 0)).toBe(250);
    expect(isQuietAtMs(log.slice(0, 5), 0)).toBeNull();
  });
});
