/** Listeners who ask for a mount and then read nothing, as a phone does that went out of reach: what is sent to them piles up. */
import { once } from 'node:events';
import net from 'node:net';

export class IdleListeners {
  readonly #sockets: net.Socket[] = [];

  /** Resolves when all have asked; one after the other, as few may wait at Icecast's door. */
  static async open(url: string, count: number): Promise<IdleListeners> {
    const idle = new IdleListeners();
    const { hostname, port, pathname, host } = new URL(url);
    for (let index = 0; index < count; index += 1) {
      const socket = net.connect({ host: hostname, port: Number(port) });
      idle.#sockets.push(socket);
      socket.on('error', () => {});
      socket.pause();
      await once(socket, 'connect');
      socket.write(`GET ${pathname} HTTP/1.0\r\nHost: ${host}\r\nUser-Agent: bench\r\n\r\n`);
    }
    return idle;
  }

  private constructor() {}

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}
