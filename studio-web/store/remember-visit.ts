/** Keeps fresh that this page is in the room, so that it goes straight back when it is loaded anew. */
import type { ResumeMemory } from '../connection/resume-memory.ts';

const TOUCH_INTERVAL_MS = 5_000;

export function rememberVisit(page: Window, memory: ResumeMemory, isInside: () => boolean): void {
  const touch = (): void => {
    if (isInside()) memory.touch();
  };
  page.addEventListener('pagehide', touch);
  setInterval(touch, TOUCH_INTERVAL_MS);
}
