/** What a soundboard needs of the world: what was kept of it, and where its sounds are. Implemented by the app. */
import type { SoundId } from '#protocol/ids.ts';
import type { PadEntry, SoundSource } from '#protocol/pads.ts';
import type { StripEntry } from '#protocol/state.ts';

/** A pad with the sound on it, of so many frames at 48 kHz. */
export type KeptPad = Omit<PadEntry, 'playing' | 'durationMs'> & {
  readonly soundId: SoundId;
  readonly frames: number;
};

export type SoundboardMemory = {
  readonly pads: readonly KeptPad[];
  /** Strips that were there once, as they were left. */
  readonly strips: Partial<Readonly<Record<SoundSource, StripEntry>>>;
  /** When the music bed that plays began, in ms since the epoch; null while none does. */
  readonly musicSinceMs: number | null;
};

export const NO_SOUNDS: SoundboardMemory = { pads: [], strips: {}, musicSinceMs: null };

/** The sounds of one show on the disk, and the uploads that lead there. */
export type CartPort = {
  /** The file of raw PCM. */
  fileOf(id: SoundId): string;
  remove(id: SoundId): void;
  /** All others are of no use any more. */
  keepOnly(ids: ReadonlySet<SoundId>): void;
  /** Waits for a file of so many bytes; answers with the address to send it to. Throws `upload_busy`. */
  expect(upload: {
    readonly bytes: number;
    /** Answers with the pad that the sound is on. Throws when it is not wanted any more. */
    readonly onSound: (sound: { readonly id: SoundId; readonly frames: number }) => string;
  }): string;
};
