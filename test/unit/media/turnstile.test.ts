import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { Turnstile } from '../../../server/media/turnstile.ts';

/** Each piece of work takes 1 ms of a clock that only work moves. */
let nowMs: number;
let done: string[];
let turnstile: Turnstile;

const ask = (name: string, lane: 'soon' | 'later' = 'soon') =>
  turnstile.run(lane, async () => {
    nowMs += 1;
    done.push(name);
    return name;
  });

const askOften = (count: number) => Array.from({ length: count }, (_, index) => ask(`work ${index}`));

beforeEach(() => {
  nowMs = 0;
  done = [];
  turnstile = new Turnstile(() => nowMs);
});

describe('work', () => {
  test('that comes alone is done at once', () => {
    void ask('alone');
    expect(done).toEqual(['alone']);
  });

  test('of a crowd lets the event loop go on between its slices', async () => {
    const all = askOften(20);
    expect(done).toHaveLength(4);
    await turn();
    expect(done.length).toBeLessThanOrEqual(8);
    await Promise.all(all);
    expect(done).toEqual(Array.from({ length: 20 }, (_, index) => `work ${index}`));
  });

  test('that is due soon goes before what came earlier and may wait', async () => {
    askOften(4);
    const all = [ask('muted 1', 'later'), ask('muted 2', 'later'), ask('speaks', 'soon')];
    await Promise.all(all);
    expect(done.slice(4)).toEqual(['speaks', 'muted 1', 'muted 2']);
  });

  test('that fails after it has waited tells whoever asked, and holds up nobody', async () => {
    askOften(4);
    const failing = turnstile.run('soon', async () => {
      throw new Error('refused');
    });
    const after = ask('after');
    await expect(failing).rejects.toThrow('refused');
    await expect(after).resolves.toBe('after');
  });

  test('that waits when the turnstile closes is not left hanging', async () => {
    const all = askOften(20);
    turnstile.close('room closed');
    await Promise.all(all);
    expect(done).toHaveLength(20);
    await expect(ask('late')).resolves.toBe('late');
  });
});
