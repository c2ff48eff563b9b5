/**
 * Keeps the memory of a process near what it uses. The keeper makes some 400 KiB of garbage a minute while standbys play, and the server
 * some more while people come and go, which V8 lets lie for an hour: so little that nobody would miss it, and enough to look like a leak.
 * For the threads of a process it does nothing.
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

/** The collector as V8 shows it to whoever asks for it by flag; null when there is none. */
export function openCollector(): (() => void) | null {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  return typeof collect === 'function' ? () => void collect() : null;
}
