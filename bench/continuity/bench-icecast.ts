/** An Icecast that is not the studio's own but has the studio's configuration: nobody wakes it or starts it again but the row. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountToRunAs } from '../../server/process/account.ts';
import { escapeXml, fillTemplate } from '../../server/process/config-template.ts';
import { findProgram } from '../../server/process/find-program.ts';
import type { IcecastAccess } from '../../server/program/live-path-port.ts';
import { freePorts } from '../../test/support/free-ports.ts';
import { undoAtExit } from './impairments/undo-at-exit.ts';

const TEMPLATE = path.resolve(import.meta.dirname, '../../icecast/icecast.xml.template');
const SHARE_FOLDERS = ['/usr/share/icecast2', '/usr/share/icecast', '/usr/local/share/icecast'];
const CONFIG_NAME = 'icecast.xml';
const LOOK_EVERY_MS = 10;
const START_DEADLINE_MS = 10_000;

export type BenchIcecastOptions = {
  /** Where it listens: loopback when not given, or an address in a network namespace. */
  readonly host?: string;
  /** What it is started with, before its own command: a way into a network namespace. */
  readonly launcher?: readonly string[];
};

export class BenchIcecast {
  readonly access: IcecastAccess;
  readonly #folder: string;
  readonly #command: readonly string[];
  #child: ChildProcess | null = null;
  #forget: () => void = () => {};

  /** Resolves when it takes connections. */
  static async start({ host = '127.0.0.1', launcher = [] }: BenchIcecastOptions = {}): Promise<BenchIcecast> {
    const file = await findProgram({
      names: ['icecast2', 'icecast'],
      notInstalled: 'Icecast is not installed.',
    });
    const account = await accountToRunAs(['icecast2', 'icecast', 'nobody']);
    const folder = await mkdtemp(path.join(tmpdir(), 'openstudio-bench-icecast-'));
    await chmod(folder, 0o755);
    const access: IcecastAccess = {
      ...{ host, port: await freePorts(), sourcePassword: 'source-of-this-bench' },
      ...{ adminUser: 'admin', adminPassword: 'admin-of-this-bench' },
    };
    await writeFile(path.join(folder, CONFIG_NAME), configOf(await readFile(TEMPLATE, 'utf8'), access));
    if (account !== null) await chown(folder, account.uid, account.gid);
    const as =
      account === null
        ? []
        : ['setpriv', `--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
    const icecast = new BenchIcecast({ access, folder, command: [...launcher, ...as, file] });
    await icecast.startAgain();
    return icecast;
  }

  private constructor(parts: {
    access: IcecastAccess;
    folder: string;
    command: readonly string[];
  }) {
    this.access = parts.access;
    this.#folder = parts.folder;
    this.#command = parts.command;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Starts the process, after `die` too; resolves with the moment at which its port took a connection. */
  async startAgain(): Promise<number> {
    const [file = '', ...args] = this.#command;
    const child = spawn(file, [...args, '-c', CONFIG_NAME], {
      cwd: this.#folder,
      stdio: 'ignore',
    });
    child.on('error', () => {});
    this.#child = child;
    this.#forget();
    this.#forget = undoAtExit(() => child.kill('SIGKILL'));
    const giveUpAtMs = performance.now() + START_DEADLINE_MS;
    while (!(await this.#takesConnections())) {
      if (child.exitCode !== null || performance.now() > giveUpAtMs)
        throw new Error('Icecast did not start.');
      await sleep(LOOK_EVERY_MS);
    }
    return performance.now();
  }

  /** kill -9. */
  async die(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** It keeps its connections and does nothing. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    await this.die();
    this.#forget();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #takesConnections(): Promise<boolean> {
    const { host, port } = this.access;
    return new Promise((resolve) => {
      const socket = connect({ host, port });
      const answer = (open: boolean) => {
        socket.destroy();
        resolve(open);
      };
      socket.once('connect', () => answer(true));
      socket.once('error', () => answer(false));
    });
  }
}

function configOf(
  template: string,
  { host, port, sourcePassword, adminUser, adminPassword }: IcecastAccess,
): string {
  const share = SHARE_FOLDERS.find((folder) => existsSync(path.join(folder, 'web'))) ?? '';
  return fillTemplate(
    template,
    {
      ICECAST_HOSTNAME: host,
      ICECAST_BIND_ADDRESS: host,
      ICECAST_PORT: port,
      ICECAST_CLIENTS: 512,
      ICECAST_LISTENERS_PER_MOUNT: 240,
      ICECAST_SOURCE_PASSWORD: sourcePassword,
      ICECAST_RELAY_PASSWORD: 'relay-of-this-bench',
      ICECAST_ADMIN_USER: adminUser,
      ICECAST_ADMIN_PASSWORD: adminPassword,
      ICECAST_WEB_ROOT: path.join(share, 'web'),
      ICECAST_ADMIN_ROOT: path.join(share, 'admin'),
      ICECAST_LOG_DIR: '.',
      ICECAST_ACCESS_LOG: 'access.log',
    },
    escapeXml,
  );
}
