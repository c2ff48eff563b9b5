/** The uploads that are under way, each behind a secret of its own that somebody at the console was given. */
import type { ShowSlug } from '#protocol/ids.ts';
import { StudioError } from '../errors.ts';
import { newToken } from '../ids.ts';
import { Closable } from '../lifecycle.ts';
import type { CartShelf } from './cart-shelf.ts';
import { CartUpload, type Uploaded } from './cart-upload.ts';

/** At a time, all shows together: what is on its way takes 2 GiB of the disk at most. */
const UPLOADS_MAX = 16;
/** Of one show: a file for every pad and the music bed, so that no show keeps all others from it. */
const SHOW_UPLOADS_MAX = 13;

export type CartIntakeOptions = { readonly shelf: CartShelf; readonly ffmpegPath: string };

export type ExpectedUpload = {
  readonly show: ShowSlug;
  readonly bytes: number;
  readonly onSound: (sound: Uploaded) => string;
};

export class CartIntake extends Closable {
  readonly #options: CartIntakeOptions;
  readonly #uploads = new Map<string, CartUpload>();
  /** One file is decoded after the other: the cores belong to those who are on air. */
  #decoding: Promise<unknown> = Promise.resolve();

  constructor(options: CartIntakeOptions) {
    super();
    this.#options = options;
  }

  /** Waits for a file of so many bytes; answers with the secret that it comes with. Throws `upload_busy`. */
  expect(upload: ExpectedUpload): string {
    const ofShow = [...this.#uploads.values()].filter(({ show }) => show === upload.show).length;
    if (this.#uploads.size >= UPLOADS_MAX || ofShow >= SHOW_UPLOADS_MAX) throw new StudioError('upload_busy');
    const token = newToken();
    const opened = this.own(
      new CartUpload({ ...this.#options, ...upload, decoding: (decode) => this.#inTurn(decode) }),
    );
    this.#uploads.set(token, opened);
    opened.onClosed(() => this.#uploads.delete(token));
    return token;
  }

  /** Throws `upload_invalid` when nobody waits for it. */
  take(token: string, offset: number, piece: Uint8Array): Promise<number> {
    return this.#upload(token).take(offset, piece);
  }

  finish(token: string): Promise<string> {
    return this.#upload(token).finish();
  }

  /** The browser has given up. */
  cancel(token: string): void {
    this.#uploads.get(token)?.close('cancelled');
  }

  #upload(token: string): CartUpload {
    const upload = this.#uploads.get(token);
    if (upload === undefined) throw new StudioError('upload_invalid');
    return upload;
  }

  #inTurn<T>(decode: () => Promise<T>): Promise<T> {
    const turn = this.#decoding.then(decode, decode);
    this.#decoding = turn.catch(() => {});
    return turn;
  }
}
