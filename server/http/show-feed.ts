/** Tells listener pages what changes about a show, as server-sent events (WHATWG HTML, section 9.2). One look per second for all of them. */
import type { ServerResponse } from 'node:http';
import type { ShowSlug } from '#protocol/ids.ts';
import { StudioError } from '../errors.ts';
import { Closable } from '../lifecycle.ts';
import type { ShowSummary } from './show-summary.ts';

const LOOK_INTERVAL_MS = 1_000;
/** A comment now and then keeps proxies from closing a silent connection. */
const LOOKS_PER_KEEPALIVE = 15;
const RECONNECT_MS = 3_000;
/** A page that reads nothing is let go. */
const BACKLOG_MAX_BYTES = 64 * 1024;

type Reader = { readonly show: ShowSlug; sent: string };

export class ShowFeed extends Closable {
  readonly #summaryOf: (show: ShowSlug) => ShowSummary | undefined;
  readonly #readersMax: number;
  readonly #readers = new Map<ServerResponse, Reader>();
  #timer: NodeJS.Timeout | null = null;
  #looks = 0;

  constructor({
    summaryOf,
    readersMax,
  }: {
    summaryOf: (show: ShowSlug) => ShowSummary | undefined;
    readersMax: number;
  }) {
    super();
    this.#summaryOf = summaryOf;
    this.#readersMax = readersMax;
  }

  /** Throws `too_many_listeners` when every place is taken; call it before anything is written. */
  requirePlace(): void {
    if (this.#readers.size >= this.#readersMax) throw new StudioError('too_many_listeners');
  }

  /** Sends the present summary and then each change. The head is written already. */
  add(response: ServerResponse, show: ShowSlug): void {
    response.write(`retry: ${RECONNECT_MS}\n\n`);
    this.#readers.set(response, { show, sent: '' });
    response.on('close', () => this.#remove(response));
    response.on('error', () => this.#remove(response));
    this.#timer ??= setInterval(() => this.#look(), LOOK_INTERVAL_MS);
    this.#look();
  }

  protected override onClose(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    for (const response of this.#readers.keys()) response.end();
    this.#readers.clear();
  }

  #remove(response: ServerResponse): void {
    this.#readers.delete(response);
    if (this.#readers.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  #look(): void {
    this.#looks += 1;
    const texts = new Map<ShowSlug, string>();
    for (const [response, reader] of [...this.#readers]) {
      const text = texts.get(reader.show) ?? JSON.stringify(this.#summaryOf(reader.show) ?? null);
      texts.set(reader.show, text);
      if (text !== reader.sent) response.write(`event: show\ndata: ${text}\n\n`);
      else if (this.#looks % LOOKS_PER_KEEPALIVE === 0) response.write(':\n\n');
      reader.sent = text;
      if (response.writableLength > BACKLOG_MAX_BYTES) response.destroy();
    }
  }
}
