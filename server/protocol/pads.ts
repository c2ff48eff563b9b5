/** The soundboard as browsers see it: carts on pads, one music bed, and what may be changed about them. Plain readonly data. */
import * as z from 'zod/mini';
import { personName } from './command-row.ts';
import { type PadId, type ProducerId, participantId, stripId } from './ids.ts';

/** How many carts a show has. The music bed comes on top. */
export const PADS_MAX = 12;
/** Of one file as it is uploaded. */
export const SOUND_BYTES_MAX = 128 * 1024 * 1024;
/** Of one sound, and of all sounds of a show together. */
export const SOUND_SECONDS_MAX = 20 * 60;
export const SHOW_SOUND_SECONDS_MAX = 60 * 60;
/** A file is sent in pieces of this size, so that no single request takes long on a slow line. */
export const UPLOAD_PIECE_BYTES = 512 * 1024;
export const PAD_GROUPS_MAX = 4;

/** The two strips that are nobody's: they exist while there is something to play on them. */
export const SOUND_STRIPS = {
  carts: { id: stripId.parse('carts'), participantId: participantId.parse('carts') },
  music: { id: stripId.parse('music'), participantId: participantId.parse('music') },
} as const;

/** Whose voice carts and music bed are to a browser: nobody in the room has this id. */
export const SOUNDBOARD_VOICE = participantId.parse('soundboard');

export type SoundSource = keyof typeof SOUND_STRIPS;

/** A cart's place, counted from 0, or the music bed. */
export const padPlace = z.union([z.int().check(z.gte(0), z.lte(PADS_MAX - 1)), z.literal('music')]);

export type PadPlace = z.infer<typeof padPlace>;

export const PAD_COLOURS = ['blue', 'teal', 'green', 'yellow', 'orange', 'red', 'pink', 'violet'] as const;

export type PadColour = (typeof PAD_COLOURS)[number];

/** Letters that mean something else in the studio are not among them. */
export const PAD_KEYS = [...'qwerzuipasdfghjklyxbn'];

/** The ranges of a pad's numbers and the steps of their controls. */
export const PAD_RANGES = {
  gainDb: { min: -30, max: 12, step: 0.5 },
  fadeOutMs: { min: 0, max: 10_000, step: 100 },
} as const;

const within = ({ min, max }: { readonly min: number; readonly max: number }) =>
  z.number().check(z.gte(min), z.lte(max));

/** A change of a pad; what is not named stays. */
export const padChange = z.strictObject({
  name: z.optional(personName),
  colour: z.optional(z.enum(PAD_COLOURS)),
  hotkey: z.optional(z.nullable(z.enum(PAD_KEYS))),
  gainDb: z.optional(within(PAD_RANGES.gainDb)),
  loop: z.optional(z.boolean()),
  group: z.optional(z.nullable(z.int().check(z.gte(1), z.lte(PAD_GROUPS_MAX)))),
  fadeOutMs: z.optional(within(PAD_RANGES.fadeOutMs)),
});

export type PadChange = z.output<typeof padChange>;

/** How far a pad is, in ms since the epoch by the server's clock. A loop has no end. `stopping`: it fades out. */
export type PadPlaying = {
  readonly startedAtMs: number;
  readonly endsAtMs: number | null;
  readonly stopping: boolean;
};

/** A sound in its place. `group`: a pad that starts ends all others of its group. */
export type PadEntry = {
  readonly id: PadId;
  readonly place: PadPlace;
  readonly name: string;
  readonly colour: PadColour;
  readonly hotkey: string | null;
  readonly gainDb: number;
  readonly loop: boolean;
  readonly group: number | null;
  readonly fadeOutMs: number;
  readonly durationMs: number;
  readonly playing: PadPlaying | null;
};

/** What everybody in the room hears carts and music bed through; null while there are none, or while media is being rebuilt. */
export type SoundboardEntry = { readonly producerId: ProducerId | null };

/** Which strip a pad plays on. */
export function sourceOf(place: PadPlace): SoundSource {
  return place === 'music' ? 'music' : 'carts';
}
