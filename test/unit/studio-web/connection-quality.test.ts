import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ConnectionEntry, ConnectionQuality } from '#protocol/state.ts';
import { ConnectionMeter } from '../../../studio-web/media/connection-measure.ts';
import {
  gradeOf,
  QUALITY_UNKNOWN,
  type QualityState,
  qualityAfter,
} from '../../../studio-web/store/connection-quality.ts';
import { ConnectionWatch } from '../../../studio-web/store/connection-watch.ts';

const FINE = { path: 'udp', roundTripMs: 20, lossPercent: 0, jitterMs: 3 } as const;

describe('one measurement', () => {
  test.each([
    [{}, true, 'excellent'],
    [{ lossPercent: 1.9, roundTripMs: 149, jitterMs: 29 }, true, 'excellent'],
    [{ lossPercent: 2 }, true, 'good'],
    [{ roundTripMs: 150 }, true, 'good'],
    [{ jitterMs: 30 }, true, 'good'],
    [{ lossPercent: 5 }, true, 'poor'],
    [{ roundTripMs: 300 }, true, 'poor'],
    [{ lossPercent: null, roundTripMs: null, jitterMs: null }, true, 'excellent'],
    [{}, false, 'lost'],
  ] as const)('of %j, connected %s, is %s', (change, connected, grade) => {
    expect(gradeOf({ ...FINE, ...change }, connected)).toBe(grade);
  });
});

describe('the word that is shown', () => {
  /** What is shown after each of these measurements, one every 1.5 s. */
  function shown(...grades: ConnectionQuality[]): (ConnectionQuality | null)[] {
    let state: QualityState = QUALITY_UNKNOWN;
    return grades.map((grade, index) => {
      state = qualityAfter(state, grade, index * 1_500);
      return state.shown;
    });
  }

  test('is the first measurement at once', () => {
    expect(shown('poor')).toEqual(['poor']);
  });

  test('waits for whoever has just come and is not connected yet, and calls him lost when that lasts', () => {
    expect(shown('lost', 'excellent')).toEqual([null, 'excellent']);
    expect(shown('lost', 'lost', 'lost')).toEqual([null, null, 'lost']);
  });

  test('gets worse after three seconds', () => {
    expect(shown('excellent', 'poor', 'poor', 'poor')).toEqual([
      'excellent',
      'excellent',
      'excellent',
      'poor',
    ]);
  });

  test('does not follow a single bad moment', () => {
    expect(shown('excellent', 'lost', 'excellent', 'lost', 'excellent').at(-1)).toBe('excellent');
  });

  test('gets worse only as far as all measurements of those seconds agree', () => {
    expect(shown('excellent', 'lost', 'good', 'poor').at(-1)).toBe('good');
  });

  test('gets better after ten seconds, as far as all of them agree', () => {
    const better: ConnectionQuality[] = [
      'excellent',
      'good',
      'excellent',
      'excellent',
      'excellent',
      'excellent',
    ];
    const grades: ConnectionQuality[] = ['poor', ...better];
    expect(shown(...grades).at(-1)).toBe('poor');
    expect(shown(...grades, 'excellent', 'excellent').at(-1)).toBe('good');
  });
});

describe('the meter', () => {
  const statistics = (lost: number, received: number, fractionLost = 0) => ({
    send: new Map<string, unknown>([
      ['T', { type: 'transport', selectedCandidatePairId: 'P' }],
      ['P', { type: 'candidate-pair', localCandidateId: 'L', currentRoundTripTime: 0.05 }],
      ['L', { type: 'local-candidate', candidateType: 'relay', protocol: 'udp' }],
      ['R', { type: 'remote-inbound-rtp', kind: 'audio', fractionLost, jitter: 0.004 }],
    ]),
    receive: new Map<string, unknown>([
      [
        'A',
        { type: 'inbound-rtp', kind: 'audio', packetsLost: lost, packetsReceived: received, jitter: 0.011 },
      ],
      ['V', { type: 'inbound-rtp', kind: 'video', packetsLost: 900, packetsReceived: 1, jitter: 9 }],
    ]),
  });

  test('counts what was lost since the reading before, of sound alone', () => {
    const meter = new ConnectionMeter();
    expect(meter.read(statistics(0, 100))).toEqual({
      path: 'relay',
      roundTripMs: 50,
      lossPercent: 0,
      jitterMs: 11,
    });
    expect(meter.read(statistics(10, 190)).lossPercent).toBe(10);
    expect(meter.read(statistics(10, 290)).lossPercent).toBe(0);
  });

  test('takes the worse of both ways', () => {
    expect(new ConnectionMeter().read(statistics(0, 100, 0.2)).lossPercent).toBe(20);
  });
});

describe('the watch', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  test('tells the room at once, then when the word changes, and the figures now and then', async () => {
    const told: ConnectionEntry[] = [];
    let sound: 'connected' | 'broken' = 'connected';
    const watch = new ConnectionWatch({
      statistics: async () => null,
      sound: () => sound,
      tell: async (entry) => told.push(entry),
      nowMs: () => Date.now(),
    });
    const words = () => told.map(({ quality }) => quality);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(words()).toEqual(['excellent']);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(words()).toEqual(['excellent']);
    await vi.advanceTimersByTimeAsync(9_000);
    expect(words()).toEqual(['excellent', 'excellent']);
    sound = 'broken';
    await vi.advanceTimersByTimeAsync(6_000);
    expect(words()).toEqual(['excellent', 'excellent', 'lost']);
    watch.forget();
    await vi.advanceTimersByTimeAsync(1_500);
    expect(words()).toHaveLength(4);
    watch.close();
  });
});
