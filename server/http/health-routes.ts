/** Whether the process runs, whether it can accept shows, and its figures. */
import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics.ts';
import { healthSchema, readinessSchema } from './api-schemas.ts';
import type { HealthCheck } from './http-options.ts';

const CHECK_TIMEOUT_MS = 2_000;

export type HealthOptions = { readonly checks: readonly HealthCheck[]; readonly metrics: Metrics };

type Result = { readonly name: string; readonly critical: boolean; readonly ok: boolean };

export function healthRoutes(app: FastifyInstance, { checks, metrics }: HealthOptions): void {
  app.get(
    '/healthz',
    { schema: { summary: 'The process runs.', response: { 200: healthSchema } } },
    async () => ({ status: 'ok' }),
  );

  app.get(
    '/readyz',
    {
      schema: {
        summary: 'Whether shows can be accepted; `degraded` still can.',
        response: { 200: readinessSchema, 503: readinessSchema },
      },
    },
    async (_request, reply) => {
      const results = await Promise.all(checks.map(ask));
      const status = verdict(results);
      return reply.code(status === 'not_ready' ? 503 : 200).send({ status, checks: results });
    },
  );

  app.get('/metrics', { schema: { summary: 'Figures for Prometheus.' } }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.scrape()),
  );
}

function verdict(results: readonly Result[]): 'ready' | 'degraded' | 'not_ready' {
  const unwell = results.filter(({ ok }) => !ok);
  if (unwell.length === 0) return 'ready';
  return unwell.some(({ critical }) => critical) ? 'not_ready' : 'degraded';
}

async function ask({ name, critical, isWell }: HealthCheck): Promise<Result> {
  const { promise: tooLate, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), CHECK_TIMEOUT_MS);
  try {
    return { name, critical, ok: await Promise.race([isWell(), tooLate]) };
  } catch {
    return { name, critical, ok: false };
  } finally {
    clearTimeout(timer);
  }
}
