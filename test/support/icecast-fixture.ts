/** A real Icecast for one test: own port, own configuration, own log, and every way to die. Runs as root, too. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AdminClient } from '../../server/icecast/admin-client.ts';
import type { IcecastAccess } from '../../server/program/live-path-port.ts';
import { freePorts } from './free-ports.ts';
import { until } from './until.ts';

export type IcecastFixtureOptions = {
  /** A free one by default. */
  readonly port?: number;
  readonly sources?: number;
  readonly sourceTimeoutS?: number;
  /** What a new listener gets at once; 0 makes listeners hear what happens now. */
  readonly burstBytes?: number;
};

const SHARE_FOLDERS = ['/usr/share/icecast2', '/usr/share/icecast', '/usr/local/share/icecast'];

export class IcecastFixture {
  readonly access: IcecastAccess;
  readonly admin: AdminClient;
  readonly #folder: string;
  #child: ChildProcess | null = null;

  /** Resolves when it answers. */
  static async start(options: IcecastFixtureOptions = {}): Promise<IcecastFixture> {
    const fixture = await IcecastFixture.prepare(options);
    await fixture.start();
    return fixture;
  }

  /** Everything but the process. */
  static async prepare(options: IcecastFixtureOptions = {}): Promise<IcecastFixture> {
    const folder = await mkdtemp(path.join(tmpdir(), 'openstudio-icecast-'));
    // The account that Icecast changes to writes its log here.
    await chmod(folder, 0o777);
    const port = options.port ?? (await freePorts());
    const fixture = new IcecastFixture(folder, port);
    await writeFile(path.join(folder, 'icecast.xml'), fixture.#config(options));
    return fixture;
  }

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.access = {
      ...{ host: '127.0.0.1', port, sourcePassword: 'source-of-this-test' },
      ...{ adminUser: 'admin', adminPassword: 'admin-of-this-test' },
    };
    this.admin = new AdminClient(this.access);
  }

  url(mount: string): string {
    return `http://127.0.0.1:${this.access.port}/${mount}`;
  }

  /** Starts the process, again after `die` too. */
  async start(): Promise<void> {
    const child = spawn('icecast2', ['-c', path.join(this.#folder, 'icecast.xml')], { stdio: 'ignore' });
    child.on('error', () => {});
    this.#child = child;
    await until('Icecast answers', () => {
      if (child.exitCode !== null) throw new Error(`Icecast ended with code ${child.exitCode}.`);
      return this.admin.mounts().catch(() => null);
    });
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

  /** How often a source took this mount since the fixture was made. */
  async sourceConnections(mount: string): Promise<number> {
    const log = await this.errorLog();
    return log.split(`Source logging in at mountpoint "/${mount}"`).length - 1;
  }

  /** The whole error log, at debug level. */
  errorLog(): Promise<string> {
    return readFile(path.join(this.#folder, 'error.log'), 'utf8');
  }

  /** Kills the process and removes its folder. */
  async stop(): Promise<void> {
    await this.die();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #config({ sources = 10, sourceTimeoutS = 10, burstBytes = 16_384 }: IcecastFixtureOptions): string {
    const share = SHARE_FOLDERS.find((folder) => existsSync(folder)) ?? '';
    const account = '<changeowner><user>nobody</user><group>nogroup</group></changeowner>';
    return `<icecast>
  <hostname>127.0.0.1</hostname>
  <limits>
    <clients>100</clients><sources>${sources}</sources><queue-size>524288</queue-size>
    <burst-size>${burstBytes}</burst-size><source-timeout>${sourceTimeoutS}</source-timeout>
  </limits>
  <authentication>
    <source-password>${this.access.sourcePassword}</source-password>
    <admin-user>${this.access.adminUser}</admin-user><admin-password>${this.access.adminPassword}</admin-password>
  </authentication>
  <listen-socket><port>${this.access.port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
  <mount type="default"><charset>UTF-8</charset></mount>
  <paths>
    <logdir>${this.#folder}</logdir><webroot>${share}/web</webroot><adminroot>${share}/admin</adminroot>
  </paths>
  <logging><accesslog>access.log</accesslog><errorlog>error.log</errorlog><loglevel>4</loglevel></logging>
  <security><chroot>0</chroot>${process.getuid?.() === 0 ? account : ''}</security>
</icecast>
`;
  }
}
