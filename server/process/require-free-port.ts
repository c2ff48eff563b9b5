/** Asks for a port before a program is started on it: programs say "in use" in many ways, or not at all (two may share a UDP port). */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { errnoOf, SetupProblem } from '../secrets.ts';

export type PortWish = {
  readonly protocol: 'tcp' | 'udp';
  readonly host: string;
  readonly port: number;
  /** Who wants it, for the sentence: `Icecast`. */
  readonly program: string;
  /** The setting that changes it. */
  readonly setting: string;
};

/** Resolves when the port could be taken a moment ago and is free again. Throws SetupProblem naming port and setting. */
export async function requireFreePort(wish: PortWish): Promise<void> {
  try {
    await (wish.protocol === 'tcp' ? bindTcp(wish) : bindUdp(wish));
  } catch (error) {
    throw new SetupProblem(sentenceFor(wish, errnoOf(error)), { cause: error });
  }
}

function bindTcp({ host, port }: PortWish): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve()));
  });
}

function bindUdp({ host, port }: PortWish): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', (error) => {
      socket.close();
      reject(error);
    });
    socket.bind({ address: host, port, exclusive: true }, () => socket.close(() => resolve()));
  });
}

function sentenceFor({ protocol, host, port, program, setting }: PortWish, code: string | null): string {
  const place = `${protocol.toUpperCase()} port ${port} on ${host}`;
  switch (code) {
    case 'EADDRINUSE':
      return `${place} is in use by another program, and ${program} needs it. Stop that program, or set ${setting} to a free port.`;
    case 'EACCES':
      return `This account may not use ${place}, which ${program} needs. Set ${setting} to a port above 1023.`;
    case 'EADDRNOTAVAIL':
      return `${host} is not an address of this machine, so ${program} cannot listen there.`;
    default:
      return `${program} cannot use ${place} (${code ?? 'unknown error'}). Set ${setting} to another port.`;
  }
}
