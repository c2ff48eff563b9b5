/** The two questions the pages ask over HTTP before they open a socket. */
import * as z from 'zod/mini';
import { ERROR_CODES, type ErrorCode } from '#protocol/error-codes.ts';
import { showSlug } from '#protocol/ids.ts';
import { role } from '#protocol/people.ts';
import { CommandError, type CommandErrorCode } from './command-error.ts';

const visit = z.object({
  owner: z.boolean(),
  shows: z.array(z.object({ slug: showSlug, name: z.string() })),
});

const invite = z.object({
  show: showSlug,
  showName: z.string(),
  role,
  expiresAtMs: z.number(),
});

const failure = z.object({ error: z.object({ code: z.string() }) });

export type Visit = z.infer<typeof visit>;
export type Invite = z.infer<typeof invite>;

/** Whether this browser carries the owner's cookie, and for which shows. Throws CommandError. */
export function fetchVisit(): Promise<Visit> {
  return fetchJson('/api/session', visit);
}

/** What an invite link is for. Throws CommandError; `invite_invalid` when it has run out. */
export function fetchInvite(token: string): Promise<Invite> {
  return fetchJson(`/api/invites/${encodeURIComponent(token)}`, invite);
}

async function fetchJson<Schema extends z.ZodMiniType>(
  path: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const body = await fetchBody(path);
  const parsed = z.safeParse(schema, body.value);
  if (body.ok && parsed.success) return parsed.data;
  throw new CommandError(body.ok ? 'unreadable_reply' : codeOf(body.value));
}

async function fetchBody(path: string): Promise<{ ok: boolean; value: unknown }> {
  try {
    const response = await fetch(path, { headers: { accept: 'application/json' } });
    return { ok: response.ok, value: await response.json() };
  } catch {
    throw new CommandError('connection_lost');
  }
}

function codeOf(body: unknown): CommandErrorCode {
  const parsed = z.safeParse(failure, body);
  return parsed.success && isErrorCode(parsed.data.error.code) ? parsed.data.error.code : 'unreadable_reply';
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}
