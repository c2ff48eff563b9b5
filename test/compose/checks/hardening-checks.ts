/** What a container that was taken over could reach and do: asserted on the containers as they run (rows S10 and S24). */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import type Docker from 'dockerode';
import { describe, expect, test } from 'vitest';
import { boundSocketsOf } from '../stack/container-facts.ts';
import { type OwnStack, SERVICES, type Service } from '../stack/stack.ts';

const CAPABILITIES: Readonly<Record<Service, readonly string[]>> = {
  server: [],
  icecast: [],
  coturn: ['NET_BIND_SERVICE'],
  standby: [],
};
/** What nobody who broke in should find. */
const TOOLS = [
  'gcc',
  'g++',
  'cc',
  'make',
  'meson',
  'ninja',
  'git',
  'curl',
  'wget',
  'python3',
  'docker',
  'sudo',
];

/** A kernel says so to one address about once a second, after a handful at once. */
const REFUSED_WITHIN_MS = 8_000;

export function hardeningChecks(stack: () => OwnStack): void {
  const inspect = async (service: Service): Promise<Docker.ContainerInspectInfo> =>
    (await stack().container(service)).inspect();

  describe.each(SERVICES)('the container of %s', (service) => {
    test('runs as nobody in particular, with nothing to become', async () => {
      const { Config, HostConfig } = await inspect(service);
      expect(Config.User).not.toMatch(/^(root|0)?(:|$)/);
      expect(HostConfig.Privileged).toBe(false);
      expect(HostConfig.CapDrop).toEqual(['ALL']);
      expect(HostConfig.CapAdd ?? []).toEqual(CAPABILITIES[service]);
      expect(HostConfig.SecurityOpt).toContain('no-new-privileges:true');
    });

    test('can write nowhere but to its data and its memory', async () => {
      const { HostConfig, Mounts } = await inspect(service);
      expect(HostConfig.ReadonlyRootfs).toBe(true);
      const writable = Mounts.filter((mount) => mount.RW).map((mount) => mount.Destination);
      expect(writable).toEqual(['server', 'standby'].includes(service) ? ['/data'] : []);
      expect(Mounts.filter((mount) => mount.Source.includes('docker.sock'))).toEqual([]);
    });

    test('has walls around memory, processor, processes and logs', async () => {
      const { HostConfig } = await inspect(service);
      expect(HostConfig.Memory).toBeGreaterThan(0);
      expect(HostConfig.PidsLimit).toBeGreaterThan(0);
      // The server may use what there is, with four times the share of the others.
      if (service === 'server') expect(HostConfig.CpuShares).toBeGreaterThan(1024);
      else expect(HostConfig.NanoCpus).toBeGreaterThan(0);
      expect(HostConfig.LogConfig?.Config).toMatchObject({ 'max-size': '10m', 'max-file': '3' });
      expect(HostConfig.RestartPolicy?.Name).toBe('unless-stopped');
    });

    test('shares no names of processes or of the machine with it', async () => {
      const { HostConfig } = await inspect(service);
      expect([HostConfig.PidMode, HostConfig.IpcMode, HostConfig.UTSMode]).toEqual(['', 'private', '']);
      expect(HostConfig.NetworkMode === 'host').toBe(service === 'coturn');
    });
  });

  describe('the stack', () => {
    test('waits on the ports it declares, and on no other', async () => {
      const open = await Promise.all(
        SERVICES.map(async (service) => boundSocketsOf(await stack().container(service))),
      );
      const reachable = open.flat().filter(({ loopback }) => !loopback);
      const { relayPorts, declaredPorts, environment } = stack();
      const inside = new Map([
        [3000, Number(environment.HTTP_PORT)],
        [8000, Number(environment.ICECAST_PORT)],
      ]);
      const ports = (protocol: 'tcp' | 'udp') =>
        reachable
          .filter((socket) => socket.protocol === protocol)
          .map(({ port }) => inside.get(port) ?? port)
          .filter((port) => port < relayPorts.min || port > relayPorts.max);
      expect([...new Set(ports('tcp'))].sort()).toEqual([...declaredPorts.tcp].sort());
      expect([...new Set(ports('udp'))].sort()).toEqual([...declaredPorts.udp].sort());
    });

    test.each([
      ['the studio', 'server', '3000/tcp'],
      ['Icecast', 'icecast', '8000/tcp'],
    ] as const)('publishes %s itself on this machine alone', async (_what, service, port) => {
      const { NetworkSettings } = await inspect(service);
      const [{ HostIp, HostPort } = { HostIp: '', HostPort: '' }, ...others] =
        NetworkSettings.Ports[port] ?? [];
      expect([HostIp, others]).toEqual(['127.0.0.1', []]);
      expect(await isOpen('127.0.0.1', Number(HostPort))).toBe(true);
      expect(await isOpen(stack().publicIp, Number(HostPort))).toBe(false);
    });

    test('lets nobody send sound into the way from the media server to the mixer', async () => {
      const container = await stack().container('server');
      const inner = (await boundSocketsOf(container)).filter(
        ({ protocol, loopback }) => protocol === 'udp' && loopback,
      );
      const { NetworkSettings } = await container.inspect();
      const addresses = Object.values(NetworkSettings.Networks).map((network) => network.IPAddress);
      expect(inner.length).toBeGreaterThan(0);
      for (const address of addresses)
        for (const { port } of inner) expect([port, await isRefused(address, port)]).toEqual([port, true]);
    });

    test('has no tools for a burglar in the image of the server', async () => {
      const container = await stack().container('server');
      const search = `for tool in ${TOOLS.join(' ')}; do command -v $tool; done; true`;
      const exec = await container.exec({ Cmd: ['sh', '-c', search], AttachStdout: true });
      const stream = await exec.start({});
      let found = '';
      stream.on('data', (bytes: Buffer) => {
        found += bytes.subarray(8).toString();
      });
      await once(stream, 'end');
      expect(found).toBe('');
    });
  });
}

/** Whether somebody accepts a connection there. */
function isOpen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const say = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => say(true));
    socket.once('timeout', () => say(false));
    socket.once('error', () => say(false));
  });
}

/** Whether the kernel there says that nobody waits on this UDP port: an RTP packet is sent until it does, or until it must have. */
async function isRefused(address: string, port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  const packet = Buffer.from([0x80, 100, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0xf8, 0xff, 0xfe]);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.on('error', () => resolve(true));
  socket.connect(port, address, () => socket.send(packet));
  const again = setInterval(() => socket.send(packet), 100);
  const giveUp = setTimeout(() => resolve(false), REFUSED_WITHIN_MS);
  try {
    return await promise;
  } finally {
    clearInterval(again);
    clearTimeout(giveUp);
    socket.close();
  }
}
