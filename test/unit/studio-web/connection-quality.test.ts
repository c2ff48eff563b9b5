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

  test('that a line was lost ends as soon as it is back', () => {
    expect(shown('lost', 'lost', 'lost', 'good')).toEqual([null, null, 'lost', 'good']);
    expect(shown('excellent', 'lost', 'lost', 'lost', 'excellent').slice(-2)).toEqual(['lost', 'excellent']);
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
        {
          type: 'inbound-rtp',
          kind: 'audio',
          id: 'A',
          packetsLost: lost,
          packetsReceived: received,
          jitter: 0.011,
        },
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

  /** What came of several voices: packets, lost ones, and jitter in seconds. */
  const voices = (...each: { received: number; lost: number; jitter: number }[]) => ({
    send: new Map<string, unknown>(),
    receive: new Map<string, unknown>(
      each.map(({ received, lost, jitter }, index) => [
        `A${index}`,
        {
          type: 'inbound-rtp',
          kind: 'audio',
          id: `A${index}`,
          packetsReceived: received,
          packetsLost: lost,
          jitter,
        },
      ]),
    ),
  });
  const CLEAN = { received: 75, lost: 0, jitter: 0.002 };

  test('does not take the line of somebody else for this one: a line that loses, loses of all voices', () => {
    const theirs = { received: 40, lost: 35, jitter: 0.2 };
    expect(new ConnectionMeter().read(voices(CLEAN, theirs))).toMatchObject({ lossPercent: 0, jitterMs: 2 });
    expect(new ConnectionMeter().read(voices(CLEAN, theirs, CLEAN)).lossPercent).toBe(0);
    const ours = { received: 90, lost: 10, jitter: 0.05 };
    expect(new ConnectionMeter().read(voices(ours, ours, ours))).toMatchObject({
      lossPercent: 10,
      jitterMs: 50,
    });
  });

  test('asks nothing of a voice that has stopped, whose figures stand still', () => {
    const meter = new ConnectionMeter();
    const gone = { received: 100, lost: 0, jitter: 0.3 };
    meter.read(voices(CLEAN, gone));
    expect(meter.read(voices({ ...CLEAN, received: 150 }, gone))).toMatchObject({
      lossPercent: 0,
      jitterMs: 2,
    });
    expect(meter.read(voices({ ...CLEAN, received: 150 }, gone))).toMatchObject({
      lossPercent: null,
      jitterMs: null,
    });
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

  test('what was lost while a line was broken is not held against it when it is back', async () => {
    const told: ConnectionEntry[] = [];
    let sound: 'connected' | 'broken' = 'connected';
    let received = 0;
    let lost = 0;
    const watch = new ConnectionWatch({
      statistics: async () => ({
        send: new Map<string, unknown>(),
        receive: new Map<string, unknown>([
          [
            'A',
            { type: 'inbound-rtp', kind: 'audio', id: 'A', packetsReceived: received, packetsLost: lost },
          ],
        ]),
      }),
      sound: () => sound,
      tell: async (entry) => told.push(entry),
      nowMs: () => Date.now(),
    });
    const pass = async (looks: number) => {
      for (let look = 0; look < looks; look += 1) {
        if (sound === 'connected') received += 75;
        await vi.advanceTimersByTimeAsync(1_500);
      }
    };
    await pass(3);
    sound = 'broken';
    await pass(6);
    sound = 'connected';
    lost += 400;
    await pass(2);
    expect(told.map(({ quality }) => quality)).toEqual(['excellent', 'lost', 'excellent']);
    watch.close();
  });
});
