/** Chooses the flow of a mount by its codec. */
import type { Codec } from '#protocol/state.ts';
import type { MountFlow } from './mount-flow.ts';
import { Mp3Flow } from './mp3-flow.ts';
import { OpusFlow } from './opus-flow.ts';

/** The flow of a mount; `title` is the one it begins with. */
export function createMountFlow(codec: Codec, title: string): MountFlow {
  return codec === 'mp3' ? new Mp3Flow() : new OpusFlow({ title });
}
