/** How many people listen to each mount of a show, whichever way they come. Pure. */
import type { ShowSlug } from '#protocol/ids.ts';
import type { Codec } from '#protocol/state.ts';
import { MOUNT_CODECS, mountName } from './icecast/mount-names.ts';
import type { MountStats } from './icecast/mount-stats.ts';
import type { ListenerCounts } from './program/program-ports.ts';

/** Who listens by way of the relay, and whether the relay itself is one of the listeners that Icecast counts. */
export type RelayAudience = {
  listenerCount(mount: { show: ShowSlug; codec: Codec }): number;
  holdsConnection(mount: { show: ShowSlug; codec: Codec }): boolean;
};

/** Icecast counts our own probe too, and the relay's one connection where the relay's listeners should be. */
export function countListeners(
  slug: ShowSlug,
  mounts: ReadonlyMap<string, MountStats>,
  relay: RelayAudience,
): ListenerCounts {
  return Object.fromEntries(
    MOUNT_CODECS.map((codec) => {
      const name = mountName(slug, codec);
      const counted = mounts.get(name)?.listeners ?? null;
      if (counted === null) return [name, null];
      const key = { show: slug, codec };
      const ours = 1 + (relay.holdsConnection(key) ? 1 : 0);
      return [name, Math.max(0, counted - ours) + relay.listenerCount(key)];
    }),
  );
}
