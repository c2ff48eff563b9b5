/** The HTTP side as the app owns it: the server, the relay of the mounts and the feed of the listener pages. */
import type { Server } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { ShowSlug } from '#protocol/ids.ts';
import { Closable, type CloseReason } from '../lifecycle.ts';
import { buildHttp } from './build-http.ts';
import { DEFAULT_HTTP_LIMITS, type HttpOptions } from './http-options.ts';
import { LiveRelay, type MountKey } from './live-relay.ts';
import { ShowFeed } from './show-feed.ts';
import { isBroadcastWanted, type ShowSummary, showSummary, titleOf } from './show-summary.ts';

export class Http extends Closable {
  readonly #app: FastifyInstance;
  readonly #relay: LiveRelay;

  /** Builds the server; it takes connections from `listen` on. */
  static async create(options: HttpOptions): Promise<Http> {
    const limits = { ...DEFAULT_HTTP_LIMITS, ...options.limits };
    const relay = new LiveRelay({
      icecastUrl: options.icecastUrl,
      formats: options.formats,
      isWanted: (show) => isBroadcastWanted(options.programOf(show)),
      titleOf: (slug) => {
        const show = options.store.show(slug);
        return show === undefined ? '' : titleOf(show, options.programOf(slug));
      },
      listenersMax: limits.listeners,
      onCut: () => options.metrics.relayListenerCut(),
      log: options.log,
    });
    const summaryOf = (slug: ShowSlug): ShowSummary | undefined => summarise(options, slug);
    const feed = new ShowFeed({ summaryOf, readersMax: limits.eventFeeds });
    return new Http(await buildHttp(options, { relay, feed, summaryOf }), relay, feed);
  }

  private constructor(app: FastifyInstance, relay: LiveRelay, feed: ShowFeed) {
    super();
    this.#app = app;
    this.#relay = this.own(relay);
    this.own(feed);
  }

  /** For the gateway, which takes its upgrade requests. */
  get server(): Server {
    return this.#app.server;
  }

  /** Answers a request without a connection; for tests. */
  get inject(): FastifyInstance['inject'] {
    return this.#app.inject.bind(this.#app);
  }

  /** Takes connections. Rejects when the port is not free. */
  async listen({ port, host }: { port: number; host: string }): Promise<void> {
    await this.#app.listen({ port, host });
  }

  /** Listeners of the relay: of one mount, or of all. */
  relayListenerCount(key?: MountKey): number {
    return this.#relay.listenerCount(key);
  }

  /** Whether the relay itself is one of the listeners that Icecast counts on a mount. */
  relayHoldsConnection(key: MountKey): boolean {
    return this.#relay.holdsConnection(key);
  }

  /** Ends every listener and feed, and resolves when no connection is left. */
  async stop(reason: CloseReason): Promise<void> {
    this.close(reason);
    await this.#app.close();
  }

  protected override onClose(): void {
    this.#app.close().catch(() => {});
  }
}

function summarise(options: HttpOptions, slug: ShowSlug): ShowSummary | undefined {
  const show = options.store.show(slug);
  if (show === undefined) return undefined;
  const { publicUrl, icecastPublicUrl } = options;
  const history = options.store.playedTitles(slug);
  return showSummary({ show, program: options.programOf(slug), history, publicUrl, icecastPublicUrl });
}
