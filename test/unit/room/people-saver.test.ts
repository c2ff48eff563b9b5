import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { participantId, stripId } from '#protocol/ids.ts';
import { PeopleSaver } from '../../../server/room/people-saver.ts';
import type { RememberedPerson } from '../../../server/room/room-memory.ts';

let saved: number[];
let saver: PeopleSaver;

const faderAt = (faderDb: number): RememberedPerson[] => {
  const id = participantId.parse('participant-1');
  const strip = { id: stripId.parse('strip-1'), participantId: id, on: true, muted: false, faderDb, pan: 0 };
  return [{ id, name: 'Hanna', role: 'host', enteredAtMs: 0, resumeToken: 'token', strip }];
};

beforeEach(() => {
  vi.useFakeTimers();
  saved = [];
  saver = new PeopleSaver((people) => saved.push(people[0]?.strip.faderDb ?? Number.NaN));
});

afterEach(() => {
  saver.close('test over');
  vi.useRealTimers();
});

describe('people who change', () => {
  test('after a silence are saved at once', () => {
    saver.put(faderAt(-3));
    expect(saved).toEqual([-3]);
  });

  test('again and again are saved four times a second, and as they were in the end', () => {
    for (let step = 0; step < 100; step += 1) {
      saver.put(faderAt(-step));
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(1_000);
    expect(saved.length).toBeLessThanOrEqual(5);
    expect(saved.at(-1)).toBe(-99);
  });

  test('once are not saved twice', () => {
    saver.put(faderAt(-3));
    vi.advanceTimersByTime(10_000);
    expect(saved).toEqual([-3]);
  });

  test('just before the room closes are saved all the same', () => {
    saver.put(faderAt(-3));
    saver.put(faderAt(-6));
    saver.close('shutting down');
    expect(saved).toEqual([-3, -6]);
  });

  test('after it has closed are not saved', () => {
    saver.close('shutting down');
    saver.put(faderAt(-3));
    vi.advanceTimersByTime(1_000);
    expect(saved).toEqual([]);
  });
});
