/**
 * Keeps the memory of the keeper at what it uses. It makes some 400 KiB of garbage a minute while standbys play, which V8 lets lie for an
 * hour: so little that nobody would miss it, and enough to look like a leak.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Closable } from '../lifecycle.ts';

/** A round takes some 10 ms of a process that writes every 100 ms. */
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
