import { describe, expect, it } from 'vitest';
import { TICK_FRAMES } from '../../../server/mixer/audio-format.ts';
import { SampleFifo } from '../../../server/mixer/sample-fifo.ts';
import { largestStep } from '../../support/tone.ts';

const left = new Float32Array(TICK_FRAMES);
const right = new Float32Array(TICK_FRAMES);

const OPEN = { gain: 1, slope: 1 };

describe('SampleFifo', () => {
  it('gives back what was put in, sample for sample, for ever', () => {
    const fifo = new SampleFifo();
    const valueAt = (index: number) => (index % 30_000) - 15_000;
    let written = 0;
    let read = 0;
    let wrong = 0;
    for (let tick = 0; tick < 500; tick++) {
      for (; !fifo.holdsTick(1); written += 480) {
        const start = written;
        const frame = Int16Array.from({ length: 480 }, (_, i) => valueAt(start + i));
        fifo.append(frame, 0, 480, 1, { ...OPEN });
      }
      fifo.readTick(1, left, right);
      for (const sample of left) {
        if (Math.round(sample * 32_768) !== valueAt(read)) wrong += 1;
        read += 1;
      }
    }
    expect(wrong).toBe(0);
    expect(fifo.unread).toBe(written - read);
    expect(fifo.stereo).toBe(false);
  });

  it('has the left side on the right when stereo begins', () => {
    const fifo = new SampleFifo();
    fifo.append(
      Int16Array.from({ length: 500 }, () => 1000),
      0,
      500,
      1,
      { ...OPEN },
    );
    fifo.append(
      Int16Array.from({ length: 2000 }, (_, i) => (i % 2 ? -2000 : 2000)),
      0,
      1000,
      2,
      { ...OPEN },
    );
    expect(fifo.stereo).toBe(true);
    fifo.readTick(1, left, right);
    expect(right[100]).toBe(left[100]);
    expect(left[700]).toBeCloseTo(2000 / 32_768);
    expect(right[700]).toBeCloseTo(-2000 / 32_768);
  });

  it('plays mono on both sides after stereo', () => {
    const fifo = new SampleFifo();
    fifo.append(new Int16Array(200), 0, 100, 2, { ...OPEN });
    fifo.append(
      Int16Array.from({ length: 1000 }, () => 1000),
      0,
      1000,
      1,
      { ...OPEN },
    );
    fifo.readTick(1, left, right);
    expect(left[500]).toBeCloseTo(1000 / 32_768);
    expect(right[500]).toBe(left[500]);
  });

  it('carries a fade over from one append to the next without a step', () => {
    const fifo = new SampleFifo();
    const loud = Int16Array.from({ length: 120 }, () => 32_000);
    const envelope = { gain: 0, slope: 1 / 360 };
    for (let i = 0; i < 10; i++) fifo.append(loud, 0, 120, 1, envelope);
    expect(envelope.gain).toBe(1);
    fifo.readTick(1, left, right);
    expect(largestStep(left)).toBeLessThan(1 / 350);
    expect(left[959]).toBeCloseTo(32_000 / 32_768);
  });

  it('survives more than it can hold', () => {
    const fifo = new SampleFifo();
    const packet = new Int16Array(5760).fill(1000);
    for (let i = 0; i < 30; i++) fifo.append(packet, 0, 5760, 1, { ...OPEN });
    expect(fifo.holdsTick(1.005)).toBe(true);
    fifo.readTick(1.005, left, right);
    expect(left.every((sample) => Number.isFinite(sample))).toBe(true);
  });
});
