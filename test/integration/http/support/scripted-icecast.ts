/** An Icecast that serves what a test says: mounts come, send bytes, and go. */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';

export class ScriptedIcecast {
  readonly #server: Server;
  readonly #mounts = new Map<string, Set<ServerResponse>>();
  /** Requests that ever came. */
  requests = 0;

  static async start(): Promise<ScriptedIcecast> {
    const icecast = new ScriptedIcecast();
    icecast.#server.listen(0, '127.0.0.1');
    await once(icecast.#server, 'listening');
    return icecast;
  }

  private constructor() {
    this.#server = createServer((request, response) => {
      this.requests += 1;
      const listeners = this.#mounts.get(request.url ?? '');
      if (listeners === undefined) {
        response.writeHead(404).end('no such mount');
        return;
      }
      response.useChunkedEncodingByDefault = false;
      response.writeHead(200, { 'content-type': 'audio/mpeg' });
      response.flushHeaders();
      listeners.add(response);
      response.on('close', () => listeners.delete(response));
    });
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Listeners of a mount, as Icecast counts them. */
  listenersOf(path: string): number {
    return this.#mounts.get(path)?.size ?? 0;
  }

  openMount(path: string): void {
    this.#mounts.set(path, new Set());
  }

  send(path: string, bytes: Uint8Array): void {
    for (const listener of this.#mounts.get(path) ?? []) listener.write(bytes);
  }

  /** The source goes: the mount is no more, and its listeners are dropped. */
  closeMount(path: string): void {
    const listeners = this.#mounts.get(path) ?? [];
    this.#mounts.delete(path);
    for (const listener of listeners) listener.end();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
