/** The built pages: the studio at its addresses, the listener page with the show written into it, and the files that both load. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { StudioError } from '../errors.ts';
import { escapeHtml } from './escape-html.ts';
import type { HttpStore } from './http-options.ts';
import { sentencePage } from './plain-page.ts';
import { requireShow } from './require-show.ts';

/** The studio and the listener page; they are served at the addresses below only. */
const STUDIO_FILE = 'index.html';
const LISTEN_FILE = 'listen.html';
/** Their names change with their content. */
const HASHED_FILES = '/assets/';
const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'no-cache';
const NOT_BUILT_STATUS = 503;

export type PagesOptions = { readonly webRoot: string; readonly store: HttpStore };

export async function studioPages(app: FastifyInstance, { webRoot, store }: PagesOptions): Promise<void> {
  await app.register(fastifyStatic, {
    root: webRoot,
    index: false,
    decorateReply: false,
    cacheControl: false,
    dotfiles: 'ignore',
    allowedPath: (file) => file !== `/${STUDIO_FILE}` && file !== `/${LISTEN_FILE}`,
    setHeaders: (reply, file) => {
      const hashed = file.startsWith(path.join(webRoot, HASHED_FILES));
      reply.header('cache-control', hashed ? FOR_EVER : ASK_AGAIN);
    },
  });

  const hidden = { schema: { hide: true } };
  const studio = (reply: FastifyReply) => sendPage(reply, path.join(webRoot, STUDIO_FILE));

  app.get('/', hidden, async (_request, reply) => studio(reply));
  app.get('/join/:invite', hidden, async (_request, reply) => studio(reply));

  app.get<{ Params: { show: string } }>('/studio/:show', hidden, async (request, reply) => {
    requireShow(store, request.params.show);
    return studio(reply);
  });

  app.get<{ Params: { show: string } }>('/listen/:show', hidden, async (request, reply) => {
    const show = requireShow(store, request.params.show);
    const values = { __SHOW_SLUG__: show.slug, __SHOW_NAME__: show.name };
    return sendPage(reply, path.join(webRoot, LISTEN_FILE), values);
  });
}

/** Sends a page with each key of `values` replaced by its value as text. */
async function sendPage(
  reply: FastifyReply,
  file: string,
  values: Readonly<Record<string, string>> = {},
): Promise<FastifyReply> {
  reply.type('text/html; charset=utf-8').header('cache-control', ASK_AGAIN);
  const html = await readPage(file);
  if (html === null) {
    const sentence = 'The pages of the studio are not built. Run "npm start", which builds them first.';
    return reply.code(NOT_BUILT_STATUS).send(sentencePage('Not built yet', sentence));
  }
  return reply.send(
    Object.entries(values).reduce(
      (page, [key, value]) => page.replaceAll(key, () => escapeHtml(value)),
      html,
    ),
  );
}

/** Null when there is no such file. Throws when it cannot be read for another reason. */
async function readPage(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new StudioError('internal', undefined, { cause: error });
  }
}
