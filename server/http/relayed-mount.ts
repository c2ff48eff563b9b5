/**
 * One mount, fetched once from Icecast and given to any number of listeners. Fetched while somebody listens; when it breaks while the
 * broadcast is wanted, the listeners stay and hear on as soon as it is back.
 */
import type { Codec } from '#protocol/state.ts';
import { StudioError } from '../errors.ts';
import { Closable } from '../lifecycle.ts';
import type { Log } from '../log.ts';
import { type AlignedBlock, type Aligner, createAligner, type Formats } from './aligner.ts';
import { RecentBlocks } from './recent-blocks.ts';
import type { RelayListener } from './relay-listener.ts';
import { Upstream } from './upstream.ts';

/** How long the mount is still fetched after the last listener, so that a page that reloads finds it flowing. */
const LINGER_MS = 5_000;
const RETRY_MS = 500;
/** How long listeners wait for a mount that broke. */
const WAIT_MAX_MS = 20_000;
/** Blocks that come closer together are sent as one: a listener costs a write each. Icecast's own come every 88 ms, so this halves the writes. */
const FLUSH_INTERVAL_MS = 200;
/** About a second and a half: enough for a player to start, little enough to stay near live. */
const BURST_BYTES: Record<Codec, number> = { mp3: 24_000, opus: 18_000 };

export type RelayedMountOptions = {
  readonly url: URL;
  readonly codec: Codec;
  readonly formats: Formats;
  /** Whether the broadcast should be on, so that a broken mount is worth waiting for. */
  readonly isWanted: () => boolean;
  readonly log: Log;
};

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting'; readonly opened: PromiseWithResolvers<void> }
  | { readonly kind: 'flowing'; readonly upstream: Upstream }
  | { readonly kind: 'waiting'; readonly sinceMs: number };

export class RelayedMount extends Closable {
  readonly #options: RelayedMountOptions;
  readonly #listeners = new Set<RelayListener>();
  readonly #recent: RecentBlocks;
  #state: State = { kind: 'idle' };
  #aligner: Aligner;
  #headers: Buffer[] = [];
  #unsent: Buffer[] = [];
  #flushedAtMs = Number.NEGATIVE_INFINITY;
  #flushTimer: NodeJS.Timeout | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: RelayedMountOptions) {
    super();
    this.#options = options;
    this.#recent = new RecentBlocks(BURST_BYTES[options.codec]);
    this.#aligner = createAligner(options.codec, options.formats);
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  /** Whether Icecast counts this relay among its listeners. */
  get holdsConnection(): boolean {
    return this.#state.kind === 'flowing';
  }

  /** Resolves when the mount flows. Throws `not_found` when it is not on air. */
  async ready(): Promise<void> {
    switch (this.#state.kind) {
      case 'flowing':
        return;
      case 'connecting':
        return this.#state.opened.promise;
      case 'waiting':
        throw notOnAir();
      case 'idle': {
        const opened = Promise.withResolvers<void>();
        this.#state = { kind: 'connecting', opened };
        this.#connect();
        return opened.promise;
      }
    }
  }

  /** Gives `listener` the headers, the last moments, and everything from now on. */
  add(listener: RelayListener): void {
    this.#stopTimer();
    this.#listeners.add(this.own(listener));
    listener.onClosed(() => {
      this.#listeners.delete(listener);
      this.#lingerIfAlone();
    });
    const begin = Buffer.concat([...this.#headers, this.#recent.all()]);
    if (begin.length > 0) listener.send(begin);
  }

  protected override onClose(): void {
    this.#stopTimer();
    this.#stopFlushTimer();
    if (this.#state.kind === 'connecting') this.#state.opened.reject(notOnAir());
    this.#state = { kind: 'idle' };
  }

  #connect(): void {
    this.#aligner = createAligner(this.#options.codec, this.#options.formats);
    const upstream: Upstream = this.own(
      new Upstream({
        url: this.#options.url,
        onOpen: () => this.#opened(upstream),
        onBytes: (chunk) => this.#receive(chunk),
        onEnd: (why) => this.#ended(why),
      }),
    );
  }

  #opened(upstream: Upstream): void {
    const before = this.#state;
    this.#state = { kind: 'flowing', upstream };
    if (before.kind === 'connecting') before.opened.resolve();
    this.#lingerIfAlone();
  }

  #ended(why: string): void {
    this.#options.log.debug({ mount: this.#options.url.pathname, why }, 'relayed mount ended');
    const before = this.#state;
    this.#flush();
    this.#forget();
    if (before.kind === 'connecting') {
      this.#state = { kind: 'idle' };
      before.opened.reject(notOnAir());
      return;
    }
    const sinceMs = before.kind === 'waiting' ? before.sinceMs : performance.now();
    const worthIt = this.#listeners.size > 0 && this.#options.isWanted();
    if (worthIt && performance.now() - sinceMs < WAIT_MAX_MS) {
      this.#state = { kind: 'waiting', sinceMs };
      this.#stopTimer();
      this.#timer = setTimeout(() => this.#connect(), RETRY_MS);
    } else this.#letGo(why);
  }

  /** Nobody can be served any more. */
  #letGo(why: string): void {
    this.#stopTimer();
    this.#state = { kind: 'idle' };
    for (const listener of [...this.#listeners]) listener.close(why);
  }

  #lingerIfAlone(): void {
    if (this.#listeners.size > 0 || this.#state.kind === 'idle' || this.#state.kind === 'connecting') return;
    this.#stopTimer();
    this.#timer = setTimeout(() => {
      if (this.#state.kind === 'flowing') this.#state.upstream.close('nobody listens');
      this.#forget();
      this.#state = { kind: 'idle' };
    }, LINGER_MS);
  }

  #receive(chunk: Buffer): void {
    for (const block of this.#aligner.push(chunk)) this.#take(block);
  }

  #take({ bytes, startsOver, isHeader }: AlignedBlock): void {
    if (startsOver) {
      this.#flush();
      this.#forget();
    }
    if (isHeader) {
      this.#headers.push(bytes);
      for (const listener of [...this.#listeners]) listener.send(bytes);
      return;
    }
    this.#unsent.push(bytes);
    if (this.#flushTimer !== null) return;
    const waitMs = this.#flushedAtMs + FLUSH_INTERVAL_MS - performance.now();
    if (waitMs <= 0) this.#flush();
    else this.#flushTimer = setTimeout(() => this.#flush(), waitMs);
  }

  #flush(): void {
    this.#stopFlushTimer();
    this.#flushedAtMs = performance.now();
    if (this.#unsent.length === 0) return;
    for (const block of this.#unsent) this.#recent.push(block);
    const together = Buffer.concat(this.#unsent);
    this.#unsent = [];
    for (const listener of [...this.#listeners]) listener.send(together);
  }

  #forget(): void {
    this.#stopFlushTimer();
    this.#unsent = [];
    this.#headers = [];
    this.#recent.clear();
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #stopFlushTimer(): void {
    if (this.#flushTimer !== null) clearTimeout(this.#flushTimer);
    this.#flushTimer = null;
  }
}

function notOnAir(): StudioError {
  return new StudioError('not_found', 'This show is not on air.');
}
