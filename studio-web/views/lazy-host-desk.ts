/** The desk as pages get it: loaded while a host is in the green room, and by guests never. */
import { lazyPart } from '../parts/lazy-part.tsx';

const load = () => import('./host-desk.tsx');

export const HostDesk = lazyPart(async () => (await load()).HostDesk);

/** What fails here is tried again when the desk is wanted. */
export function preloadHostDesk(): void {
  load().catch(() => {});
}
