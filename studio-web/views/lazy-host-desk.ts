/** The desk as pages get it: loaded while a host is in the green room, and by guests never. */
import { lazyPart } from '../parts/lazy-part.tsx';

export const { Part: HostDesk, preload: preloadHostDesk } = lazyPart(
  async () => (await import('./host-desk.tsx')).HostDesk,
);
