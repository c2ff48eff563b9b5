/** What a host can do about a person, as pages get it: loaded while a host is in the green room, and by guests never. */
import { lazyPart } from '../parts/lazy-part.tsx';

const load = () => import('./person-actions.tsx');

export const PersonActions = lazyPart(async () => (await load()).PersonActions);

/** What fails here is tried again when it is wanted. */
export function preloadPersonActions(): void {
  load().catch(() => {});
}
