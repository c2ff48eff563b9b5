import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { requireFreePort } from '../../../server/process/require-free-port.ts';
import { SetupProblem } from '../../../server/secrets.ts';

const WISH = { host: '127.0.0.1', program: 'Icecast', setting: 'ICECAST_PORT' };

describe('a port that a program needs', () => {
  it('is named with its setting when another program holds it, TCP', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const asked = requireFreePort({ ...WISH, protocol: 'tcp', port });
    await expect(asked).rejects.toBeInstanceOf(SetupProblem);
    await expect(asked).rejects.toThrow(`TCP port ${port} on 127.0.0.1 is in use`);
    await expect(asked).rejects.toThrow('set ICECAST_PORT to a free port');
    server.close();
    await once(server, 'close');
    await requireFreePort({ ...WISH, protocol: 'tcp', port });
  });

  it('is named when another program holds it, UDP', async () => {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const { port } = socket.address();
    await expect(requireFreePort({ ...WISH, protocol: 'udp', port })).rejects.toThrow(`UDP port ${port}`);
    socket.close();
    await once(socket, 'close');
    await requireFreePort({ ...WISH, protocol: 'udp', port });
  });

  it('cannot be on an address that is not ours', async () => {
    const asked = requireFreePort({ ...WISH, host: '192.0.2.1', protocol: 'udp', port: 40_000 });
    await expect(asked).rejects.toThrow('192.0.2.1 is not an address of this machine');
  });
});
