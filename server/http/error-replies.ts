/** Every error that leaves over HTTP: JSON for programs, a plain page for people. */
import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { StudioError, toStudioError } from '../errors.ts';
import type { Log } from '../log.ts';
import { sentencePage } from './plain-page.ts';

const RETRY_AFTER_S = 5;
const STATUS_TOO_BIG = 413;
const STATUS_SERVER_FAULT = 500;

/** Answers with `thrown` in the form that the request asks for. Faults of ours are logged under the reference that goes out. */
export function sendError(
  request: FastifyRequest,
  reply: FastifyReply,
  thrown: unknown,
  log: Log,
): FastifyReply {
  const error = asStudioError(thrown);
  const { code, message, status } = error;
  const reference = error.fault === 'server' ? randomUUID() : undefined;
  if (reference !== undefined)
    log[code === 'internal' ? 'error' : 'warn'](
      { err: error, code, reference, url: request.url },
      'request failed',
    );
  reply.code(status);
  if (status === 429 || status === 503) reply.header('retry-after', RETRY_AFTER_S);
  if (!wantsPage(request)) return reply.send({ error: { code, message, ...(reference && { reference }) } });
  const hint = reference === undefined ? '' : ` Reference: ${reference}.`;
  return reply.type('text/html; charset=utf-8').send(sentencePage(titleFor(status), `${message}${hint}`));
}

/** Makes all routes of `app` answer errors, and addresses that do not exist, in this way. */
export function answerErrors(app: FastifyInstance, log: Log): void {
  app.setErrorHandler((error, request, reply) => sendError(request, reply, error, log));
  app.setNotFoundHandler((request, reply) => sendError(request, reply, new StudioError('not_found'), log));
}

/** What fastify itself throws carries a status: a request that it could not take. */
function asStudioError(thrown: unknown): StudioError {
  if (thrown instanceof StudioError || !isFastifyError(thrown)) return toStudioError(thrown);
  const status = thrown.statusCode ?? STATUS_SERVER_FAULT;
  if (status >= STATUS_SERVER_FAULT) return toStudioError(thrown);
  return new StudioError(
    status === STATUS_TOO_BIG ? 'message_too_big' : 'bad_input',
    'The request is not valid.',
  );
}

function isFastifyError(thrown: unknown): thrown is FastifyError {
  return thrown instanceof Error && 'statusCode' in thrown;
}

/** Browsers ask for HTML; the owner's link is for people, whoever opens it. */
function wantsPage({ headers, url }: FastifyRequest): boolean {
  if (url.startsWith('/api/')) return false;
  return url.startsWith('/claim/') || (headers.accept ?? '').includes('text/html');
}

function titleFor(status: number): string {
  if (status === 404) return 'Not found';
  if (status === 429) return 'Too many requests';
  return status === 503 ? 'Not available now' : 'That did not work';
}
