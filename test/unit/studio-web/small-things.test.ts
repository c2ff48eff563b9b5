import { describe, expect, test } from 'vitest';
import { parseShowNews } from '../../../studio-web/listen/show-news.ts';
import { isLikelyBluetooth } from '../../../studio-web/media/bluetooth.ts';
import { microphoneConstraints } from '../../../studio-web/media/microphone-constraints.ts';
import { problemOfError, problemOfPage } from '../../../studio-web/media/microphone-problem.ts';
import { microphoneSound, soundQuality } from '../../../studio-web/media/microphone-sound.ts';
import { Preferences } from '../../../studio-web/media/preferences.ts';
import { SilenceWatch } from '../../../studio-web/media/silence-watch.ts';
import { clockText } from '../../../studio-web/parts/clock-text.ts';
import { parseRoute } from '../../../studio-web/route.ts';
import { LevelHub } from '../../../studio-web/store/level-hub.ts';
import { isInAppBrowser } from '../../../studio-web/views/in-app-browser.ts';
import { exampleRoom, GUEST, GUEST_STRIP } from './example-room.ts';
import { MemoryStorage } from './memory-storage.ts';

const UNTOUCHED = { headphones: false, echo: null, noise: false, autoGain: false, music: false };

const failure = (name: string, message = ''): Error => Object.assign(new Error(message), { name });

test.each([
  ['/', { kind: 'home' }],
  ['/studio/main', { kind: 'studio', show: 'main' }],
  ['/studio/main/', { kind: 'studio', show: 'main' }],
  ['/join/abc', { kind: 'join', invite: 'abc' }],
  ['/studio', { kind: 'unknown' }],
  ['/studio/main/more', { kind: 'unknown' }],
  ['/elsewhere/main', { kind: 'unknown' }],
])('the address %s leads to its page', (path, route) => {
  expect(parseRoute(path)).toEqual(route);
});

describe('the microphone', () => {
  test.each([
    ['NotAllowedError', '', 'denied'],
    ['NotAllowedError', 'Permission denied by system', 'blocked'],
    ['NotFoundError', '', 'missing'],
    ['OverconstrainedError', '', 'missing'],
    ['NotReadableError', '', 'busy'],
    ['TypeError', '', 'unknown'],
  ])('%s %s is told apart as %s', (name, message, problem) => {
    expect(problemOfError(failure(name, message))).toBe(problem);
  });

  test('a page without HTTPS is told apart from a browser without microphones', () => {
    expect(problemOfPage({ isSecure: false, hasMediaDevices: false })).toBe('insecure');
    expect(problemOfPage({ isSecure: true, hasMediaDevices: false })).toBe('unsupported');
    expect(problemOfPage({ isSecure: true, hasMediaDevices: true })).toBeNull();
  });

  test('headphones switch echo cancellation off, and nothing else is processed unasked', () => {
    const untouched = { noiseSuppression: false, autoGainControl: false, channelCount: { ideal: 1 } };
    const on = microphoneConstraints(null, microphoneSound({ ...UNTOUCHED, headphones: true }));
    const off = microphoneConstraints('mic', microphoneSound(UNTOUCHED));
    expect(on).toMatchObject({ ...untouched, echoCancellation: false });
    expect(on).not.toHaveProperty('deviceId');
    expect(off).toMatchObject({ ...untouched, echoCancellation: true, deviceId: { exact: 'mic' } });
  });

  test('what is asked for by name rules over the headphones, and music mode over everything', () => {
    const asked = { ...UNTOUCHED, headphones: true, echo: true, noise: true, autoGain: true };
    expect(microphoneSound(asked)).toEqual({ echo: true, noise: true, autoGain: true, stereo: false });
    expect(microphoneSound({ ...asked, music: true })).toEqual({
      echo: false,
      noise: false,
      autoGain: false,
      stereo: true,
    });
    expect(soundQuality(UNTOUCHED)).toBe('speech');
    expect(soundQuality(asked)).toBe('clear');
    expect(soundQuality({ ...asked, music: true })).toBe('music');
  });

  test.each([
    ['AirPods Pro', 48_000, true],
    ['Headset (WH-1000XM4 Hands-Free AG Audio)', 48_000, true],
    ['Some microphone', 16_000, true],
    ['Some microphone', null, false],
    ['Built-in Microphone', 48_000, false],
    ['RODE NT-USB', 44_100, false],
  ] as const)('%s at %s Hz is a Bluetooth headset: %s', (label, sampleRateHz, is) => {
    expect(isLikelyBluetooth({ label, sampleRateHz })).toBe(is);
  });

  test('five seconds of nothing are noticed, but not while nobody can be heard', () => {
    const watch = new SilenceWatch();
    const silent = { peakDb: -100, listening: true };
    expect(watch.update({ ...silent, nowMs: 0 })).toBe(false);
    expect(watch.update({ ...silent, nowMs: 4_900 })).toBe(false);
    expect(watch.update({ ...silent, nowMs: 5_000 })).toBe(true);
    expect(watch.update({ ...silent, listening: false, nowMs: 6_000 })).toBe(false);
    expect(watch.update({ ...silent, nowMs: 7_000 })).toBe(false);
    expect(watch.update({ peakDb: -50, listening: true, nowMs: 20_000 })).toBe(false);
  });
});

describe('preferences', () => {
  test('are there at the next visit', () => {
    const storage = new MemoryStorage();
    new Preferences(storage).change({ name: 'Hanna', headphones: true });
    expect(new Preferences(storage).values).toMatchObject({
      name: 'Hanna',
      headphones: true,
      deviceId: null,
    });
  });

  test.each(['{', '7', '{"name":7}'])('survive nonsense in storage: %s', (text) => {
    const storage = new MemoryStorage();
    storage.setItem('openstudio.preferences', text);
    expect(new Preferences(storage).values.name).toBe('');
  });
});

describe('levels', () => {
  const strips = { [GUEST_STRIP]: { peakDb: -12, rmsDb: -20 } };
  const levels = { strips, program: { peakDb: [-3, 0] as const, rmsDb: -10 }, loudness: null };
  const local = { peakDb: -30, rmsDb: -40, clipped: false };

  function setUp() {
    const clock = { nowMs: 0 };
    const hub = new LevelHub(() => clock.nowMs);
    hub.setReader(GUEST, { read: () => local, close: () => {} });
    hub.setServerLevels(levels);
    return { hub, clock };
  }

  function guestStrip(on: boolean) {
    const strip = exampleRoom({ guestStrip: { on } }).strips[GUEST_STRIP];
    if (strip === undefined) throw new Error('The example has this strip.');
    return strip;
  }

  test('a strip on air shows what the mix hears, one backstage what this browser hears', () => {
    const { hub } = setUp();
    expect(hub.strip(guestStrip(true)).peakDb).toBe(-12);
    expect(hub.strip(guestStrip(false)).peakDb).toBe(-30);
  });

  test('old levels of the server are not believed', () => {
    const { hub, clock } = setUp();
    clock.nowMs = 600;
    expect(hub.strip(guestStrip(true)).peakDb).toBe(-30);
    expect(hub.program(0).peakDb).toBe(-100);
  });

  test('each side of the program has its own level and its own clipping', () => {
    const { hub } = setUp();
    expect(hub.program(0)).toMatchObject({ peakDb: -3, clipped: false });
    expect(hub.program(1)).toMatchObject({ peakDb: 0, clipped: true });
  });
});

describe('news of a show', () => {
  test('are read', () => {
    const text = '{"slug":"main","name":"The show","phase":"live","title":"Tea","listeners":3}';
    expect(parseShowNews(text)).toEqual({
      phase: 'live',
      title: 'Tea',
      listeners: 3,
      onAirSinceMs: null,
      history: [],
    });
  });

  test.each(['', '[]', '{}', '{"phase":"partying"}'])('are ignored when they make no sense: %s', (text) => {
    expect(parseShowNews(text)).toBeNull();
  });
});

test('a clock shows hours only when there are any', () => {
  expect([0, 61_000, 3_723_000].map(clockText)).toEqual(['0:00', '1:01', '1:02:03']);
});

test('browsers inside other apps are recognised', () => {
  expect(isInAppBrowser('Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Instagram 300.0.0')).toBe(true);
  expect(isInAppBrowser('Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0 Safari/537.36')).toBe(false);
});
