import { describe, expect, test } from 'vitest';
import { ProgressWatch } from '../../../server/ffmpeg/progress-watch.ts';

function looks(watch: ProgressWatch, count: number, act: (watch: ProgressWatch) => void): boolean[] {
  return Array.from({ length: count }, () => {
    act(watch);
    return watch.look();
  });
}

describe('the progress watch', () => {
  const limits = { looksToStart: 4, looksToStall: 2 };

  test('is content while output comes', () => {
    const flowing = looks(new ProgressWatch(limits), 10, (watch) => {
      watch.fed();
      watch.progressed();
    });
    expect(flowing).not.toContain(true);
  });

  test('gives a start more time than a running process', () => {
    const watch = new ProgressWatch(limits);
    expect(looks(watch, 4, () => watch.fed())).toEqual([false, false, false, true]);
    watch.progressed();
    watch.look();
    expect(looks(watch, 2, () => watch.fed())).toEqual([false, true]);
  });

  test('expects nothing from a process that is not fed', () => {
    expect(looks(new ProgressWatch(limits), 10, () => {})).not.toContain(true);
  });
});
