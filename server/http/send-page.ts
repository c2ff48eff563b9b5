/** Sends one of the built pages, with values written into it. */
import { readFile } from 'node:fs/promises';
import type { FastifyReply } from 'fastify';
import { StudioError } from '../errors.ts';
import { escapeHtml } from './escape-html.ts';
import { sentencePage } from './plain-page.ts';

const NOT_BUILT_STATUS = 503;

/** Sends a page with each key of `values` replaced by its value as text. */
export async function sendPage(
  reply: FastifyReply,
  file: string,
  values: Readonly<Record<string, string>> = {},
): Promise<FastifyReply> {
  reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache');
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
