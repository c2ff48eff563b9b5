/** The network test of the green room: for who may enter a studio, because it hands out credentials for the relay. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { transportId } from '#protocol/ids.ts';
import { TOKEN_MAX_LENGTH } from '#protocol/limits.ts';
import { dtlsParameters } from '#protocol/media.ts';
import { StudioError } from '../errors.ts';
import type { HttpStore, NetworkTestPort } from './http-options.ts';
import type { OwnerSignIn } from './owner-sign-in.ts';

const ONE_MINUTE_MS = 60_000;
const CREATED = 201;
const NO_CONTENT = 204;

const opening = z.object({ invite: z.optional(z.string().check(z.maxLength(TOKEN_MAX_LENGTH))) });
const connecting = z.object({ transportId, dtlsParameters });

export type NetworkTestOptions = {
  readonly owner: OwnerSignIn;
  readonly store: HttpStore;
  readonly tests: NetworkTestPort;
  readonly testsPerMinute: number;
};

export function networkTestRoutes(app: FastifyInstance, options: NetworkTestOptions): void {
  const { tests, testsPerMinute } = options;

  app.post(
    '/api/network-tests',
    {
      schema: { hide: true },
      config: { rateLimit: { max: testsPerMinute, timeWindow: ONE_MINUTE_MS } },
    },
    async (request, reply) => {
      requireWayIn(request, options);
      return reply.code(CREATED).send(await tests.open());
    },
  );

  app.post<{ Params: { id: string } }>(
    '/api/network-tests/:id/connect',
    { schema: { hide: true } },
    async (request, reply) => {
      const input = parse(connecting, request.body);
      await tests.connect(request.params.id, input.transportId, input.dtlsParameters);
      return reply.code(NO_CONTENT).send();
    },
  );

  app.delete<{ Params: { id: string } }>(
    '/api/network-tests/:id',
    { schema: { hide: true } },
    async (request, reply) => {
      tests.end(request.params.id);
      return reply.code(NO_CONTENT).send();
    },
  );
}

/** Throws `unauthorized` and `invite_invalid`. */
function requireWayIn(request: FastifyRequest, { owner, store }: NetworkTestOptions): void {
  const { invite } = parse(opening, request.body);
  if (invite === undefined) {
    if (!owner.isSignedIn(request.headers.cookie)) throw new StudioError('unauthorized');
  } else if (store.findInvite(invite) === undefined) {
    throw new StudioError('invite_invalid');
  }
}

function parse<Schema extends z.ZodMiniType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = z.safeParse(schema, body ?? {});
  if (!result.success) throw new StudioError('bad_input');
  return result.data;
}
