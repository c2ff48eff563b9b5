/** The Icecast of a plain `npm start`: a child process on loopback with generated passwords, kept running for as long as we run. */
import { rmSync } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Closable } from '../lifecycle.ts';
import { accountToRunAs } from '../process/account.ts';
import { escapeXml, fillTemplate } from '../process/config-template.ts';
import { findProgram } from '../process/find-program.ts';
import { httpProbe } from '../process/http-probe.ts';
import type { ProcessLog } from '../process/process-log.ts';
import { requireFreePort } from '../process/require-free-port.ts';
import { openRunFolder, writePrivateFile } from '../process/run-folder.ts';
import { type ChildStateListener, SupervisedChild } from '../process/supervised-child.ts';
import type { IcecastAccess } from '../program/live-path-port.ts';
import { loadOrCreateSecret, SetupProblem } from '../secrets.ts';

const HOST = '127.0.0.1';
const ADMIN_USER = 'admin';
/** The template has the mounts of this show, between two comments. */
const FIRST_SHOW = 'main';
const SHOW_PART = / {2}<!-- show:.*?<!-- end of show -->\n/s;
/** Listeners of both mounts of a full show, and 32 places for sources, admin requests and probes. */
const CLIENTS = 512;
const LISTENERS_PER_MOUNT = 240;
/** Answered with 404, which is an answer. The status pages can crash an Icecast 2.4.4 that is just starting. */
const PROBE_PATH = '/alive';
const CONFIG_NAME = 'icecast.xml';
const TEMPLATE = new URL('../../icecast/icecast.xml.template', import.meta.url);
const ACCOUNTS = ['icecast2', 'icecast', 'nobody'];
/** Where systems keep the pages, status-json.xsl among them; each has the folders web and admin. */
const SHARE_FOLDERS = [
  '/usr/share/icecast2',
  '/usr/share/icecast',
  '/usr/local/share/icecast',
  '/opt/homebrew/share/icecast',
];

const NOT_INSTALLED =
  'Icecast is not installed. Run: sudo apt-get install icecast2 (macOS: brew install icecast). Or set ICECAST_URL to use one elsewhere.';

export type LocalIcecastOptions = {
  readonly port: number;
  readonly dataDir: string;
  readonly log: ProcessLog;
  /** The shows whose mounts have a standby to fall back to; the first show when missing. */
  readonly shows?: readonly string[];
  /** Chosen by the person who runs the studio; generated and kept in DATA_DIR when missing. */
  readonly sourcePassword?: string;
  readonly adminPassword?: string;
};

/** How to sign in to it, whether it runs or not: every process that has the same settings and the same DATA_DIR gets the same. */
export async function localIcecastAccess({
  port,
  dataDir,
  sourcePassword,
  adminPassword,
}: Omit<LocalIcecastOptions, 'log' | 'shows'>): Promise<IcecastAccess> {
  return {
    host: HOST,
    port,
    sourcePassword: sourcePassword ?? (await loadOrCreateSecret(dataDir, 'icecast-source-password')),
    adminUser: ADMIN_USER,
    adminPassword: adminPassword ?? (await loadOrCreateSecret(dataDir, 'icecast-admin-password')),
  };
}

/** A running Icecast and how to sign in to it. Comes back by itself when it is killed; its listeners and sources must connect again. */
export class LocalIcecast extends Closable {
  readonly access: IcecastAccess;
  readonly #child: SupervisedChild;
  readonly #configPath: string;

  private constructor(access: IcecastAccess, child: SupervisedChild, configPath: string) {
    super();
    this.access = access;
    this.#configPath = configPath;
    this.#child = this.own(child);
  }

  /** Resolves when Icecast answers HTTP. Throws SetupProblem when it is not installed, its port is in use or it does not start. */
  static async start(options: LocalIcecastOptions): Promise<LocalIcecast> {
    const { port, dataDir, log } = options;
    const file = await findProgram({ names: ['icecast2', 'icecast'], notInstalled: NOT_INSTALLED });
    const pages = await findPages(file);
    const account = await accountToRunAs(ACCOUNTS);
    await requireFreePort({ protocol: 'tcp', host: HOST, port, program: 'Icecast', setting: 'ICECAST_PORT' });

    const access = await localIcecastAccess(options);
    const relayPassword = await loadOrCreateSecret(dataDir, 'icecast-relay-password');
    const template = withShows(await readFile(TEMPLATE, 'utf8'), options.shows ?? [FIRST_SHOW]);
    const config = renderConfig(template, { access, relayPassword, pages });
    const folder = await openRunFolder(dataDir, 'icecast', account);
    const configPath = join(folder, CONFIG_NAME);

    const child = await SupervisedChild.start({
      name: 'Icecast',
      command: { file, args: ['-c', CONFIG_NAME], cwd: folder, account },
      prepare: async () => {
        await openRunFolder(dataDir, 'icecast', account);
        await writePrivateFile(configPath, config, account);
      },
      probe: (signal) => httpProbe(`http://${HOST}:${port}${PROBE_PATH}`, signal),
      redact: [access.sourcePassword, access.adminPassword, relayPassword],
      log,
    }).catch((error: unknown) => {
      rmSync(configPath, { force: true });
      throw error;
    });
    log.info({ port }, 'Icecast started.');
    return new LocalIcecast(access, child, configPath);
  }

  /** The process id of the present Icecast, or null while it is being started again. */
  get pid(): number | null {
    return this.#child.pid;
  }

  /** How often it was started again. */
  get restarts(): number {
    return this.#child.restarts;
  }

  /** Icecast's own last lines, oldest first, without secrets. */
  lastLines(count: number): readonly string[] {
    return this.#child.lastLines(count);
  }

  /** Tells of every change from now on. Returns the way to unsubscribe. */
  onState(listener: ChildStateListener): () => void {
    return this.#child.onState(listener);
  }

  /** Ends Icecast within 4 s, then closes. Its listeners are cut. */
  async stop(): Promise<void> {
    await this.#child.stop();
    this.close('stopped');
  }

  protected override onClose(): void {
    rmSync(this.#configPath, { force: true });
  }
}

/** The template with the part of the first show once for each of `shows`. Throws when the part is not there. */
export function withShows(template: string, shows: readonly string[]): string {
  const part = SHOW_PART.exec(template)?.[0];
  if (part === undefined) throw new Error('The template has no part for a show.');
  const parts = shows.map((show) => part.replaceAll(`/${FIRST_SHOW}`, `/${escapeXml(show)}`));
  return template.replace(part, () => parts.join('\n'));
}

type ConfigParts = { readonly access: IcecastAccess; readonly relayPassword: string; readonly pages: string };

function renderConfig(template: string, { access, relayPassword, pages }: ConfigParts): string {
  return fillTemplate(
    template,
    {
      ICECAST_HOSTNAME: 'localhost',
      ICECAST_BIND_ADDRESS: access.host,
      ICECAST_PORT: access.port,
      ICECAST_CLIENTS: CLIENTS,
      ICECAST_LISTENERS_PER_MOUNT: LISTENERS_PER_MOUNT,
      ICECAST_SOURCE_PASSWORD: access.sourcePassword,
      ICECAST_RELAY_PASSWORD: relayPassword,
      ICECAST_ADMIN_USER: access.adminUser,
      ICECAST_ADMIN_PASSWORD: access.adminPassword,
      ICECAST_WEB_ROOT: join(pages, 'web'),
      ICECAST_ADMIN_ROOT: join(pages, 'admin'),
      ICECAST_LOG_DIR: '.',
      ICECAST_ACCESS_LOG: 'access.log',
    },
    escapeXml,
  );
}

/** The folder that holds Icecast's pages; beside the program first, then where systems usually keep it. */
async function findPages(program: string): Promise<string> {
  const prefix = dirname(dirname(program));
  for (const folder of [join(prefix, 'share/icecast2'), join(prefix, 'share/icecast'), ...SHARE_FOLDERS]) {
    const found = await access(join(folder, 'web/status-json.xsl')).then(
      () => true,
      () => false,
    );
    if (found) return folder;
  }
  throw new SetupProblem(
    `The pages of Icecast (status-json.xsl) were not found near ${program}. Install Icecast again.`,
  );
}
