/** The sound of a show on our own origin: /live/SHOW.mp3 and /live/SHOW.opus. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Codec } from '#protocol/state.ts';
import { StudioError } from '../errors.ts';
import { params } from './api-schemas.ts';
import type { HttpStore, StoredShow } from './http-options.ts';
import { ICY_INTERVAL_BYTES } from './icy-metadata.ts';
import type { LiveRelay } from './live-relay.ts';
import { m3uOf } from './m3u.ts';
import { requireShow } from './require-show.ts';
import { PUBLIC_HEADERS } from './security-headers.ts';
import { CONTENT_TYPES } from './show-summary.ts';

const RETRY_AFTER_S = 5;
const FILE_NAME = /^([a-z0-9-]+)\.(mp3|opus)$/;

export type LiveOptions = {
  readonly store: HttpStore;
  readonly relay: LiveRelay;
  readonly publicUrl: URL;
};

type LiveRequest = FastifyRequest<{ Params: { file: string } }>;

export function liveRoutes(app: FastifyInstance, { store, relay, publicUrl }: LiveOptions): void {
  app.get<{ Params: { show: string } }>(
    '/live/:show.m3u',
    {
      schema: {
        summary: 'A playlist that players open: it holds the address of the MP3 stream.',
        params: params('show'),
        produces: ['audio/x-mpegurl'],
      },
    },
    async (request, reply) => {
      const { slug, name } = requireShow(store, request.params.show);
      return reply
        .headers(PUBLIC_HEADERS)
        .type('audio/x-mpegurl; charset=utf-8')
        .header('content-disposition', `attachment; filename="${slug}.m3u"`)
        .send(m3uOf(name, new URL(`/live/${slug}.mp3`, publicUrl).href));
    },
  );

  app.route<{ Params: { file: string } }>({
    method: ['GET', 'HEAD'],
    url: '/live/:file',
    exposeHeadRoute: false,
    schema: {
      summary: 'The sound of a show, as it goes on air. `Icy-MetaData: 1` asks for titles in MP3.',
      produces: Object.values(CONTENT_TYPES),
    },
    // Whoever is refused should come back soon: the show may begin at any time.
    onError: async (_request, reply) => {
      reply.header('retry-after', RETRY_AFTER_S).headers(PUBLIC_HEADERS);
    },
    handler: async (request, reply) => {
      const { show, codec } = mountOf(store, request);
      const wantsTitles = codec === 'mp3' && request.headers['icy-metadata'] === '1';
      const head = headOf(show, codec, wantsTitles);
      if (request.method === 'HEAD') {
        await relay.check({ show: show.slug, codec });
        return reply.headers(head).send();
      }
      await relay.listen({ show: show.slug, codec, response: reply.raw, head, wantsTitles });
      return reply.hijack();
    },
  });
}

function mountOf(store: HttpStore, request: LiveRequest): { show: StoredShow; codec: Codec } {
  const [, slug = '', extension] = FILE_NAME.exec(request.params.file) ?? [];
  if (extension !== 'mp3' && extension !== 'opus') throw new StudioError('not_found');
  return { show: requireShow(store, slug), codec: extension };
}

function headOf(show: StoredShow, codec: Codec, wantsTitles: boolean): Record<string, string> {
  return {
    ...PUBLIC_HEADERS,
    'content-type': CONTENT_TYPES[codec],
    'cache-control': 'no-store',
    'accept-ranges': 'none',
    'x-content-type-options': 'nosniff',
    'x-accel-buffering': 'no',
    'icy-name': headerText(show.name),
    ...(wantsTitles && { 'icy-metaint': String(ICY_INTERVAL_BYTES) }),
  };
}

/** Players read UTF-8 here; node writes header values as Latin-1, so the bytes are handed over as such. */
function headerText(text: string): string {
  return Buffer.from(text.replace(/\p{Cc}/gu, ''), 'utf8').toString('latin1');
}
