/** The pictures as pages get them: loaded when there is the first one. */
import { lazyPart } from '../parts/lazy-part.tsx';

export const { Part: Gallery } = lazyPart(async () => (await import('./gallery.tsx')).Gallery);
