/** What is kept of a show's soundboard, as it stands in the database. The sounds themselves are files. */
import * as z from 'zod/mini';
import { padId, participantId, soundId, stripId } from '#protocol/ids.ts';
import { PAD_COLOURS, padPlace } from '#protocol/pads.ts';
import { processingChoice } from '#protocol/processing.ts';

const pad = z.object({
  id: padId,
  place: padPlace,
  name: z.string(),
  colour: z.enum(PAD_COLOURS),
  hotkey: z.nullable(z.string()),
  gainDb: z.number(),
  loop: z.boolean(),
  group: z.nullable(z.number()),
  fadeOutMs: z.number(),
  soundId,
  frames: z.number(),
});

const strip = z.object({
  id: stripId,
  participantId,
  on: z.boolean(),
  muted: z.boolean(),
  faderDb: z.number(),
  pan: z.number(),
  processing: processingChoice,
  source: z.exactOptional(z.enum(['carts', 'music'])),
});

const record = z.object({
  pads: z.readonly(z.array(pad)),
  strips: z.object({ carts: z.exactOptional(strip), music: z.exactOptional(strip) }),
  musicSinceMs: z.nullable(z.number()),
});

const soundboardRow = z.object({ soundboard: z.string() });

export type SoundboardRecord = z.output<typeof record>;

export const NO_SOUNDS: SoundboardRecord = { pads: [], strips: {}, musicSinceMs: null };

/** Null for a row that this version cannot read. */
export function readSoundboard(row: unknown): SoundboardRecord | null {
  const parsed = record.safeParse(JSON.parse(soundboardRow.parse(row).soundboard));
  return parsed.success ? parsed.data : null;
}
