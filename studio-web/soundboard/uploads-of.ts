/** The uploads of a visit. Only who has a soundboard loads them. */
import { SoundUploads } from '../store/sound-uploads.ts';
import type { Studio } from '../store/studio.ts';

const uploads = new WeakMap<Studio, SoundUploads>();

/** They go on while the soundboard is closed. */
export function uploadsOf(studio: Studio): SoundUploads {
  const known = uploads.get(studio);
  if (known !== undefined) return known;
  const fresh = new SoundUploads(
    (input) => studio.run('pad.upload', input),
    (text) => studio.notify(text),
  );
  uploads.set(studio, fresh);
  return fresh;
}
