/** The files that this browser is uploading to the soundboard, by the place that they go to. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { NAME_MAX_LENGTH } from '#protocol/limits.ts';
import { PADS_MAX, type PadPlace, SOUND_BYTES_MAX } from '#protocol/pads.ts';
import type { RoomState } from '#protocol/state.ts';
import { sendCart } from '../connection/cart-upload.ts';
import { CommandError } from '../connection/command-error.ts';
import { errorSentence } from '../texts/error-texts.ts';
import { TEXTS } from '../texts/texts.ts';

/** `share` of the file is on the server, 0 to 1; at 1 it is being decoded. */
export type Upload = { readonly name: string; readonly share: number };

type Ask = (input: {
  place: PadPlace;
  name: string;
  bytes: number;
}) => Promise<{ readonly url: string; readonly pieceBytes: number } | null>;

export class SoundUploads {
  readonly store: StoreApi<ReadonlyMap<PadPlace, Upload>> = createStore(() => new Map());
  readonly #ask: Ask;
  readonly #notify: (text: string) => void;
  readonly #cancels = new Map<PadPlace, AbortController>();

  /** `ask` answers null when it was refused and the person has been told. */
  constructor(ask: Ask, notify: (text: string) => void) {
    this.#ask = ask;
    this.#notify = notify;
  }

  /** Sends the files to `place` and to the free places behind it. What does not fit is said. */
  add(files: readonly File[], place: PadPlace, pads: RoomState['pads']): void {
    const [first, ...others] = files;
    if (first === undefined) return;
    void this.#send(first, place);
    const free = freePlaces(pads).filter((each) => each !== place && !this.#cancels.has(each));
    for (const [index, file] of others.entries()) {
      const next = free[index];
      if (next !== undefined) void this.#send(file, next);
    }
    if (others.length > free.length) this.#notify(TEXTS.soundboard.noPlace(others.length - free.length));
  }

  cancel(place: PadPlace): void {
    this.#cancels.get(place)?.abort();
  }

  async #send(file: File, place: PadPlace): Promise<void> {
    if (this.#cancels.has(place)) return;
    const name = soundName(file.name);
    const cancel = new AbortController();
    this.#cancels.set(place, cancel);
    try {
      // Nothing of a file that is too large is sent for nothing.
      if (file.size > SOUND_BYTES_MAX) throw new CommandError('sound_too_big');
      this.#show(place, { name, share: 0 });
      const way = await this.#ask({ place, name, bytes: file.size });
      if (way === null) return;
      await sendCart({
        file,
        ...way,
        onProgress: (bytes) => this.#show(place, { name, share: bytes / file.size }),
        signal: cancel.signal,
      });
    } catch (error) {
      if (cancel.signal.aborted) return;
      const code = error instanceof CommandError ? error.code : 'connection_lost';
      this.#notify(TEXTS.soundboard.refused(name, errorSentence(code)));
    } finally {
      this.#cancels.delete(place);
      this.#show(place, null);
    }
  }

  #show(place: PadPlace, upload: Upload | null): void {
    const uploads = new Map(this.store.getState());
    if (upload === null) uploads.delete(place);
    else uploads.set(place, upload);
    this.store.setState(uploads, true);
  }
}

function freePlaces(pads: RoomState['pads']): number[] {
  const taken = new Set(Object.values(pads).map(({ place }) => place));
  return Array.from({ length: PADS_MAX }, (_, place) => place).filter((place) => !taken.has(place));
}

/** What a file is called without its ending, as far as a name may have it. */
export function soundName(fileName: string): string {
  const bare = fileName
    .replace(/\.[^.]{1,5}$/, '')
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, NAME_MAX_LENGTH)
    .trim();
  return bare === '' ? TEXTS.soundboard.unnamed : bare;
}
