/** What is kept of a show's console, as it stands in the database. */
import * as z from 'zod/mini';
import { participantId, sceneId } from '#protocol/ids.ts';
import { DEFAULT_TARGET_LUFS } from '#protocol/limits.ts';
import { processingChoice } from '#protocol/processing.ts';

const sceneStrip = z.object({
  name: z.string(),
  participantId,
  on: z.boolean(),
  muted: z.boolean(),
  faderDb: z.number(),
  pan: z.number(),
  processing: processingChoice,
});

const record = z.object({
  scenes: z.readonly(
    z.array(
      z.object({
        id: sceneId,
        name: z.string(),
        savedAtMs: z.number(),
        targetLufs: z.number(),
        strips: z.readonly(z.array(sceneStrip)),
      }),
    ),
  ),
  targetLufs: z.number(),
  panic: z.boolean(),
});

const consoleRow = z.object({ console: z.string() });

export type ConsoleRecord = z.output<typeof record>;

export const FRESH_CONSOLE: ConsoleRecord = { scenes: [], targetLufs: DEFAULT_TARGET_LUFS, panic: false };

/** A row that this version cannot read is as good as none: a show must open. */
export function readConsole(row: unknown): ConsoleRecord {
  const parsed = record.safeParse(JSON.parse(consoleRow.parse(row).console));
  return parsed.success ? parsed.data : FRESH_CONSOLE;
}
