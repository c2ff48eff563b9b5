/** The built pages: the studio at its addresses, the listener page with the show written into it, and the files that both load. */
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type ListenPagesOptions, listenPages } from './listen-pages.ts';
import { requireShow } from './require-show.ts';
import { PUBLIC_HEADERS } from './security-headers.ts';
import { sendPage } from './send-page.ts';

/** The studio and the listener page; they are served at the addresses below only. */
const STUDIO_FILE = 'index.html';
const LISTEN_FILE = 'listen.html';
const ERRORS_FILE = 'errors.html';
const SHARE_CARD = 'share-card.png';
/** Their names change with their content. */
const HASHED_FILES = '/assets/';
const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'no-cache';

export type PagesOptions = Omit<ListenPagesOptions, 'file'> & { readonly webRoot: string };

export async function studioPages(app: FastifyInstance, options: PagesOptions): Promise<void> {
  const { webRoot, store } = options;
  await app.register(fastifyStatic, {
    root: webRoot,
    index: false,
    decorateReply: false,
    cacheControl: false,
    dotfiles: 'ignore',
    allowedPath: (file) => ![STUDIO_FILE, LISTEN_FILE, ERRORS_FILE].includes(file.slice(1)),
    setHeaders: (reply, file) => {
      const hashed = file.startsWith(path.join(webRoot, HASHED_FILES));
      reply.header('cache-control', hashed ? FOR_EVER : ASK_AGAIN);
      // Other sites show it beside a link to the listener page.
      if (file === path.join(webRoot, SHARE_CARD)) reply.headers(PUBLIC_HEADERS);
    },
  });

  const hidden = { schema: { hide: true } };
  const studio = (reply: FastifyReply) => sendPage(reply, path.join(webRoot, STUDIO_FILE));

  app.get('/', hidden, async (_request, reply) => studio(reply));
  app.get('/docs/errors', hidden, async (_request, reply) =>
    sendPage(reply, path.join(webRoot, ERRORS_FILE)),
  );
  app.get('/join/:invite', hidden, async (_request, reply) => studio(reply));

  app.get<{ Params: { show: string } }>('/studio/:show', hidden, async (request, reply) => {
    requireShow(store, request.params.show);
    return studio(reply);
  });

  listenPages(app, { ...options, file: path.join(webRoot, LISTEN_FILE) });
}
