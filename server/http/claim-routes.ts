/** The owner's link: signs in and leads on to the studio. */
import type { FastifyInstance } from 'fastify';
import { StudioError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { OwnerSignIn } from './owner-sign-in.ts';

const FIRST_SHOW_PATH = '/studio/main';
const ONE_MINUTE_MS = 60_000;
const SEE_OTHER = 303;
const WRONG_LINK =
  'This owner link is not valid. Copy the whole link that the server printed when it started, and open it again.';

export type ClaimOptions = {
  readonly owner: OwnerSignIn;
  readonly claimsPerMinute: number;
  readonly log: Log;
};

export function claimRoutes(app: FastifyInstance, { owner, claimsPerMinute, log }: ClaimOptions): void {
  app.get<{ Params: { token: string } }>(
    '/claim/:token',
    {
      schema: { hide: true },
      config: { rateLimit: { max: claimsPerMinute, timeWindow: ONE_MINUTE_MS } },
    },
    async (request, reply) => {
      if (!owner.isOwnerToken(request.params.token)) {
        log.warn('a wrong owner link was opened');
        throw new StudioError('claim_invalid', WRONG_LINK);
      }
      log.info('the owner signed in');
      return reply.header('set-cookie', owner.setCookie()).redirect(FIRST_SHOW_PATH, SEE_OTHER);
    },
  );
}
