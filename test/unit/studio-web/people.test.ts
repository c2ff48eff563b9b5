import { describe, expect, test } from 'vitest';
import { browserId } from '../../../studio-web/connection/browser-id.ts';
import { CommandError } from '../../../studio-web/connection/command-error.ts';
import { splitLinks } from '../../../studio-web/parts/split-links.ts';
import { announcements } from '../../../studio-web/store/announcements.ts';
import { isEffectivelyMuted } from '../../../studio-web/store/effective-mute.ts';
import { goLiveCheck, stripsToBe } from '../../../studio-web/store/go-live-check.ts';
import { RecentPeaks } from '../../../studio-web/store/recent-peaks.ts';
import { TalkbackControl } from '../../../studio-web/store/talkback-control.ts';
import { talksTo } from '../../../studio-web/store/talks-to.ts';
import { unreadCount } from '../../../studio-web/store/unread.ts';
import { exampleRoom, GUEST, GUEST_STRIP, HOST, HOST_STRIP } from './example-room.ts';
import { MemoryStorage } from './memory-storage.ts';

describe('web addresses in a message', () => {
  const links = (text: string) => splitLinks(text).flatMap(({ href }) => href ?? []);

  test.each([
    ['see https://example.org/a?b=1.', ['https://example.org/a?b=1']],
    ['(http://example.org), and https://two.example', ['http://example.org/', 'https://two.example/']],
    ['javascript:alert(1) data:text/html,x', []],
    ['HTTPS://EXAMPLE.ORG', ['https://example.org/']],
    ['https://', []],
    ['no link at all', []],
  ])('%s', (text, expected) => {
    expect(links(text)).toEqual(expected);
  });

  test('leave the text as it was', () => {
    const text = 'a https://example.org/x, b\nhttps://example.org.';
    expect(
      splitLinks(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });
});

describe('the microphone is shut', () => {
  const open = { muted: false, isTalkingBack: false, isMutedByHost: false, role: 'guest' } as const;

  test.each([
    [open, false],
    [{ ...open, muted: true }, true],
    [{ ...open, isMutedByHost: true }, true],
    [{ ...open, role: 'host', muted: true, isTalkingBack: true }, false],
    [{ ...open, role: 'host', isMutedByHost: true, isTalkingBack: true }, true],
    [{ ...open, role: 'producer' }, true],
    [{ ...open, role: 'producer', isTalkingBack: true }, false],
  ] as const)('%j: %s', (reasons, shut) => {
    expect(isEffectivelyMuted(reasons)).toBe(shut);
  });
});

describe('the talkback key', () => {
  const setUp = () => {
    const answer = Promise.withResolvers<null>();
    const seen: string[] = [];
    const control = new TalkbackControl({
      start: () => {
        seen.push('start');
        return answer.promise;
      },
      stop: async () => seen.push('stop'),
      onChange: ({ target, isOpen }) => seen.push(isOpen ? 'open' : target === null ? 'shut' : 'held'),
      onRefused: () => seen.push('refused'),
    });
    return { control, seen, answer };
  };
  const settle = () => new Promise((resolve) => setTimeout(resolve));

  test('opens the microphone only when the server has made way, and shuts it before the server gives the air back', async () => {
    const { control, seen, answer } = setUp();
    void control.hold({ kind: 'offAir' });
    answer.resolve(null);
    await settle();
    control.release();
    await settle();
    expect(seen).toEqual(['held', 'start', 'open', 'shut', 'stop']);
  });

  test('that is let go before the answer never opens it', async () => {
    const { control, seen, answer } = setUp();
    void control.hold({ kind: 'offAir' });
    control.release();
    answer.resolve(null);
    await settle();
    expect(seen).toEqual(['held', 'start', 'shut', 'stop']);
  });

  test('that is refused says so and is up again', async () => {
    const { control, seen, answer } = setUp();
    void control.hold({ kind: 'offAir' });
    answer.reject(new CommandError('participant_not_found'));
    await settle();
    expect(seen).toEqual(['held', 'start', 'shut', 'refused']);
    expect(control.isHeld).toBe(false);
  });
});

test('a talkback is for those off air, or for one', () => {
  const offAir = exampleRoom({ host: { talkback: { kind: 'offAir' } } });
  const onAir = exampleRoom({ host: { talkback: { kind: 'offAir' } }, guestStrip: { on: true } });
  const one = exampleRoom({
    host: { talkback: { kind: 'person', participantId: GUEST } },
    guestStrip: { on: true },
  });
  expect([offAir, onAir, one].map((room) => talksTo(room, HOST, GUEST))).toEqual([true, false, true]);
  expect(talksTo(exampleRoom(), HOST, GUEST)).toBe(false);
});

test('messages of others are unread until they were on the screen, and spoken when they come', () => {
  const say = (number: number, participantId: typeof HOST) =>
    ({ number, participantId, name: 'Hanna', role: 'host', text: 'hello', atMs: 0 }) as const;
  const before = exampleRoom();
  const after = { ...before, chat: { 1: say(1, HOST), 2: say(2, GUEST), 3: say(3, HOST) } };
  expect([0, 1, 3].map((seen) => unreadCount(after, seen, GUEST))).toEqual([2, 1, 0]);
  expect(announcements(before, after, GUEST).map(({ text }) => text)).toEqual([
    'Hanna writes: hello',
    'Hanna writes: hello',
  ]);
});

test('a browser is the same in every tab, and another browser another', () => {
  const storage = new MemoryStorage();
  const id = browserId(storage);
  expect(id).toMatch(/^[A-Za-z0-9_-]{32}$/);
  expect(browserId(storage)).toBe(id);
  expect(browserId(new MemoryStorage())).not.toBe(id);
});

describe('before going live', () => {
  const well = {
    room: exampleRoom(),
    ownId: HOST,
    hasMicrophone: true,
    icecast: { problem: null, takenMounts: [] },
    isHeard: true,
  };
  const missing = (change: Partial<Parameters<typeof goLiveCheck>[0]>) =>
    goLiveCheck({ ...well, ...change }).flatMap(({ name, isReady, blocks }) =>
      !isReady && blocks ? [name] : [],
    );

  test.each([
    ['nothing', {}, []],
    ['what is not known', { icecast: null, isHeard: null }, []],
    ['a silent microphone', { isHeard: false }, ['signal']],
    ['no microphone, and nobody on', { hasMicrophone: false }, ['strips', 'signal']],
    [
      'no microphone, but a guest on',
      { hasMicrophone: false, room: exampleRoom({ guestStrip: { on: true } }) },
      [],
    ],
    ['no Icecast', { icecast: { problem: 'icecast_unreachable', takenMounts: [] } }, ['icecast']],
    ['another source', { icecast: { problem: null, takenMounts: ['main.mp3'] } }, ['mounts']],
  ] as const)('%s is in the way: %j', (_what, change, expected) => {
    expect(missing(change)).toEqual(expected);
  });

  test('the strips that count are those that are on, and the own one', () => {
    expect(stripsToBe(exampleRoom(), HOST)).toEqual([HOST_STRIP]);
    expect(stripsToBe(exampleRoom({ guestStrip: { on: true } }), HOST)).toEqual([HOST_STRIP, GUEST_STRIP]);
  });

  test('silence is believed after a while, and a sound is remembered for a while', () => {
    const peaks = new RecentPeaks();
    const add = (atMs: number, peakDb: number) =>
      peaks.add({ strips: { a: { peakDb, rmsDb: peakDb } } }, atMs);
    add(0, -100);
    expect(peaks.isHeard(['a'], 5_000)).toBeNull();
    expect(peaks.isHeard(['a'], 8_000)).toBe(false);
    add(9_000, -30);
    add(10_000, -100);
    expect(peaks.isHeard(['a'], 12_000)).toBe(true);
    add(25_000, -100);
    expect(peaks.isHeard(['a'], 25_000)).toBe(false);
  });
});
