/** The shapes of the HTTP API, as JSON Schema: they write the replies and the API document. */

const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const timeMs = { type: 'integer', description: 'Milliseconds since the epoch.' } as const;

const object = <Properties extends Record<string, object>>(properties: Properties, description?: string) => ({
  type: 'object',
  ...(description !== undefined && { description }),
  properties,
  required: Object.keys(properties),
});

/** Every reply that is no success. */
export const errorSchema = {
  type: 'object',
  description: 'What went wrong. `reference` finds the log line of a fault of the server.',
  properties: {
    error: {
      type: 'object',
      properties: { code: text, message: text, reference: text },
      required: ['code', 'message'],
    },
  },
  required: ['error'],
};

export const inviteSchema = object({
  role: { type: 'string', enum: ['host', 'guest'] },
  show: text,
  showName: text,
  expiresAtMs: timeMs,
});

export const sessionSchema = object({
  owner: { type: 'boolean' },
  shows: { type: 'array', items: object({ slug: text, name: text }) },
});

export const showSchema = object({
  slug: text,
  name: text,
  phase: { type: 'string', enum: ['off', 'starting', 'live', 'recovering', 'stopping', 'failed'] },
  title: text,
  onAirSinceMs: { type: ['integer', 'null'], description: 'Milliseconds since the epoch.' },
  listeners: count,
  history: { type: 'array', items: object({ title: text, atMs: timeMs }) },
  mounts: {
    type: 'array',
    items: object({
      name: text,
      codec: { type: 'string', enum: ['mp3', 'opus'] },
      contentType: text,
      url: { type: 'string', description: 'On this origin.' },
      directUrl: { type: 'string', description: 'The mount on Icecast.' },
    }),
  },
});

export const healthSchema = object({ status: { type: 'string', enum: ['ok'] } });

export const readinessSchema = object({
  status: { type: 'string', enum: ['ready', 'degraded', 'not_ready'] },
  checks: {
    type: 'array',
    items: object({ name: text, ok: { type: 'boolean' }, critical: { type: 'boolean' } }),
  },
});

/** Path parameters, each a string. */
export const params = (...names: string[]) =>
  object(Object.fromEntries(names.map((name) => [name, { type: 'string', maxLength: 128 }])));
