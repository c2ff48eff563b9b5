/**
 * Keeps the memory of a thread near what it uses, once a minute: what nobody holds any more goes, and so do half-empty pages. The keeper makes some
 * 400 KiB of garbage a minute while standbys play, and the server some more while people come and go, which V8 lets lie for an hour; what stays of
 * it keeps pages of 256 KiB from being given back until they are almost empty. Both are so little that nobody would miss it, and enough to look
 * like a leak.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Closable } from '../lifecycle.ts';

/** A round takes 5 to 10 ms with 40 MiB in use. */
const EVERY_MS = 60_000;

export class GarbageRound extends Closable {
  constructor() {
    super();
    const collect = openCollector();
    if (collect === null) return;
    const timer = setInterval(collect, EVERY_MS);
    timer.unref();
    this.own({ close: () => clearInterval(timer) });
  }
}

/**
 * The collector as V8 shows it to whoever asks for it by flag; null when there is none. It also empties pages of which a fifth is free, where
 * V8 by itself waits for 70 %, or for what it has measured to be worth its time. That is a flag of the whole process which V8 reads at each
 * collection; it is on for ours alone because processes with it always on may hang when they exit.
 */
export function openCollector(): (() => void) | null {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') return null;
  return () => {
    setFlagsFromString('--memory-saver-mode');
    collect();
    setFlagsFromString('--no-memory-saver-mode');
  };
}
