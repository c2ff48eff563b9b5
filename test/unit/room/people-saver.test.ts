import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { participantId, stripId } from '#protocol/ids.ts';
import { PeopleSaver } from '../../../server/room/people-saver.ts';
import type { RememberedPerson } from '../../../server/room/room-memory.ts';

/** What was saved, oldest first. */
let saved: { readonly faderDb: number | undefined; readonly on: boolean | undefined }[];
let saver: PeopleSaver;

const faderAt = (faderDb: number, on = false): RememberedPerson[] => {
  const id = participantId.parse('participant-1');
  const strip = {
    id: stripId.parse('strip-1'),
    participantId: id,
    on,
    muted: false,
    faderDb,
    pan: 0,
    processing: 'voice',
  } as const;
  return [{ id, name: 'Hanna', role: 'host', enteredAtMs: 0, resumeToken: 'token', strip }];
};

beforeEach(() => {
  vi.useFakeTimers();
  saved = [];
  saver = new PeopleSaver(([person]) => {
    saved.push({ faderDb: person?.strip.faderDb, on: person?.strip.on });
  });
});

afterEach(() => {
  saver.close('test over');
  vi.useRealTimers();
});

describe('people who change', () => {
  test('come, go on air and leave are saved at once', () => {
    saver.put(faderAt(-3));
    saver.put(faderAt(-3, true));
    saver.put([]);
    expect(saved).toEqual([
      { faderDb: -3, on: false },
      { faderDb: -3, on: true },
      { faderDb: undefined, on: undefined },
    ]);
  });

  test('only in their faders are saved four times a second, and as they were in the end', () => {
    for (let step = 0; step < 100; step += 1) {
      saver.put(faderAt(-step));
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(1_000);
    expect(saved.length).toBeLessThanOrEqual(5);
    expect(saved.at(-1)).toEqual({ faderDb: -99, on: false });
  });

  test('after a silence are saved at once, and once', () => {
    saver.put(faderAt(-3));
    vi.advanceTimersByTime(10_000);
    saver.put(faderAt(-6));
    expect(saved).toHaveLength(2);
    vi.advanceTimersByTime(10_000);
    expect(saved).toHaveLength(2);
  });

  test('no more for half an hour are saved every minute, so that they are not taken for people of long ago', () => {
    saver.put(faderAt(-3));
    vi.advanceTimersByTime(30 * 60_000);
    expect(saved).toHaveLength(31);
    expect(saved.at(-1)).toEqual({ faderDb: -3, on: false });
    saver.put([]);
    vi.advanceTimersByTime(30 * 60_000);
    expect(saved).toHaveLength(32);
  });

  test('and are saved for a better reason meanwhile, are not saved as they were before', () => {
    saver.put(faderAt(-3));
    saver.put(faderAt(-6));
    saver.put(faderAt(-9, true));
    vi.advanceTimersByTime(1_000);
    expect(saved.slice(1)).toEqual([{ faderDb: -9, on: true }]);
  });

  test('just before the room closes are saved all the same, and no more after it', () => {
    saver.put(faderAt(-3));
    saver.put(faderAt(-6));
    saver.close('shutting down');
    saver.put([]);
    vi.advanceTimersByTime(1_000);
    expect(saved.map(({ faderDb }) => faderDb)).toEqual([-3, -6]);
  });
});
