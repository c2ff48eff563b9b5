import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SetupProblem } from '../../server/secrets.ts';
import { turnServers } from '../../server/turn/credentials.ts';
import { LocalCoturn } from '../../server/turn/local-coturn.ts';
import { stunBinding } from '../../server/turn/stun-binding.ts';
import { freePorts, isFreeForTcp } from '../support/free-ports.ts';
import { TurnVisitor } from '../support/turn-visitor.ts';

const PATIENCE = { timeout: 30_000, interval: 20 };
const NO_ID = 0;
const SECRET = 'a-shared-secret-of-43-characters-for-a-test';
const LOOPBACK = '127.0.0.1';
const RELAY_PORTS_COUNT = 20;
const CLIENT_TIMEOUT_MS = 30_000;

let dataDir = '';
let told: string[] = [];
let port = 0;
let coturn: LocalCoturn | null = null;

beforeEach(async () => {
  dataDir = join(mkdtempSync(join(tmpdir(), 'local-coturn-')), 'data');
  told = [];
  port = await freePorts(1 + RELAY_PORTS_COUNT);
});

afterEach(() => {
  coturn?.close('test over');
  coturn = null;
  rmSync(join(dataDir, '..'), { recursive: true, force: true });
});

async function start(addresses: { listenIp?: string; sfuIp?: string } = {}): Promise<LocalCoturn> {
  const tell = (fields: Readonly<Record<string, unknown>>, message: string) =>
    told.push(JSON.stringify({ ...fields, message }));
  coturn = await LocalCoturn.start({
    port,
    listenIp: LOOPBACK,
    sfuIp: LOOPBACK,
    ...addresses,
    secret: SECRET,
    dataDir,
    relayPorts: { min: port + 1, max: port + RELAY_PORTS_COUNT },
    log: { debug: tell, info: tell, warn: tell },
  });
  return coturn;
}

type Relaying = { secret?: string; nowMs?: number; peer?: string; peerPort?: number };

/** Lets coturn's own client make an allocation and send two messages to `peer` through it. Resolves with what it printed. */
function relay({
  secret = SECRET,
  nowMs = Date.now(),
  peer = LOOPBACK,
  peerPort = port,
}: Relaying): Promise<string> {
  const { username, credential } = turnServers({ urls: [], secret, participantId: 'alice', nowMs });
  const words = [
    '-c',
    '-n',
    '2',
    '-p',
    String(port),
    '-u',
    username,
    '-w',
    credential,
    '-e',
    peer,
    '-r',
    String(peerPort),
    LOOPBACK,
  ];
  return new Promise((resolve) => {
    execFile('turnutils_uclient', words, { timeout: CLIENT_TIMEOUT_MS }, (_error, out, err) =>
      resolve(`${out}${err}`),
    );
  });
}

const answers = () => stunBinding({ host: LOOPBACK, port }, AbortSignal.timeout(PATIENCE.timeout));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('the coturn of a plain start', () => {
  it('tells a client its address, in an answer not much larger than the question', async () => {
    const local = await start();
    expect(local.urls).toEqual([
      `turn:${LOOPBACK}:${port}?transport=udp`,
      `turn:${LOOPBACK}:${port}?transport=tcp`,
    ]);
    expect((await answers()).address).toBe(LOOPBACK);
    const socket = createSocket('udp4');
    socket.connect(port, LOOPBACK, () =>
      socket.send(Buffer.from(`000100002112a442${'5a'.repeat(12)}`, 'hex')),
    );
    const [answer] = await once(socket, 'message');
    socket.close();
    expect(answer.length).toBeLessThanOrEqual(40);
  });

  it('relays for a holder of a signed credential, to the SFU', async () => {
    await start();
    const sfu = createSocket('udp4');
    const sizes: number[] = [];
    sfu.on('message', (message, sender) => {
      sizes.push(message.length);
      sfu.send(message, sender.port, sender.address);
    });
    sfu.bind(0, LOOPBACK);
    await once(sfu, 'listening');
    const said = await relay({ peerPort: sfu.address().port });
    sfu.close();
    expect(said).toMatch(/tot_send_msgs=2, tot_recv_msgs=2/);
    expect(sizes).toHaveLength(2);
  });

  it('takes the first credentials that are shown to it, also two at the same moment', async () => {
    await start();
    const { username, credential } = turnServers({
      urls: [],
      secret: SECRET,
      participantId: 'alice',
      nowMs: Date.now(),
    });
    const refusals = await Promise.all(
      (['udp', 'tcp'] as const).map(async (transport) => {
        const visitor = await TurnVisitor.open({ host: LOOPBACK, port, transport });
        try {
          return await visitor.allocate({ username, password: credential });
        } finally {
          visitor.close();
        }
      }),
    );
    expect(refusals).toEqual([null, null]);
  });

  it('does nothing for a credential that is forged or too old', async () => {
    await start();
    const forged = await relay({ secret: 'another-secret-of-the-same-length-as-the-fi' });
    expect(forged).toContain('Cannot complete Allocation');
    const expired = await relay({ nowMs: Date.now() - 2 * 3_600_000 });
    expect(expired).toContain('Cannot complete Allocation');
  });

  it.each(['10.0.0.1', '127.0.0.2', '169.254.169.254', '192.168.1.1', '0.0.0.0', '224.0.0.1'])(
    'does not relay to %s, not even for a holder of a credential',
    async (peer) => {
      await start();
      expect(await relay({ peer })).toContain('403 (Forbidden IP)');
    },
  );

  it('does not relay to loopback when the SFU is elsewhere', async () => {
    await start({ sfuIp: '192.0.2.10' });
    expect(await relay({ peer: LOOPBACK })).toContain('403 (Forbidden IP)');
  });

  it('comes back when it is killed', async () => {
    const local = await start();
    const states: string[] = [];
    local.onState((state) => states.push(state));
    const before = local.pid ?? NO_ID;
    process.kill(before, 'SIGKILL');
    await vi.waitFor(() => expect(states).toEqual(['failed', 'starting', 'running']), PATIENCE);
    expect(local.pid).not.toBe(before);
    expect((await answers()).address).toBe(LOOPBACK);
  });

  it('answers again when it was stopped by a signal', async () => {
    const local = await start();
    process.kill(local.pid ?? NO_ID, 'SIGSTOP');
    await vi.waitFor(() => expect(told.join()).toContain('did not answer'), PATIENCE);
    expect((await answers()).address).toBe(LOOPBACK);
  });

  it('says in a sentence that its port is in use', async () => {
    const other = createSocket('udp4');
    other.bind(port, LOOPBACK);
    await once(other, 'listening');
    const starting = start();
    await expect(starting).rejects.toBeInstanceOf(SetupProblem);
    await expect(starting).rejects.toThrow(`UDP port ${port} on ${LOOPBACK} is in use`);
    await expect(starting).rejects.toThrow('TURN_PORT');
    other.close();
    await once(other, 'close');
  });

  it('refuses addresses that would take the wall away', async () => {
    await expect(start({ listenIp: '192.0.2.1' })).rejects.toThrow('would open this machine to strangers');
    for (const sfuIp of ['0.0.0.0', '::', 'example.org', '']) {
      await expect(start({ sfuIp })).rejects.toThrow('needs a single IP address');
    }
    expect(existsSync(dataDir)).toBe(false);
  });

  it('shows its secret in no process list, environment, log or file of others', async () => {
    const local = await start();
    await relay({ secret: 'another-secret-of-the-same-length-as-the-fi' });
    const places = [
      ...(existsSync('/proc')
        ? ['cmdline', 'environ'].map((name) => readFileSync(`/proc/${local.pid}/${name}`, 'utf8'))
        : []),
      local.lastLines(1000).join('\n'),
      told.join('\n'),
    ];
    for (const place of places) expect(place).not.toContain(SECRET);
    const folder = join(dataDir, 'run/coturn');
    expect(statSync(folder).mode & 0o077).toBe(0);
    expect(statSync(join(folder, 'turnserver.conf')).mode & 0o077).toBe(0);
  });

  it('understands every line of its configuration and never runs as root', async () => {
    const local = await start();
    expect(local.lastLines(1000).join('\n')).not.toMatch(/unknown|bad configuration|error|unable|cannot/i);
    if (!existsSync('/proc')) return;
    expect(readFileSync(`/proc/${local.pid}/status`, 'utf8')).not.toMatch(/^Uid:.*\b0\b/m);
  });

  it('leaves no process, no port and no configuration behind', async () => {
    const local = await start();
    const pid = local.pid ?? NO_ID;
    await local.stop();
    expect(isAlive(pid)).toBe(false);
    expect(await isFreeForTcp(port)).toBe(true);
    expect(readdirSync(join(dataDir, 'run/coturn'))).not.toContain('turnserver.conf');
    expect(local.ownedCount).toBe(0);
    await expect(
      stunBinding({ host: LOOPBACK, port }, AbortSignal.timeout(PATIENCE.timeout)),
    ).rejects.toThrow('ECONNREFUSED');
  });
});
