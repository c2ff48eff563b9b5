/**
 * The listener page, whole and as a small one for other sites, with the show and what is playing written into it: so it says both without
 * script, and to whoever makes a preview of a link.
 */
import type { FastifyInstance } from 'fastify';
import type { ShowSlug } from '#protocol/ids.ts';
import type { HttpStore } from './http-options.ts';
import { requireShow } from './require-show.ts';
import { embedPolicy, type SecurityOptions } from './security-headers.ts';
import { sendPage } from './send-page.ts';
import type { ShowSummary } from './show-summary.ts';

export type ListenPagesOptions = SecurityOptions & {
  /** The built page. */
  readonly file: string;
  readonly store: HttpStore;
  readonly summaryOf: (show: ShowSlug) => ShowSummary | undefined;
};

export function listenPages(app: FastifyInstance, options: ListenPagesOptions): void {
  const hidden = { schema: { hide: true } };

  app.get<{ Params: { show: string } }>('/listen/:show', hidden, async (request, reply) =>
    sendPage(reply, options.file, valuesOf(options, request.params.show, 'listen')),
  );

  // The only page that other sites may frame: it can do nothing but play.
  app.get<{ Params: { show: string } }>('/embed/:show', hidden, async (request, reply) => {
    const values = valuesOf(options, request.params.show, 'embed');
    reply.header('content-security-policy', embedPolicy(options)).removeHeader('x-frame-options');
    return sendPage(reply, options.file, values);
  });
}

/** Throws `show_not_found`. */
function valuesOf(
  { store, summaryOf, publicUrl }: ListenPagesOptions,
  text: string,
  kind: 'listen' | 'embed',
): Record<string, string> {
  const { slug, name } = requireShow(store, text);
  return {
    __SHOW_SLUG__: slug,
    __SHOW_NAME__: name,
    __TITLE__: summaryOf(slug)?.title ?? name,
    __PAGE_KIND__: kind,
    __ORIGIN__: publicUrl.origin,
  };
}
