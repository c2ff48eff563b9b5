/** The coturn of a plain `npm start`: a child process that relays to our SFU and to nothing else, kept running for as long as we run. */
import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { BlockList, isIP } from 'node:net';
import { dirname, join } from 'node:path';
import { Closable } from '../lifecycle.ts';
import { accountToRunAs } from '../process/account.ts';
import { fillTemplate, plainValue } from '../process/config-template.ts';
import { findProgram } from '../process/find-program.ts';
import type { ProcessLog } from '../process/process-log.ts';
import { requireFreePort } from '../process/require-free-port.ts';
import { openRunFolder, writePrivateFile } from '../process/run-folder.ts';
import { type ChildStateListener, SupervisedChild } from '../process/supervised-child.ts';
import { SetupProblem } from '../secrets.ts';
import { stunBinding } from './stun-binding.ts';

const CONFIG_NAME = 'turnserver.conf';
/** As the template names it; coturn writes it and leaves it behind. */
const PID_NAME = 'turnserver.pid';
const TEMPLATE = new URL('../../coturn/turnserver.conf.template', import.meta.url);
const ACCOUNTS = ['turnserver', 'coturn', 'nobody'];
const REALM = 'openstudio';
/** One port for each allocation: two transports of 50 participants. */
const RELAY_PORTS: PortRange = { min: 49_160, max: 49_259 };

const NOT_INSTALLED =
  'coturn is not installed. Run: sudo apt-get install coturn (macOS: brew install coturn). Or set TURN_URLS and TURN_SECRET to use one elsewhere.';

export type PortRange = { readonly min: number; readonly max: number };

export type LocalCoturnOptions = {
  readonly port: number;
  /** Where it listens and relays from: an address of this machine; `0.0.0.0` and `::` stand for `sfuIp`. */
  readonly listenIp: string;
  /** The one address it relays to: where browsers are told that the SFU is. */
  readonly sfuIp: string;
  /** Shared with `turnServers`. */
  readonly secret: string;
  readonly dataDir: string;
  readonly log: ProcessLog;
  readonly relayPorts?: PortRange;
};

/** A running coturn. Comes back by itself when it is killed; allocations are lost then, and browsers make new ones. */
export class LocalCoturn extends Closable {
  /** For `turnServers`. */
  readonly urls: readonly string[];
  readonly #child: SupervisedChild;
  readonly #configPath: string;

  private constructor(urls: readonly string[], child: SupervisedChild, configPath: string) {
    super();
    this.urls = urls;
    this.#configPath = configPath;
    this.#child = this.own(child);
  }

  /** Resolves when coturn answers a STUN Binding request. Throws SetupProblem when it is not installed, its port is in use or it does not start. */
  static async start(options: LocalCoturnOptions): Promise<LocalCoturn> {
    const { port, sfuIp, dataDir, log } = options;
    const listenIp = WILDCARDS.includes(options.listenIp) ? sfuIp : options.listenIp;
    requireAddresses({ listenIp, sfuIp });
    const file = await findProgram({ names: ['turnserver'], notInstalled: NOT_INSTALLED });
    const account = await accountToRunAs(ACCOUNTS);
    const wish = { host: listenIp, port, program: 'coturn', setting: 'TURN_PORT' };
    await requireFreePort({ ...wish, protocol: 'udp' });
    await requireFreePort({ ...wish, protocol: 'tcp' });

    const config = renderConfig(await readFile(TEMPLATE, 'utf8'), { ...options, listenIp });
    const folder = await openRunFolder(dataDir, 'coturn', account);
    const configPath = join(folder, CONFIG_NAME);

    const child = await SupervisedChild.start({
      name: 'coturn',
      command: { file, args: ['-c', `./${CONFIG_NAME}`], cwd: folder, account },
      prepare: async () => {
        await openRunFolder(dataDir, 'coturn', account);
        await writePrivateFile(configPath, config, account);
      },
      probe: (signal) => stunBinding({ host: listenIp, port }, signal),
      redact: [options.secret],
      log,
    }).catch((error: unknown) => {
      rmSync(configPath, { force: true });
      throw error;
    });
    log.info({ port, listenIp }, 'coturn started.');
    const host = isIP(listenIp) === 6 ? `[${listenIp}]` : listenIp;
    const urls = [`turn:${host}:${port}?transport=udp`, `turn:${host}:${port}?transport=tcp`];
    return new LocalCoturn(urls, child, configPath);
  }

  /** The process id of the present coturn, or null while it is being started again. */
  get pid(): number | null {
    return this.#child.pid;
  }

  /** How often it was started again. */
  get restarts(): number {
    return this.#child.restarts;
  }

  /** coturn's own last lines, oldest first, without secrets. */
  lastLines(count: number): readonly string[] {
    return this.#child.lastLines(count);
  }

  /** Tells of every change from now on. Returns the way to unsubscribe. */
  onState(listener: ChildStateListener): () => void {
    return this.#child.onState(listener);
  }

  /** Ends coturn within 4 s, then closes. Relayed media stop. */
  async stop(): Promise<void> {
    await this.#child.stop();
    this.close('stopped');
  }

  protected override onClose(): void {
    rmSync(this.#configPath, { force: true });
    rmSync(join(dirname(this.#configPath), PID_NAME), { force: true });
  }
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

const WILDCARDS: readonly string[] = ['0.0.0.0', '::'];

function isLoopback(ip: string): boolean {
  return LOOPBACK.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4');
}

/** The wall around the relay is only as good as these two addresses. */
function requireAddresses({ listenIp, sfuIp }: Pick<LocalCoturnOptions, 'listenIp' | 'sfuIp'>): void {
  for (const ip of [listenIp, sfuIp]) {
    if (isIP(ip) === 0 || WILDCARDS.includes(ip)) {
      throw new SetupProblem(
        `coturn needs a single IP address to listen on and one to relay to, and "${ip}" is none. Set MEDIASOUP_LISTEN_IP and MEDIASOUP_ANNOUNCED_IP to addresses, or TURN_URLS to use a TURN server elsewhere.`,
      );
    }
  }
  if (isLoopback(sfuIp) && !isLoopback(listenIp)) {
    throw new SetupProblem(
      `coturn would listen on ${listenIp} and relay to the loopback address ${sfuIp}, which would open this machine to strangers. Set MEDIASOUP_ANNOUNCED_IP to the address the SFU has for others.`,
    );
  }
}

function renderConfig(
  template: string,
  { port, listenIp, sfuIp, secret, relayPorts = RELAY_PORTS }: LocalCoturnOptions,
): string {
  return fillTemplate(
    template,
    {
      TURN_LISTEN_IP: listenIp,
      TURN_RELAY_IP: listenIp,
      TURN_EXTERNAL: '',
      TURN_PORT: port,
      TURN_RELAY_PORT_MIN: relayPorts.min,
      TURN_RELAY_PORT_MAX: relayPorts.max,
      TURN_TOTAL_QUOTA: relayPorts.max - relayPorts.min + 1,
      TURN_SECRET: secret,
      TURN_REALM: REALM,
      TURN_SFU_IP: sfuIp,
      TURN_NO_TLS: 'no-tls',
      TURN_NO_DTLS: 'no-dtls',
      TURN_VERBOSE: '',
      TURN_LOOPBACK_PEERS: isLoopback(sfuIp) ? 'allow-loopback-peers' : '',
    },
    plainValue,
  );
}
