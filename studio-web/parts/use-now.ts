/** The time of this computer in ms since the epoch, fresh every second; the same for every clock on the page. */
import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    timer = setInterval(tick, 1_000);
    tick();
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  nowMs = Date.now();
  for (const listener of [...listeners]) listener();
}

/** The component renders anew every second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => nowMs);
}
