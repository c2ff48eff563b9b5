/** Keeps the title of one mount right through the admin interface: tries until Icecast took it, and again after every reconnect. */
import { type StudioError, toStudioError } from '../errors.ts';
import { Closable } from '../lifecycle.ts';
import type { AdminClient } from './admin-client.ts';
import { backoffMs } from './backoff.ts';

export type TitleSenderOptions = {
  readonly admin: Pick<AdminClient, 'setTitle'>;
  readonly mount: string;
  readonly title: string;
  /** A try failed; the first of a row is told. */
  readonly onFailed: (error: StudioError) => void;
};

export class TitleSender extends Closable {
  readonly #options: TitleSenderOptions;
  #title: string;
  #connected = false;
  #sending = false;
  /** Grows with everything that makes an earlier success worthless. */
  #wanted = 0;
  #sent = 0;

  constructor(options: TitleSenderOptions) {
    super();
    this.#options = options;
    this.#title = options.title;
  }

  setTitle(title: string): void {
    if (title === this.#title) return;
    this.#title = title;
    this.#wanted += 1;
    this.#wake();
  }

  /** The mount was accepted: Icecast knows no title of it. */
  connected(): void {
    this.#connected = true;
    this.#wanted += 1;
    this.#wake();
  }

  disconnected(): void {
    this.#connected = false;
  }

  #wake(): void {
    if (!this.#sending) void this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    this.#sending = true;
    try {
      let failures = 0;
      while (!this.closed && this.#connected && this.#sent !== this.#wanted) {
        failures = (await this.#send(failures)) ? 0 : failures + 1;
        if (failures > 0) await this.pause(backoffMs({ failures }));
      }
    } finally {
      this.#sending = false;
    }
  }

  async #send(failuresBefore: number): Promise<boolean> {
    const wanted = this.#wanted;
    try {
      await this.#options.admin.setTitle(this.#options.mount, this.#title);
      this.#sent = wanted;
      return true;
    } catch (error) {
      if (failuresBefore === 0 && !this.closed) this.#options.onFailed(toStudioError(error));
      return false;
    }
  }
}
