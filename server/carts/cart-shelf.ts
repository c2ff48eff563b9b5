/** The decoded sounds of all shows on the disk: where each one is, how it gets there, and how it goes. Knows no room and no pads. */
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ShowSlug, SoundId } from '#protocol/ids.ts';

const FOLDER = 'carts';
/** What is not decoded yet. Emptied at the start. */
const INCOMING = 'incoming';
const OWNER_ONLY = 0o700;
const ENDING = '.pcm';

/** File names are made of ids of our own alone. */
export class CartShelf {
  readonly #root: string;

  private constructor(root: string) {
    this.#root = root;
  }

  /** Makes the folders, and removes what uploads left that a crash has ended. */
  static async open(dataDir: string): Promise<CartShelf> {
    const root = path.join(dataDir, FOLDER);
    await rm(path.join(root, INCOMING), { recursive: true, force: true });
    await mkdir(path.join(root, INCOMING), { recursive: true, mode: OWNER_ONLY });
    return new CartShelf(root);
  }

  /** Where the bytes of an upload are put together. */
  incomingFile(id: SoundId): string {
    return path.join(this.#root, INCOMING, id);
  }

  /** Where it is decoded to. */
  decodedFile(id: SoundId): string {
    return path.join(this.#root, INCOMING, `${id}${ENDING}`);
  }

  soundFile(show: ShowSlug, id: SoundId): string {
    return path.join(this.#root, show, `${id}${ENDING}`);
  }

  /** A decoded sound becomes the show's. */
  async adopt(show: ShowSlug, id: SoundId): Promise<void> {
    await mkdir(path.join(this.#root, show), { recursive: true, mode: OWNER_ONLY });
    await rename(this.decodedFile(id), this.soundFile(show, id));
  }

  /** Forgets what is left of an upload. */
  async discard(id: SoundId): Promise<void> {
    await Promise.all([this.incomingFile(id), this.decodedFile(id)].map((file) => rm(file, { force: true })));
  }

  async remove(show: ShowSlug, id: SoundId): Promise<void> {
    await rm(this.soundFile(show, id), { force: true });
  }

  /** Removes every sound of a show that nobody knows any more. */
  async keepOnly(show: ShowSlug, known: ReadonlySet<string>): Promise<void> {
    const folder = path.join(this.#root, show);
    const names = await readdir(folder).catch(() => []);
    const unknown = names.filter(
      (name) => name.endsWith(ENDING) && !known.has(name.slice(0, -ENDING.length)),
    );
    await Promise.all(unknown.map((name) => rm(path.join(folder, name), { force: true })));
  }
}
