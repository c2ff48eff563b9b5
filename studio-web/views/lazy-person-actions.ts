/** What a host can do about a person, as pages get it: loaded while a host is in the green room, and by guests never. */
import { lazyPart } from '../parts/lazy-part.tsx';

export const { Part: PersonActions, preload: preloadPersonActions } = lazyPart(
  async () => (await import('./person-actions.tsx')).PersonActions,
);
