/** What a person sees while the setup works. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createProgress, fitLine, formatDuration } from '../../../server/setup/progress.mjs';

function output(options: { isTTY: boolean; columns?: number }) {
  const written: string[] = [];
  return { ...options, written, write: (text: string) => written.push(text) };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('in a pipe', () => {
  test('a step has a line at its beginning, one every few seconds, and one at its end', () => {
    const out = output({ isTTY: false });
    const step = createProgress(out).step('Building');
    step.update('compiling [1/3]');
    vi.advanceTimersByTime(5_000);
    step.update('compiling [3/3]');
    vi.advanceTimersByTime(5_000);
    step.done();
    vi.advanceTimersByTime(60_000);
    expect(out.written).toEqual([
      '· Building\n',
      '  Building: compiling [1/3] (5.0 s)\n',
      '  Building: compiling [3/3] (10 s)\n',
      '✓ Building (10 s)\n',
    ]);
  });

  test('a step that failed says why', () => {
    const out = output({ isTTY: false });
    createProgress(out).step('Fetching').fail('no answer');
    expect(out.written.at(-1)).toBe('✗ Fetching: no answer (0.0 s)\n');
  });
});

describe('on a terminal', () => {
  test('a step is one line that is written over, and never longer than the terminal', () => {
    const out = output({ isTTY: true, columns: 40 });
    const step = createProgress(out).step('Installing');
    step.update('a package with a name that is much too long for this');
    vi.advanceTimersByTime(1_000);
    expect(out.written.length).toBeGreaterThan(3);
    for (const text of out.written) {
      expect(text.startsWith('\r\x1b[K')).toBe(true);
      expect(text).not.toContain('\n');
      expect(text.slice(4).length).toBeLessThan(40);
    }
    step.done();
    expect(out.written.at(-1)).toBe('\r\x1b[K✓ Installing (1.0 s)\n');
  });
});

test('times are written as people say them', () => {
  expect([400, 9_900, 12_400, 59_700, 187_000].map(formatDuration)).toEqual([
    '0.4 s',
    '9.9 s',
    '12 s',
    '1 min 00 s',
    '3 min 07 s',
  ]);
});

test('a line that fits stays as it is', () => {
  expect(fitLine('short', 40)).toBe('short');
});
