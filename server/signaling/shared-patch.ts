/** Makes a patch once for all the sessions of a room that go from one state to the same later one, as nearly all of them do. */
import type { PatchMessage } from '#protocol/messages.ts';
import { diffState } from '#protocol/patch.ts';
import type { RoomState } from '#protocol/state.ts';

/** A state and the version that it is. */
export type Versioned = { readonly state: RoomState; readonly version: number };

/** The newest patch from each state that some session still has, and the state it leads to. */
const patches = new WeakMap<RoomState, { readonly to: RoomState; readonly patch: PatchMessage }>();

/** The same object for the same two states, so that its text can be made once, too. */
export function sharedPatch(before: Versioned, after: Versioned): PatchMessage {
  const known = patches.get(before.state);
  if (known?.to === after.state && known.patch.to === after.version) return known.patch;
  const body = diffState(before.state, after.state) ?? {};
  const patch: PatchMessage = { type: 'patch', from: before.version, to: after.version, body };
  patches.set(before.state, { to: after.state, patch });
  return patch;
}
