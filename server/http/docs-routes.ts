/** The API document: OpenAPI for programs, a table for people. Both come from the routes themselves. */
import fastifySwagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { escapeHtml } from './escape-html.ts';
import { plainPage } from './plain-page.ts';

/** Must be called before the routes that it documents. */
export async function documentRoutes(app: FastifyInstance, version: string): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: { openapi: '3.1.0', info: { title: 'OpenStudio', version } },
  });
}

export function docsRoutes(app: FastifyInstance): void {
  app.get('/api/docs/openapi.json', { schema: { hide: true } }, async () => app.swagger());

  app.get('/api/docs', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .send(plainPage({ title: 'OpenStudio HTTP API', body: tableOf(app) })),
  );
}

function tableOf(app: FastifyInstance): string {
  const rows = Object.entries(app.swagger().paths ?? {}).flatMap(([path, operations]) =>
    Object.entries(operations ?? {}).map(([method, operation]) => {
      const summary = hasSummary(operation) ? operation.summary : '';
      return `<tr><td><code>${method.toUpperCase()} ${escapeHtml(path)}</code></td><td>${escapeHtml(summary)}</td></tr>`;
    }),
  );
  return `<p>As <a href="/api/docs/openapi.json">OpenAPI</a>. The studio itself speaks over the WebSocket at <code>/ws</code>.</p>
<table><thead><tr><th>Request</th><th>Answer</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function hasSummary(operation: unknown): operation is { readonly summary: string } {
  return typeof operation === 'object' && operation !== null && 'summary' in operation;
}
