/**
 * Takes the place of Icecast for a source, writes down what it sends and when, and passes everything on to a real Icecast if there is one.
 * Alone it is an Icecast that accepts everything and has no listeners.
 */
import net from 'node:net';
import { TimedBytes } from './timed-bytes.ts';

const HEAD_END = Buffer.from('\r\n\r\n');
const HEAD_MAX_BYTES = 16_384;
const METADATA_ANSWER =
  '<?xml version="1.0"?><iceresponse><message>Metadata update successful</message><return>1</return></iceresponse>';

export class SourceTap {
  readonly port: number;
  readonly #server: net.Server;
  readonly #upstreamPort: number | null;
  readonly #mounts = new Map<string, TimedBytes>();
  readonly #sockets = new Set<net.Socket>();

  /** `upstreamPort`: of the Icecast on loopback that gets everything, too; null for none. */
  static async open(upstreamPort: number | null): Promise<SourceTap> {
    const server = net.createServer({ noDelay: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new SourceTap(server, upstreamPort);
  }

  private constructor(server: net.Server, upstreamPort: number | null) {
    const address = server.address();
    this.port = address !== null && typeof address === 'object' ? address.port : 0;
    this.#server = server;
    this.#upstreamPort = upstreamPort;
    server.on('connection', (socket) => this.#accept(socket));
  }

  /** What the source of a mount (`main.mp3`) sent so far, without its request. */
  bytesOf(mount: string): TimedBytes {
    const known = this.#mounts.get(mount) ?? new TimedBytes();
    this.#mounts.set(mount, known);
    return known;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #accept(socket: net.Socket): void {
    this.#watch(socket);
    const upstream = this.#connectUpstream(socket);
    let head = Buffer.alloc(0);
    let body: TimedBytes | null = null;
    socket.on('data', (bytes) => {
      const atMs = performance.now();
      upstream?.write(bytes);
      if (body !== null) {
        body.push(bytes, atMs);
        return;
      }
      head = Buffer.concat([head, bytes]);
      const end = head.indexOf(HEAD_END);
      if (end === -1) {
        if (head.length > HEAD_MAX_BYTES) socket.destroy();
        return;
      }
      const request = head.subarray(0, end).toString('latin1');
      const [method = '', path = ''] = request.split(' ', 2);
      const isSource = method === 'PUT' || method === 'SOURCE';
      body = isSource ? this.bytesOf(path.slice(1)) : new TimedBytes();
      body.push(head.subarray(end + HEAD_END.length), atMs);
      if (upstream === null) socket.write(answerTo(request, isSource));
      if (upstream === null && !isSource) socket.end();
    });
  }

  #connectUpstream(socket: net.Socket): net.Socket | null {
    if (this.#upstreamPort === null) return null;
    const upstream = net.connect({ port: this.#upstreamPort, host: '127.0.0.1', noDelay: true });
    this.#watch(upstream);
    upstream.on('data', (bytes) => socket.write(bytes));
    upstream.on('close', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
    return upstream;
  }

  #watch(socket: net.Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
  }
}

function answerTo(request: string, isSource: boolean): string {
  if (!isSource) return `HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n${METADATA_ANSWER}`;
  return /^expect: *100-continue/im.test(request)
    ? 'HTTP/1.1 100 Continue\r\n\r\n'
    : 'HTTP/1.0 200 OK\r\n\r\n';
}
