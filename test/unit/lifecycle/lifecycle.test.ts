import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Closable, ClosedWhileWaiting, onCascadeError } from '../../../server/lifecycle.ts';

/** Writes its name and reason into `diary` when it closes. */
class Thing extends Closable {
  readonly #name: string;
  readonly #diary: string[];

  constructor(name: string, diary: string[]) {
    super();
    this.#name = name;
    this.#diary = diary;
  }

  async rest(ms: number): Promise<void> {
    await this.pause(ms);
    this.#diary.push(`${this.#name}: rested`);
  }

  protected override onClose(reason: string): void {
    this.#diary.push(`${this.#name}: ${reason}`);
  }
}

let diary: string[];
let reported: unknown[];

beforeEach(() => {
  diary = [];
  reported = [];
  onCascadeError((error) => reported.push(error));
});

afterEach(() => onCascadeError(() => {}));

const thing = (name: string) => new Thing(name, diary);

describe('closing', () => {
  test('closes what is owned, newest first and to the bottom, then itself', () => {
    const room = thing('room');
    const alice = room.own(thing('alice'));
    room.own(thing('bob'));
    alice.own(thing('microphone'));
    room.close('over');
    expect(diary).toEqual(['bob: over', 'microphone: over', 'alice: over', 'room: over']);
  });

  test('happens once, with the first reason', () => {
    const room = thing('room');
    const heard: string[] = [];
    room.onClosed((reason) => heard.push(reason));
    room.close('first');
    room.close('second');
    expect(diary).toEqual(['room: first']);
    expect(heard).toEqual(['first']);
    expect(room.closedReason).toBe('first');
  });

  test('happens once even when a listener closes again', () => {
    const room = thing('room');
    room.onClosed(() => room.close('again'));
    room.close('first');
    expect(diary).toEqual(['room: first']);
  });

  test('tells listeners after everything is closed', () => {
    const room = thing('room');
    room.own(thing('alice'));
    room.onClosed((reason) => diary.push(`listener: ${reason}`));
    room.close('over');
    expect(diary).toEqual(['alice: over', 'room: over', 'listener: over']);
  });

  test('ends the abort signal', () => {
    const room = thing('room');
    expect(room.signal.aborted).toBe(false);
    room.close('over');
    expect(room.signal.aborted).toBe(true);
  });

  test('leaves nothing owned', () => {
    const room = thing('room');
    room.own(thing('alice'));
    expect(room.ownedCount).toBe(1);
    room.close('over');
    expect(room.ownedCount).toBe(0);
  });
});

describe('a throwing part', () => {
  test('does not stop the cascade, and is reported', () => {
    const room = thing('room');
    room.own(thing('alice'));
    room.own({
      close: () => {
        throw new Error('bob fails');
      },
    });
    room.onClosed(() => {
      throw new Error('a listener fails');
    });
    room.onClosed(() => diary.push('second listener'));
    room.close('over');
    expect(diary).toEqual(['alice: over', 'room: over', 'second listener']);
    expect(reported).toEqual([new Error('bob fails'), new Error('a listener fails')]);
  });
});

describe('owning', () => {
  test('a child that closed by itself is forgotten and not closed again', () => {
    const room = thing('room');
    const alice = room.own(thing('alice'));
    alice.close('left');
    expect(room.ownedCount).toBe(0);
    room.close('over');
    expect(diary).toEqual(['alice: left', 'room: over']);
  });

  test('a closed owner closes the child at once, with its own reason', () => {
    const room = thing('room');
    room.close('over');
    const late = room.own(thing('late'));
    expect(late.closedReason).toBe('over');
    expect(room.ownedCount).toBe(0);
  });
});

describe('listening', () => {
  test('to something closed is answered at once', () => {
    const room = thing('room');
    room.close('over');
    const heard: string[] = [];
    room.onClosed((reason) => heard.push(reason));
    expect(heard).toEqual(['over']);
  });

  test('can be ended', () => {
    const room = thing('room');
    const heard: string[] = [];
    const unsubscribe = room.onClosed((reason) => heard.push(reason));
    unsubscribe();
    room.close('over');
    expect(heard).toEqual([]);
  });
});

describe('guard', () => {
  test('hands on what arrives in time', async () => {
    await expect(thing('room').guard(Promise.resolve('transport'), () => {})).resolves.toBe('transport');
  });

  test('undoes what arrives after closing, and says why', async () => {
    const room = thing('room');
    const transport = thing('transport');
    const { promise, resolve } = Promise.withResolvers<Thing>();
    const waiting = room.guard(promise, (late) => late.close('too late'));
    room.close('over');
    resolve(transport);
    await expect(waiting).rejects.toThrow(new ClosedWhileWaiting('over'));
    expect(transport.closedReason).toBe('too late');
  });

  test('hands on a failure as it is', async () => {
    const room = thing('room');
    const failing = room.guard(Promise.reject(new Error('no worker')), () => {});
    room.close('over');
    await expect(failing).rejects.toThrow('no worker');
  });
});

describe('a pause', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  test('lasts as long as it should', async () => {
    const room = thing('room');
    void room.rest(1000);
    await vi.advanceTimersByTimeAsync(999);
    expect(diary).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(diary).toEqual(['room: rested']);
  });

  test('ends when the owner closes, and leaves no timer', async () => {
    const room = thing('room');
    const rested = room.rest(1000);
    room.close('over');
    await rested;
    expect(diary).toEqual(['room: over', 'room: rested']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('of something closed is none', async () => {
    const room = thing('room');
    room.close('over');
    await room.rest(1000);
    expect(vi.getTimerCount()).toBe(0);
  });
});
