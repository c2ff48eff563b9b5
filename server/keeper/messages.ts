/** What the keeper and the server say to each other over IPC. Both are ours; the shapes are checked so that a slip in one cannot end the other. */
import * as z from 'zod/mini';

const mountPlan = z.object({ name: z.string(), codec: z.enum(['mp3', 'opus']) });

const standbyPlan = z.object({
  mounts: z.readonly(z.array(mountPlan)),
  title: z.string(),
  showName: z.string(),
  showUrl: z.string(),
});

const fromServer = z.discriminatedUnion('kind', [
  /** A sign of life, every BEAT_INTERVAL_MS. */
  z.object({ kind: z.literal('beat') }),
  /** The studio can be used. `wanted` are the shows whose broadcast this server takes up. */
  z.object({ kind: z.literal('ready'), ownerLink: z.string(), wanted: z.array(z.string()) }),
  /** It cannot start, and ends; `text` says why to a person. */
  z.object({ kind: z.literal('failed'), text: z.string() }),
  z.object({ kind: z.literal('hold'), show: z.string(), plan: standbyPlan }),
  /** Answered with `released` and the same number. */
  z.object({ kind: z.literal('release'), show: z.string(), request: z.number() }),
]);

const fromKeeper = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('released'), request: z.number() }),
  /** Leave the air, say goodbye and end. */
  z.object({ kind: z.literal('stop'), reason: z.string() }),
]);

export type ServerSays = z.output<typeof fromServer>;
export type KeeperSays = z.output<typeof fromKeeper>;

/** How often a server that is well says so. */
export const BEAT_INTERVAL_MS = 200;

/** A message of the server, or null for what is none. */
export function readServerMessage(message: unknown): ServerSays | null {
  return fromServer.safeParse(message).data ?? null;
}

/** A message of the keeper, or null for what is none. */
export function readKeeperMessage(message: unknown): KeeperSays | null {
  return fromKeeper.safeParse(message).data ?? null;
}
