/** A TCP connection that can be cut: passes bytes both ways until it is told to freeze, to break, or to leave the far side in the belief that all is well. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

const LOOPBACK = '127.0.0.1';

type Target = { readonly host: string; readonly port: number };
/** `abandoned`: the near side is gone and the far side shall not learn of it. */
type Pair = { readonly near: Socket; readonly far: Socket; abandoned: boolean };

export class TcpCut {
  /** Where to connect to instead of the target. */
  readonly port: number;
  readonly #server: Server;
  readonly #target: Target;
  readonly #pairs = new Set<Pair>();
  #frozen = false;

  /** Listens on a free port of loopback and passes on to `target`. */
  static async open(target: Target): Promise<TcpCut> {
    const server = createServer({ allowHalfOpen: true });
    server.listen(0, LOOPBACK);
    await once(server, 'listening');
    return new TcpCut(server, target);
  }

  private constructor(server: Server, target: Target) {
    this.#server = server;
    this.#target = target;
    const address = server.address();
    this.port = address !== null && typeof address === 'object' ? address.port : 0;
    server.on('connection', (near) => this.#join(near));
  }

  /** Connections that stand, abandoned ones included. */
  get connections(): number {
    return this.#pairs.size;
  }

  /** No byte passes and no end is told, as when packets are dropped on the way. New connections get no answer either. */
  freeze(): void {
    this.#frozen = true;
    for (const pair of this.#pairs) this.#hold(pair);
  }

  /** Everything that waited arrives now, the ends of connections too. */
  thaw(): void {
    this.#frozen = false;
    for (const pair of [...this.#pairs]) {
      if (pair.near.destroyed && !pair.abandoned) this.#drop(pair);
      pair.near.resume();
      pair.far.resume();
    }
  }

  /** Both sides learn that the connection broke. */
  reset(): void {
    for (const pair of [...this.#pairs]) this.#drop(pair);
  }

  /** Whoever connected learns that it broke; the target goes on holding connections that nobody is behind. */
  abandon(): void {
    for (const pair of this.#pairs) {
      pair.abandoned = true;
      pair.near.resetAndDestroy();
    }
  }

  close(): void {
    this.#server.close();
    this.reset();
  }

  #join(near: Socket): void {
    const pair: Pair = { near, far: connect({ ...this.#target, allowHalfOpen: true }), abandoned: false };
    this.#pairs.add(pair);
    for (const [from, to] of [
      [near, pair.far],
      [pair.far, near],
    ] as const) {
      from.setNoDelay(true);
      from.on('error', () => {});
      from.on('data', (bytes) => {
        if (!to.destroyed && !to.write(bytes)) from.pause();
      });
      from.on('end', () => to.end());
      to.on('drain', () => {
        if (!this.#frozen) from.resume();
      });
    }
    near.once('close', () => {
      if (!this.#frozen && !pair.abandoned) this.#drop(pair);
    });
    pair.far.once('close', () => {
      if (!this.#frozen) this.#drop(pair);
    });
    if (this.#frozen) this.#hold(pair);
  }

  #hold({ near, far }: Pair): void {
    near.pause();
    far.pause();
  }

  #drop(pair: Pair): void {
    this.#pairs.delete(pair);
    for (const side of [pair.near, pair.far]) if (!side.destroyed) side.resetAndDestroy();
  }
}
