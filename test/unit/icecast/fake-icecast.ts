/** An Icecast of our own for tests: scripted answers on a free port, and a record of what arrived. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** What to do with one connection: `head` is the request up to the empty line. */
export type Script = (connection: FakeConnection) => void;

export type FakeConnection = {
  readonly head: string;
  /** The bytes after the head so far. */
  readonly body: () => Buffer;
  readonly socket: Socket;
  /** When the head was complete, on the monotonic clock. */
  readonly atMs: number;
};

export class FakeIcecast {
  readonly connections: FakeConnection[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #port = 0;
  #script: Script;

  private constructor(script: Script) {
    this.#script = script;
    this.#server = createServer((socket) => this.#onSocket(socket));
  }

  static async start(script: Script): Promise<FakeIcecast> {
    const fake = new FakeIcecast(script);
    await fake.listen();
    return fake;
  }

  get port(): number {
    return this.#port;
  }

  /** Requests seen so far, by their first line. */
  get requests(): string[] {
    return this.connections.map(({ head }) => head.split('\r\n')[0] ?? '');
  }

  set script(script: Script) {
    this.#script = script;
  }

  async listen(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address !== null && typeof address === 'object') this.#port = address.port;
  }

  /** Dies as a killed process does: the port closes and every connection breaks. */
  async die(): Promise<void> {
    for (const socket of this.#sockets) socket.resetAndDestroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server.listening) await this.die();
  }

  #onSocket(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    const chunks: Buffer[] = [];
    let bodyAt = -1;
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      if (bodyAt !== -1) return;
      const all = Buffer.concat(chunks);
      const end = all.indexOf('\r\n\r\n');
      if (end === -1) return;
      bodyAt = end + 4;
      const connection = {
        head: all.toString('utf8', 0, end),
        body: () => Buffer.concat(chunks).subarray(bodyAt),
        socket,
        atMs: performance.now(),
      };
      this.connections.push(connection);
      this.#script(connection);
    });
  }
}

/** Answers a source like Icecast 2.4.4, and admin requests with an empty success. */
export function friendly({ head, socket }: FakeConnection): void {
  if (head.startsWith('PUT ')) socket.write('HTTP/1.1 100 Continue\r\nContent-Length: 0\r\n\r\n');
  else socket.end('HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n<icestats></icestats>');
}

/** Answers everything with one refusal. */
export function refusing(status: number, text: string): Script {
  return ({ socket }) => socket.end(`HTTP/1.0 ${status} No\r\nConnection: Close\r\n\r\n${text}`);
}

/** Answers admin requests with a mount list and sources with nothing at all. */
export function silentWith(mounts: readonly string[]): Script {
  const sources = mounts
    .map((mount) => `<source mount="/${mount}"><source_ip>::1</source_ip></source>`)
    .join('');
  return ({ head, socket }) => {
    if (head.startsWith('GET ')) socket.end(`HTTP/1.0 200 OK\r\n\r\n<icestats>${sources}</icestats>`);
  };
}
