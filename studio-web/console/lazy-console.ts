/** The console as pages get it: loaded while a host is in the green room, and by guests never. */
import { lazyPart } from '../parts/lazy-part.tsx';

export const { Part: Console, preload: preloadConsole } = lazyPart(
  async () => (await import('./console.tsx')).Console,
);
