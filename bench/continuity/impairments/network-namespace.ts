/**
 * A network of its own (network_namespaces(7)), joined to this machine by one cable, in which packets can be dropped without anybody else
 * noticing. Needs root, iproute2 and iptables.
 */
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { Closings } from '../closings.ts';
import { NotRunnable } from '../not-runnable.ts';
import { undoAtExit } from './undo-at-exit.ts';

const run = promisify(execFile);
const COMMAND_TIMEOUT_MS = 10_000;

/** A narrow line holds a few packets, as that of a home router does. */
const NARROW_BURST_BYTES = 6_000;
const NARROW_QUEUE_MS = 200;

/** The last part of the first address inside; those outside are below, those after a change above. */
const FIRST_HOST = 10;

/** Numbers of the networks 10.213.<number>.0/24 of this process. */
let made = 0;

export class NetworkNamespace {
  readonly name: string;
  /** The address inside. */
  readonly inside: string;
  /** Two addresses of this machine on the cable, so that one can be cut off while the other is not. */
  readonly outside: string;
  readonly outsideToo: string;
  readonly #network: string;
  /** The last part of the address inside. */
  #host = FIRST_HOST;

  /** Throws NotRunnable where there is no root or a program is missing. Goes with `closings`, and with this process. */
  static async make(closings: Closings): Promise<NetworkNamespace> {
    if (process.getuid?.() !== 0) throw new NotRunnable('Network namespaces need root.');
    await requireProgram('ip', ['-V'], 'iproute2');
    await requireProgram('iptables', ['-V'], 'iptables');
    made += 1;
    const namespace = new NetworkNamespace(made);
    const forget = undoAtExit(() => namespace.#removeNow());
    closings.add(namespace, async (it) => {
      forget();
      it.#removeNow();
    });
    await namespace.#build();
    return namespace;
  }

  private constructor(number: number) {
    const network = `10.213.${(process.pid + number) % 250}`;
    this.name = `os-bench-${process.pid}-${number}`;
    this.outside = `${network}.1`;
    this.inside = `${network}.${FIRST_HOST}`;
    this.outsideToo = `${network}.2`;
    this.#network = network;
  }

  /** What a command is put behind to run inside. */
  get launcher(): readonly string[] {
    return ['ip', 'netns', 'exec', this.name];
  }

  /** From now on nothing passes between the inside and `address`, to or from `tcpPort` there when it is given. Nobody is told. */
  async drop(address: string, tcpPort?: number): Promise<void> {
    const port = (side: string) => (tcpPort === undefined ? [] : ['-p', 'tcp', `--${side}`, String(tcpPort)]);
    await this.#iptables(['-A', 'INPUT', '-s', address, ...port('sport'), '-j', 'DROP']);
    await this.#iptables(['-A', 'OUTPUT', '-d', address, ...port('dport'), '-j', 'DROP']);
  }

  /** Everything passes again. */
  async heal(): Promise<void> {
    await this.#iptables(['-F']);
  }

  /** Pulls the cable: what is inside knows at once that it has no network, and loses its address. */
  async unplug(): Promise<void> {
    await this.inNamespace(['ip', 'link', 'set', this.#cable[1], 'down']);
    await this.inNamespace(['ip', 'addr', 'flush', 'dev', this.#cable[1]]);
  }

  /** The network is back, and what is inside has another address in it: from Wi-Fi to LTE. */
  async plugInElsewhere(): Promise<void> {
    this.#host += 1;
    await this.inNamespace(['ip', 'addr', 'add', `${this.#network}.${this.#host}/24`, 'dev', this.#cable[1]]);
    await this.inNamespace(['ip', 'link', 'set', this.#cable[1], 'up']);
  }

  /** From now on no more than this passes, each way; what is too much waits for a moment and is lost then. Throws NotRunnable without `tc`. */
  async narrow(kilobitsPerSecond: number): Promise<void> {
    await requireProgram('tc', ['-V'], 'iproute2');
    const [near, far] = this.#cable;
    const limit = `root tbf rate ${kilobitsPerSecond}kbit burst ${NARROW_BURST_BYTES} latency ${NARROW_QUEUE_MS}ms`;
    await run('tc', `qdisc replace dev ${near} ${limit}`.split(' '), { timeout: COMMAND_TIMEOUT_MS });
    await this.inNamespace(['tc', ...`qdisc replace dev ${far} ${limit}`.split(' ')]);
  }

  /** Runs a command inside. */
  async inNamespace(command: readonly string[]): Promise<void> {
    const [file = '', ...args] = [...this.launcher, ...command];
    await run(file, args, { timeout: COMMAND_TIMEOUT_MS });
  }

  async #build(): Promise<void> {
    const { name, inside, outside, outsideToo } = this;
    const [near, far] = this.#cable;
    for (const command of [
      `netns add ${name}`,
      `link add ${near} type veth peer name ${far} netns ${name}`,
      `addr add ${outside}/24 dev ${near}`,
      `addr add ${outsideToo}/24 dev ${near}`,
      `link set ${near} up`,
      `-n ${name} addr add ${inside}/24 dev ${far}`,
      `-n ${name} link set ${far} up`,
      `-n ${name} link set lo up`,
    ]) {
      await run('ip', command.split(' '), { timeout: COMMAND_TIMEOUT_MS });
    }
  }

  get #cable(): readonly [near: string, far: string] {
    const number = this.name.slice('os-bench-'.length);
    return [`osn${number}`, `osf${number}`];
  }

  #iptables(args: readonly string[]): Promise<void> {
    return this.inNamespace(['iptables', '-w', '5', ...args]);
  }

  /** The cable goes with the namespace. */
  #removeNow(): void {
    execFileSync('ip', ['netns', 'del', this.name], { stdio: 'ignore', timeout: COMMAND_TIMEOUT_MS });
  }
}

async function requireProgram(file: string, args: readonly string[], debianPackage: string): Promise<void> {
  await run(file, args, { timeout: COMMAND_TIMEOUT_MS }).catch(() => {
    throw new NotRunnable(`${file} cannot be run (Debian: apt-get install ${debianPackage}).`);
  });
}
