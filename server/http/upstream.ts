/** One connection of the relay to a mount on Icecast: says when it flows, what comes, and why it ended. */
import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import { Closable } from '../lifecycle.ts';

/** A mount that says nothing for so long is as good as gone. */
const SILENCE_MAX_MS = 8_000;
const USER_AGENT = 'OpenStudio-Relay';
const STATUS_OK = 200;

export type UpstreamOptions = {
  readonly url: URL;
  /** Icecast sends the mount: everything from now on is audio. */
  readonly onOpen: () => void;
  readonly onBytes: (chunk: Buffer) => void;
  /** Called once, whether it ever flowed or not; not after `close`. */
  readonly onEnd: (why: string) => void;
};

export class Upstream extends Closable {
  readonly #options: UpstreamOptions;
  readonly #request: ClientRequest;

  constructor(options: UpstreamOptions) {
    super();
    this.#options = options;
    this.#request = get(options.url, {
      agent: false,
      headers: { 'User-Agent': USER_AGENT, Connection: 'close' },
      timeout: SILENCE_MAX_MS,
    });
    this.#request.on('response', (response) => this.#receive(response));
    this.#request.on('timeout', () => this.#end('silent'));
    this.#request.on('error', (error) => this.#end(error.message));
  }

  protected override onClose(): void {
    this.#request.destroy();
  }

  #receive(response: IncomingMessage): void {
    if (response.statusCode !== STATUS_OK) {
      this.#end(`status ${response.statusCode}`);
      return;
    }
    this.#options.onOpen();
    response.on('data', this.#options.onBytes);
    response.on('error', (error) => this.#end(error.message));
    response.on('close', () => this.#end('closed'));
  }

  #end(why: string): void {
    if (this.closed) return;
    this.close(why);
    this.#options.onEnd(why);
  }
}
