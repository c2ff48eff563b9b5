/** Finds the show that a path names. */
import { showSlug } from '#protocol/ids.ts';
import { StudioError } from '../errors.ts';
import type { HttpStore, StoredShow } from './http-options.ts';

/** Throws `show_not_found`, also for what cannot be the name of a show. */
export function requireShow(store: HttpStore, text: string): StoredShow {
  const slug = showSlug.safeParse(text);
  const show = slug.success ? store.show(slug.data) : undefined;
  if (show === undefined) throw new StudioError('show_not_found');
  return show;
}
