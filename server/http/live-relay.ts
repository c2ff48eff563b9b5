/**
 * The mounts on our own origin: one connection to Icecast per mount, however many listen. Knows mounts, listeners and titles, not routes.
 */
import type { ServerResponse } from 'node:http';
import type { ShowSlug } from '#protocol/ids.ts';
import type { Codec } from '#protocol/state.ts';
import { StudioError } from '../errors.ts';
import { Closable } from '../lifecycle.ts';
import type { Log } from '../log.ts';
import type { Formats } from './aligner.ts';
import { RelayListener } from './relay-listener.ts';
import { RelayedMount } from './relayed-mount.ts';

export type LiveRelayOptions = {
  /** Where the relay reaches Icecast. */
  readonly icecastUrl: URL;
  readonly formats: Formats;
  /** Whether the broadcast of a show should be on. */
  readonly isWanted: (show: ShowSlug) => boolean;
  readonly titleOf: (show: ShowSlug) => string;
  readonly listenersMax: number;
  readonly onCut: () => void;
  readonly log: Log;
};

export type MountKey = { readonly show: ShowSlug; readonly codec: Codec };

export type ListenRequest = MountKey & {
  readonly response: ServerResponse;
  /** Status and headers; written when the mount flows. */
  readonly head: Readonly<Record<string, string>>;
  readonly wantsTitles: boolean;
};

/** Owns a relayed mount per mount that was ever asked for; shows are few, and asked for only when they exist. */
export class LiveRelay extends Closable {
  readonly #options: LiveRelayOptions;
  readonly #mounts = new Map<string, RelayedMount>();
  #joining = 0;

  constructor(options: LiveRelayOptions) {
    super();
    this.#options = options;
  }

  /** Listeners of one mount, or of all. */
  listenerCount(key?: MountKey): number {
    if (key !== undefined) return this.#mounts.get(nameOf(key))?.listenerCount ?? 0;
    return [...this.#mounts.values()].reduce((sum, mount) => sum + mount.listenerCount, 0);
  }

  /** Whether the relay itself is one of the listeners that Icecast counts on a mount. */
  holdsConnection(key: MountKey): boolean {
    return this.#mounts.get(nameOf(key))?.holdsConnection ?? false;
  }

  /** Resolves when the mount flows. Throws `not_found` when it is not on air. */
  async check(key: MountKey): Promise<void> {
    await this.#mount(key).ready();
  }

  /** Begins to send. Throws `not_found` when it is not on air and `too_many_listeners`; nothing is written then. */
  async listen({ show, codec, response, head, wantsTitles }: ListenRequest): Promise<void> {
    if (this.listenerCount() + this.#joining >= this.#options.listenersMax) {
      throw new StudioError('too_many_listeners');
    }
    const mount = this.#mount({ show, codec });
    this.#joining += 1;
    try {
      await mount.ready();
    } finally {
      this.#joining -= 1;
    }
    if (response.destroyed) return;
    // Neither a length nor chunks: the bytes go on until the connection ends, as players know it from Icecast.
    response.useChunkedEncodingByDefault = false;
    response.shouldKeepAlive = false;
    response.writeHead(200, head);
    response.flushHeaders();
    const title = wantsTitles ? () => this.#options.titleOf(show) : null;
    mount.add(new RelayListener({ response, title, onCut: this.#options.onCut }));
  }

  #mount(key: MountKey): RelayedMount {
    const name = nameOf(key);
    const known = this.#mounts.get(name);
    if (known !== undefined) return known;
    const { icecastUrl, formats, isWanted, log } = this.#options;
    const mount = this.own(
      new RelayedMount({
        url: new URL(`/${name}`, icecastUrl),
        codec: key.codec,
        formats,
        isWanted: () => isWanted(key.show),
        log,
      }),
    );
    this.#mounts.set(name, mount);
    return mount;
  }
}

function nameOf({ show, codec }: MountKey): string {
  return `${show}.${codec}`;
}
