/** The HTTP API that pages and programs of others read. Nothing here changes anything. */
import type { FastifyInstance } from 'fastify';
import type { ShowSlug } from '#protocol/ids.ts';
import { StudioError } from '../errors.ts';
import { errorSchema, inviteSchema, params, sessionSchema, showSchema } from './api-schemas.ts';
import type { HttpStore } from './http-options.ts';
import type { OwnerSignIn } from './owner-sign-in.ts';
import { requireShow } from './require-show.ts';
import { PUBLIC_HEADERS } from './security-headers.ts';
import type { ShowFeed } from './show-feed.ts';
import type { ShowSummary } from './show-summary.ts';

const ONE_MINUTE_MS = 60_000;

const EVENT_FEED_HEADERS = {
  ...PUBLIC_HEADERS,
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-accel-buffering': 'no',
};

export type ApiOptions = {
  readonly owner: OwnerSignIn;
  readonly store: HttpStore;
  readonly feed: ShowFeed;
  readonly summaryOf: (show: ShowSlug) => ShowSummary | undefined;
  readonly inviteLookupsPerMinute: number;
};

export function apiRoutes(app: FastifyInstance, options: ApiOptions): void {
  const { owner, store, feed, summaryOf, inviteLookupsPerMinute } = options;

  app.get(
    '/api/session',
    {
      schema: {
        summary: 'Who is asking: whether the owner is signed in, and the shows he may open.',
        response: { 200: sessionSchema },
      },
    },
    async (request) => {
      const isOwner = owner.isSignedIn(request.headers.cookie);
      const shows = isOwner ? store.shows().map(({ slug, name }) => ({ slug, name })) : [];
      return { owner: isOwner, shows };
    },
  );

  app.get<{ Params: { token: string } }>(
    '/api/invites/:token',
    {
      schema: {
        summary: 'What an invite link allows.',
        params: params('token'),
        response: { 200: inviteSchema, 404: errorSchema, 429: errorSchema },
      },
      config: { rateLimit: { max: inviteLookupsPerMinute, timeWindow: ONE_MINUTE_MS } },
    },
    async (request) => {
      const invite = store.findInvite(request.params.token);
      const show = invite === undefined ? undefined : store.show(invite.show);
      if (invite === undefined || show === undefined) throw new StudioError('invite_invalid');
      return { role: invite.role, show: show.slug, showName: show.name, expiresAtMs: invite.expiresAtMs };
    },
  );

  app.get<{ Params: { show: string } }>(
    '/api/shows/:show',
    {
      schema: {
        summary: 'What anybody may know about a show: phase, title, listeners, where to listen.',
        params: params('show'),
        response: { 200: showSchema, 404: errorSchema },
      },
    },
    async (request, reply) => {
      const { slug } = requireShow(store, request.params.show);
      reply.headers(PUBLIC_HEADERS);
      return summaryOf(slug);
    },
  );

  app.get<{ Params: { show: string } }>(
    '/api/shows/:show/events',
    {
      exposeHeadRoute: false,
      schema: {
        summary: 'The same as server-sent events named "show": once at once, then after each change.',
        params: params('show'),
        produces: ['text/event-stream'],
        response: { 404: errorSchema, 503: errorSchema },
      },
    },
    (request, reply) => {
      const { slug } = requireShow(store, request.params.show);
      feed.requirePlace();
      reply.hijack();
      reply.raw.writeHead(200, EVENT_FEED_HEADERS);
      feed.add(reply.raw, slug);
    },
  );
}
