/** How the mounts of a show are called, and which mount takes its listeners when one of them is gone. Pure. */
import type { Codec } from '#protocol/state.ts';

/** Every show has a mount of each; the first is the one for every player. */
export const MOUNT_CODECS: readonly Codec[] = ['mp3', 'opus'];

/** The mount of a show: `main.mp3`. */
export function mountName(show: string, codec: Codec): string {
  return `${show}.${codec}`;
}

/** The mount beside it that Icecast falls back to: `main-standby.mp3` for `main.mp3`. */
export function standbyName(mount: string): string {
  const dot = mount.lastIndexOf('.');
  return `${mount.slice(0, dot)}-standby${mount.slice(dot)}`;
}
