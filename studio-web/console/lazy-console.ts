/** The console as pages get it: loaded while a host is in the green room, and by guests never. */
import { lazyPart } from '../parts/lazy-part.tsx';

const load = () => import('./console.tsx');

export const Console = lazyPart(async () => (await load()).Console);

/** What fails here is tried again when the console is wanted. */
export function preloadConsole(): void {
  load().catch(() => {});
}
