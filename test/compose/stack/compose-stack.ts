/** A stack of our own for the checks: images built, secrets made as people make them, started on free ports, and removed with everything. */
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { findCommand, widenedPath } from '../../../server/setup/commands.mjs';
import { ownAddress } from '../../../server/setup/secrets-plan.mjs';
import { freePorts } from '../../support/free-ports.ts';
import { standInImages } from '../base-images/base-images.ts';
import { type ComposeCommand, findCompose } from '../engine/compose-command.ts';
import { type DockerEngine, openDockerEngine } from '../engine/docker-engine.ts';
import { run } from '../engine/run.ts';
import { ownProject, removeLeftovers, removeOldImages } from './leftovers.ts';
import type { OwnStack, Service } from './stack.ts';

const PROJECT_ROOT = path.resolve(import.meta.dirname, '../../..');
const WORKERS = 2;
/** Studio, Icecast, relay twice, Caddy twice, Prometheus. */
const FIXED_PORTS = 7;
/** A browser makes an allocation for each network of the machine, and a machine with an engine has several; the checks ask for a dozen at once. */
const RELAY_PORTS = 64;

/** Only root on Debian can; elsewhere, and when OPENSTUDIO_PULL_BASES is 1, the bases are pulled. */
function canMakeStandIns(): boolean {
  const path = widenedPath(process.env.PATH);
  const hasTools = ['debootstrap', 'apt-get'].every((name) => findCommand(name, path) !== undefined);
  return process.getuid?.() === 0 && hasTools && process.env.OPENSTUDIO_PULL_BASES !== '1';
}

/** Says what it is doing: the first build takes minutes. */
function tell(text: string): void {
  process.stderr.write(`  compose: ${text}\n`);
}

export class ComposeStack {
  readonly stack: OwnStack;
  readonly #engine: DockerEngine;
  readonly #folder: string;

  /** Everything up to `docker compose build`. Throws with the builder's last words. */
  static async build(): Promise<ComposeStack> {
    const engine = await openDockerEngine();
    const folder = await mkdtemp(path.join(tmpdir(), 'openstudio-stack-'));
    try {
      await removeLeftovers(engine.docker);
      await removeOldImages(engine.docker);
      const command = await findCompose();
      const startedAtMs = performance.now();
      const standIns = canMakeStandIns() ? await standInImages(engine.docker, tell) : null;
      const stack = await describeStack({ engine, command, folder, bases: standIns?.arguments ?? {} });
      const own = new ComposeStack(stack, engine, folder);
      tell('Building the images; from nothing some minutes on two cores.');
      await standIns?.forServer;
      await Promise.all([
        stack.compose(['--profile', 'demo', 'build', 'server', 'demo']),
        standIns?.all.then(() => stack.compose(['build', 'icecast', 'coturn'])),
      ]);
      if (standIns === null) await stack.compose(['build']);
      tell(`Built in ${Math.round((performance.now() - startedAtMs) / 1000)} s.`);
      return own;
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      await engine.close();
      throw error;
    }
  }

  private constructor(stack: OwnStack, engine: DockerEngine, folder: string) {
    this.stack = stack;
    this.#engine = engine;
    this.#folder = folder;
  }

  async up(): Promise<void> {
    const startedAtMs = performance.now();
    await this.stack.compose(['up', '-d', '--wait']);
    tell(`All are healthy after ${Math.round((performance.now() - startedAtMs) / 1000)} s.`);
  }

  /** Also after a failed test: no container, volume or network stays, and no engine of ours. */
  async close(): Promise<void> {
    try {
      await this.stack.compose(['--profile', '*', 'down', '-v', '--remove-orphans', '--timeout', '15']);
    } finally {
      await this.#engine.close();
      await rm(this.#folder, { recursive: true, force: true });
    }
  }
}

type Parts = {
  readonly engine: DockerEngine;
  readonly command: ComposeCommand;
  readonly folder: string;
  readonly bases: Readonly<Record<string, string>>;
};

async function describeStack({ engine, command, folder, bases }: Parts): Promise<OwnStack> {
  const publicIp = ownAddress(networkInterfaces());
  if (publicIp === undefined) throw new Error('This machine has no address but loopback; browsers need one.');
  const first = await freePorts(FIXED_PORTS + WORKERS + RELAY_PORTS);
  const [http, icecast, turn, turnTls, caddy] = [first, first + 1, first + 2, first + 3, first + 4];
  const media = first + FIXED_PORTS;
  const relayPorts = { min: media + WORKERS, max: media + WORKERS + RELAY_PORTS - 1 };
  const secrets = await makeSecrets(folder, publicIp);
  const project = await ownProject();
  const environment: Readonly<Record<string, string>> = {
    ...bases,
    COMPOSE_PROJECT_NAME: project,
    VERSION: 'check',
    REVISION: 'first',
    PUBLIC_URL: `http://localhost:${http}`,
    PUBLIC_IP: publicIp,
    // As when nobody has said anything of it.
    ICECAST_PUBLIC_URL: '',
    HTTP_PORT: String(http),
    ICECAST_PORT: String(icecast),
    TURN_PORT: String(turn),
    TURN_TLS_PORT: String(turnTls),
    TURN_RELAY_PORT_MIN: String(relayPorts.min),
    TURN_RELAY_PORT_MAX: String(relayPorts.max),
    MEDIASOUP_PORT: String(media),
    MEDIASOUP_PORTS: `${media}-${media + WORKERS - 1}`,
    MEDIASOUP_NUM_WORKERS: String(WORKERS),
    TURN_CERTIFICATES: await makeCertificate(folder),
    TURN_LOG_SESSIONS: '1',
    DOMAIN: 'localhost',
    CADDY_HTTP_PORT: String(caddy),
    CADDY_HTTPS_PORT: String(caddy + 1),
    PROMETHEUS_PORT: String(caddy + 2),
    SECRETS: path.join(folder, '.secrets'),
  };
  const file = path.join(folder, '.env');
  const text = await readFile(file, 'utf8');
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(file, `${text}\n${lines.join('')}`);
  const words = [...command.words, '-p', project, '--project-directory', PROJECT_ROOT, '--env-file', file];
  const env = { DOCKER_HOST: engine.host, DOCKER_BUILDKIT: '1', BUILDKIT_PROGRESS: 'plain' };
  return {
    url: `http://localhost:${http}`,
    ownerLink: `http://localhost:${http}/claim/${secrets.get('owner-token')}`,
    icecastUrl: `http://127.0.0.1:${icecast}`,
    mountsUrl: `http://127.0.0.1:${icecast}`,
    docker: engine.docker,
    project,
    publicIp,
    turnPort: turn,
    turnTlsPort: turnTls,
    httpPort: caddy,
    httpsPort: caddy + 1,
    relayPorts,
    environment,
    declaredPorts: {
      tcp: [http, icecast, turn, turnTls, media, media + 1],
      udp: [turn, turnTls, media, media + 1],
    },
    secrets,
    compose: (more, extra = {}) =>
      run(command.file, [...words, ...more], { cwd: PROJECT_ROOT, env: { ...env, ...extra } }),
    container: async (service: Service) => {
      const filters = {
        label: [`com.docker.compose.project=${project}`, `com.docker.compose.service=${service}`],
      };
      const [found] = await engine.docker.listContainers({ all: true, filters });
      if (found === undefined) throw new Error(`The stack has no container of ${service}.`);
      return engine.docker.getContainer(found.Id);
    },
  };
}

/** `npm run secrets`, into a folder of ours. */
async function makeSecrets(folder: string, ip: string): Promise<ReadonlyMap<string, string>> {
  const script = path.join(PROJECT_ROOT, 'server/setup/secrets.mjs');
  await run(process.execPath, [script, '--ip', ip, '--into', folder]);
  const names = await readdir(path.join(folder, '.secrets'));
  const entries = names.map(
    async (name) => [name, (await readFile(path.join(folder, '.secrets', name), 'utf8')).trim()] as const,
  );
  return new Map(await Promise.all(entries));
}

/** A certificate of our own making for the relay, in a folder that the account of its container may read. */
async function makeCertificate(folder: string): Promise<string> {
  const target = path.join(folder, 'certificates');
  await mkdir(target, { mode: 0o755 });
  const [key, certificate] = ['privkey.pem', 'fullchain.pem'].map((name) => path.join(target, name));
  const words = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=relay.test'];
  await run('openssl', ['req', ...words, '-keyout', String(key), '-out', String(certificate)]);
  await chmod(String(key), 0o644);
  return target;
}
