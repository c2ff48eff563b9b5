/** One listener of the relay: a response that never ends by itself. Cut off when it falls too far behind. */
import type { ServerResponse } from 'node:http';
import { Closable, type CloseReason } from '../lifecycle.ts';
import { IcyInterleaver } from './icy-metadata.ts';

/** About 16 seconds of MP3 at 128 kbit/s, on top of what the kernel holds. */
const BACKLOG_MAX_BYTES = 256 * 1024;

export type RelayListenerOptions = {
  /** Its head is written already. */
  readonly response: ServerResponse;
  /** What is playing, for listeners that asked for titles; null for the others. */
  readonly title: (() => string) | null;
  /** Called when this listener was cut off. */
  readonly onCut: () => void;
};

export class RelayListener extends Closable {
  readonly #options: RelayListenerOptions;
  readonly #interleaver = new IcyInterleaver();

  constructor(options: RelayListenerOptions) {
    super();
    this.#options = options;
    const { response } = options;
    response.on('close', () => this.close('gone'));
    response.on('error', () => this.close('broken'));
  }

  send(audio: Buffer): void {
    if (this.closed) return;
    const { response, title, onCut } = this.#options;
    response.write(title === null ? audio : this.#interleaver.weave(audio, title()));
    if (response.writableLength <= BACKLOG_MAX_BYTES) return;
    onCut();
    response.destroy();
    this.close('too slow');
  }

  protected override onClose(_reason: CloseReason): void {
    this.#options.response.end();
  }
}
