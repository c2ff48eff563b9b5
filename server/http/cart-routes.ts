/** Where browsers send the sounds of the soundboard, piece by piece. Whoever has the secret of an upload was given it at the console. */
import type { FastifyInstance } from 'fastify';
import { UPLOAD_PIECE_BYTES } from '#protocol/pads.ts';
import { StudioError } from '../errors.ts';
import type { CartUploadPort } from './http-options.ts';

const CREATED = 201;
const NO_CONTENT = 204;
const ONE_MINUTE_MS = 60_000;
/** Wrong secrets cannot be tried in bulk, and the largest file fits in twice. */
const REQUESTS_PER_MINUTE = 600;

type Params = { Params: { token: string } };

export async function cartRoutes(app: FastifyInstance, uploads: CartUploadPort): Promise<void> {
  await app.register(async (scope) => {
    scope.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body);
    });
    const limited = {
      schema: { hide: true },
      config: { rateLimit: { max: REQUESTS_PER_MINUTE, timeWindow: ONE_MINUTE_MS } },
    };

    scope.put<Params & { Querystring: { offset?: string } }>(
      '/api/cart-uploads/:token',
      { ...limited, bodyLimit: UPLOAD_PIECE_BYTES },
      async (request, reply) => {
        const offset = Number(request.query.offset);
        const { body } = request;
        if (!Number.isSafeInteger(offset) || offset < 0 || !(body instanceof Uint8Array)) {
          throw new StudioError('bad_input');
        }
        return reply.send({ received: await uploads.take(request.params.token, offset, body) });
      },
    );

    scope.post<Params>('/api/cart-uploads/:token/end', limited, async (request, reply) =>
      reply.code(CREATED).send({ padId: await uploads.finish(request.params.token) }),
    );

    scope.delete<Params>('/api/cart-uploads/:token', limited, async (request, reply) => {
      uploads.cancel(request.params.token);
      return reply.code(NO_CONTENT).send();
    });
  });
}
