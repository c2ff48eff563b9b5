/** What is kept of the sitting of a room, as it stands in the database. */
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

const sittingRow = z.object({ sitting: z.string() });

export type SittingRecord = z.output<typeof record>;

/** A row that this version cannot read is as good as none: a room must open. */
export function readSitting(row: unknown): SittingRecord | null {
  const parsed = record.safeParse(JSON.parse(sittingRow.parse(row).sitting));
  return parsed.success ? parsed.data : null;
}
