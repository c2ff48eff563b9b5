import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MicrophoneTrouble } from '#protocol/people.ts';
import { SILENT } from '../../../studio-web/media/level-measure.ts';
import { type MicrophoneView, MicrophoneWatch } from '../../../studio-web/store/microphone-watch.ts';

const WELL: MicrophoneView = {
  isOpen: true,
  isShut: false,
  isInterrupted: false,
  isHidden: false,
  isPhone: false,
  isMeasured: true,
};
const VOICE = { peakDb: -20, rmsDb: -30, clipped: false };

let watch: MicrophoneWatch;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  watch.close();
  vi.useRealTimers();
});

function setUp() {
  const seen = { view: WELL, reading: VOICE, isOnline: true };
  const told: (MicrophoneTrouble | null)[] = [];
  let reopened = 0;
  let follower: (() => void) | null = null;
  watch = new MicrophoneWatch({
    look: () => seen.view,
    follow: (look) => {
      follower = look;
      return () => {
        follower = null;
      };
    },
    read: () => seen.reading,
    tell: async (trouble) => {
      if (!seen.isOnline) throw new Error('Nobody is there.');
      told.push(trouble);
    },
    reopen: () => {
      reopened += 1;
    },
    nowMs: () => Date.now(),
  });
  return { seen, told, reopened: () => reopened, news: () => follower?.() };
}

test('what is new is told at once, and nothing of it once the watch is closed', async () => {
  const { seen, told, news } = setUp();
  seen.view = { ...WELL, isInterrupted: true };
  news();
  expect(told).toEqual(['interrupted']);
  watch.close();
  seen.view = WELL;
  news();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toEqual(['interrupted']);
});

test('a phone call is told and taken back, each once', async () => {
  const { seen, told } = setUp();
  seen.view = { ...WELL, isInterrupted: true };
  watch.look();
  await vi.advanceTimersByTimeAsync(10_000);
  seen.view = WELL;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toEqual(['interrupted', null]);
});

test('a microphone that gives nothing for five seconds is told, and a pause in speech is not', async () => {
  const { seen, told } = setUp();
  seen.reading = { ...SILENT, peakDb: -70 };
  await vi.advanceTimersByTimeAsync(20_000);
  expect(told).toEqual([]);
  seen.reading = SILENT;
  await vi.advanceTimersByTimeAsync(4_000);
  expect(told).toEqual([]);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(told).toEqual(['silent']);
});

test('whoever is muted has no trouble, whatever his device does', async () => {
  const { seen, told } = setUp();
  seen.view = { ...WELL, isShut: true, isInterrupted: true };
  seen.reading = SILENT;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(told).toEqual([]);
});

test('a page in the background is told on a phone alone', async () => {
  const { seen, told } = setUp();
  seen.view = { ...WELL, isHidden: true };
  watch.look();
  expect(told).toEqual([]);
  seen.view = { ...WELL, isHidden: true, isPhone: true };
  watch.look();
  expect(told).toEqual(['hidden']);
});

test('a track that is silent after the page was away is got anew, once', async () => {
  const { seen, reopened } = setUp();
  seen.reading = SILENT;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(reopened()).toBe(0);
  seen.view = { ...WELL, isHidden: true };
  watch.look();
  seen.view = WELL;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(reopened()).toBe(1);
});

test('what could not be told is told later, and told again to a room that was entered anew', async () => {
  const { seen, told } = setUp();
  seen.view = { ...WELL, isInterrupted: true };
  seen.isOnline = false;
  await vi.advanceTimersByTimeAsync(5_000);
  seen.isOnline = true;
  await vi.advanceTimersByTimeAsync(1_500);
  watch.forget();
  await vi.advanceTimersByTimeAsync(1_500);
  expect(told).toEqual(['interrupted', 'interrupted']);
});
