/** What the pages ask over HTTP before they open a socket. */
import * as z from 'zod/mini';
import { ERROR_CODES, type ErrorCode } from '#protocol/error-codes.ts';
import { showSlug } from '#protocol/ids.ts';
import { iceServer, opaqueParameters, transportOptions } from '#protocol/media.ts';
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

const networkTest = z.object({
  id: z.string(),
  routerRtpCapabilities: opaqueParameters,
  direct: transportOptions,
  relay: transportOptions,
  iceServers: z.array(iceServer),
});

const failure = z.object({ error: z.object({ code: z.string() }) });

export type Visit = z.infer<typeof visit>;
export type Invite = z.infer<typeof invite>;
/** Throw-away transports; they end by themselves after a while. */
export type NetworkTest = z.infer<typeof networkTest>;

/** Whether this browser carries the owner's cookie, and for which shows. Throws CommandError. */
export function fetchVisit(): Promise<Visit> {
  return fetchJson('/api/session', visit);
}

/** What an invite link is for. Throws CommandError; `invite_invalid` when it has run out. */
export function fetchInvite(token: string): Promise<Invite> {
  return fetchJson(`/api/invites/${encodeURIComponent(token)}`, invite);
}

/** Opens a network test for who has this invite, or without one for the owner. Throws CommandError. */
export function openNetworkTest(inviteToken: string | null): Promise<NetworkTest> {
  return fetchJson(
    '/api/network-tests',
    networkTest,
    post(inviteToken === null ? {} : { invite: inviteToken }),
  );
}

/** Throws CommandError when the server did not take it. */
export async function connectNetworkTest(
  id: string,
  transportId: string,
  dtlsParameters: object,
): Promise<void> {
  const request = post({ transportId, dtlsParameters });
  const response = await fetch(`/api/network-tests/${id}/connect`, request).catch(() => null);
  if (response?.ok !== true) throw new CommandError('connection_lost');
}

export function endNetworkTest(id: string): void {
  // It ends by itself as well.
  fetch(`/api/network-tests/${id}`, { method: 'DELETE' }).catch(() => {});
}

function post(body: object): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function fetchJson<Schema extends z.ZodMiniType>(
  path: string,
  schema: Schema,
  request: RequestInit = {},
): Promise<z.output<Schema>> {
  const body = await fetchBody(path, request);
  const parsed = z.safeParse(schema, body.value);
  if (body.ok && parsed.success) return parsed.data;
  throw new CommandError(body.ok ? 'unreadable_reply' : failureCode(body.value));
}

async function fetchBody(path: string, request: RequestInit): Promise<{ ok: boolean; value: unknown }> {
  try {
    const response = await fetch(path, {
      ...request,
      headers: { accept: 'application/json', ...request.headers },
    });
    return { ok: response.ok, value: await response.json() };
  } catch {
    throw new CommandError('connection_lost');
  }
}

/** The code of an answer that refuses. */
export function failureCode(body: unknown): CommandErrorCode {
  const parsed = z.safeParse(failure, body);
  return parsed.success && isErrorCode(parsed.data.error.code) ? parsed.data.error.code : 'unreadable_reply';
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}
