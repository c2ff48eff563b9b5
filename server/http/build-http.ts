/** Puts the routes together into one fastify app. Who owns what lives longer than a request is the business of Http. */
import fastifyRateLimit from '@fastify/rate-limit';
import { type FastifyInstance, fastify } from 'fastify';
import type { ShowSlug } from '#protocol/ids.ts';
import { StudioError } from '../errors.ts';
import { apiRoutes } from './api-routes.ts';
import { cartRoutes } from './cart-routes.ts';
import { claimRoutes } from './claim-routes.ts';
import { docsRoutes, documentRoutes } from './docs-routes.ts';
import { answerErrors, sendError } from './error-replies.ts';
import { healthRoutes } from './health-routes.ts';
import { DEFAULT_HTTP_LIMITS, type HttpOptions } from './http-options.ts';
import type { LiveRelay } from './live-relay.ts';
import { liveRoutes } from './live-routes.ts';
import { networkTestRoutes } from './network-test-routes.ts';
import { securityHeaders } from './security-headers.ts';
import type { ShowFeed } from './show-feed.ts';
import type { ShowSummary } from './show-summary.ts';
import { studioPages } from './studio-pages.ts';

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 15_000;
/** How often connections are looked at for those two. */
const TIMEOUT_CHECK_MS = 5_000;
const KEEP_ALIVE_MS = 10_000;
const HEADER_MAX_BYTES = 16 * 1024;
const HEADERS_MAX = 64;
const BODY_MAX_BYTES = 64 * 1024;
const PARAMETER_MAX_LENGTH = 128;
const CONNECTIONS_MAX = 5_000;

export type HttpParts = {
  readonly relay: LiveRelay;
  readonly feed: ShowFeed;
  readonly summaryOf: (show: ShowSlug) => ShowSummary | undefined;
};

/** An app that is ready to `inject` and to `listen`. */
export async function buildHttp(options: HttpOptions, parts: HttpParts): Promise<FastifyInstance> {
  const { log, store, owner, metrics } = options;
  const limits = { ...DEFAULT_HTTP_LIMITS, ...options.limits };
  const app = fastify({
    logger: false,
    trustProxy: options.trustProxy ?? false,
    forceCloseConnections: true,
    bodyLimit: BODY_MAX_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    routerOptions: { maxParamLength: PARAMETER_MAX_LENGTH },
    frameworkErrors: (error, request, reply) => void sendError(request, reply, error, log),
    http: {
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
      maxHeaderSize: HEADER_MAX_BYTES,
      // Offers of HTTP/2 over clear text, as curl makes them, are simply not taken up.
      shouldUpgradeCallback: (request) => request.headers.upgrade?.toLowerCase() === 'websocket',
    },
  });
  app.server.maxHeadersCount = HEADERS_MAX;
  app.server.maxConnections = CONNECTIONS_MAX;
  answerErrors(app, log);
  addHooks(app, options);
  await app.register(fastifyRateLimit, {
    global: false,
    errorResponseBuilder: () => new StudioError('too_many_messages', 'Too many requests. Wait a minute.'),
  });
  await documentRoutes(app, options.version);
  healthRoutes(app, { checks: options.checks, metrics });
  apiRoutes(app, { owner, store, ...parts, inviteLookupsPerMinute: limits.inviteLookupsPerMinute });
  claimRoutes(app, { owner, claimsPerMinute: limits.claimsPerMinute, log });
  liveRoutes(app, { store, relay: parts.relay, publicUrl: options.publicUrl });
  networkTestRoutes(app, {
    owner,
    store,
    tests: options.networkTests,
    testsPerMinute: limits.networkTestsPerMinute,
  });
  await cartRoutes(app, options.cartUploads);
  docsRoutes(app);
  await studioPages(app, { ...options, summaryOf: parts.summaryOf });
  await app.ready();
  return app;
}

function addHooks(app: FastifyInstance, options: HttpOptions): void {
  // Only what is meant to be kept says so.
  const headers = { ...securityHeaders(options), 'cache-control': 'no-store' };
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(headers);
  });
  app.addHook('onResponse', async ({ method, url }, reply) => {
    options.log.debug(
      { method, url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'answered',
    );
  });
}
