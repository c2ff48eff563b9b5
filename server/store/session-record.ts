/** What is kept of a room's session, as it stands in the database. */
import * as z from 'zod/mini';
import { participantId } from '#protocol/ids.ts';
import { role } from '#protocol/people.ts';

const record = z.object({
  chat: z.readonly(
    z.array(
      z.object({
        number: z.number(),
        participantId,
        name: z.string(),
        role,
        text: z.string(),
        atMs: z.number(),
      }),
    ),
  ),
  removed: z.object({ links: z.readonly(z.array(z.string())), browsers: z.readonly(z.array(z.string())) }),
});

const sessionRow = z.object({ session: z.string() });

export type SessionRecord = z.output<typeof record>;

/** A row that this version cannot read is as good as none: a room must open. */
export function readSession(row: unknown): SessionRecord | null {
  const parsed = record.safeParse(JSON.parse(sessionRow.parse(row).session));
  return parsed.success ? parsed.data : null;
}
