/** What the console remembers beyond the process: scenes, the loudness target, and whether the bed plays instead of the program. */
import type { ParticipantEntry, SceneEntry, StripEntry } from '#protocol/state.ts';

/** A strip in a scene, with the person whose it was: who comes back under the same name is the same to a scene. */
export type SceneStrip = Pick<
  StripEntry,
  'participantId' | 'on' | 'muted' | 'faderDb' | 'pan' | 'processing'
> &
  Pick<ParticipantEntry, 'name'>;

export type Scene = SceneEntry & { readonly targetLufs: number; readonly strips: readonly SceneStrip[] };

export type ConsoleMemory = {
  readonly scenes: readonly Scene[];
  readonly targetLufs: number;
  readonly panic: boolean;
};
