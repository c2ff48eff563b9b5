/** What belongs to one sitting of a room and to no person in it: what was written, and who was removed. */
import type { ChatEntry } from '#protocol/people.ts';

/** `removed`: the links and browsers that `Expelled` knows them by. */
export type SittingMemory = {
  readonly chat: readonly ChatEntry[];
  readonly removed: { readonly links: readonly string[]; readonly browsers: readonly string[] };
};

export const NEW_SITTING: SittingMemory = { chat: [], removed: { links: [], browsers: [] } };
