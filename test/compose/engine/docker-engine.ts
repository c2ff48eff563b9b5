/** A Docker engine for the compose tests: the one that runs, or one of our own that is started and stopped again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Docker from 'dockerode';
import { until } from '../../support/until.ts';
import { cacheFolder } from './cache.ts';
import { attempt } from './run.ts';

const USUAL_SOCKET = '/var/run/docker.sock';
const READY_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 30_000;

export class DockerEngine {
  readonly docker: Docker;
  /** For DOCKER_HOST. */
  readonly host: string;
  readonly #process: ChildProcess | null;
  readonly #folder: string | null;

  /** Throws with a sentence when none runs and none can be started. */
  static async open(): Promise<DockerEngine> {
    const host = process.env.DOCKER_HOST ?? `unix://${USUAL_SOCKET}`;
    if (await answers(clientOf(host))) return new DockerEngine(host, null, null);
    if (process.getuid?.() !== 0)
      throw new Error(
        'No Docker engine answers, and only root can start one. Start it: systemctl start docker',
      );
    return DockerEngine.#start();
  }

  /** Its images are in the cache, so that the next run finds them; its socket and its state are in a folder of this run. */
  static async #start(): Promise<DockerEngine> {
    const folder = await mkdtemp(path.join(tmpdir(), 'openstudio-engine-'));
    const host = `unix://${path.join(folder, 'docker.sock')}`;
    const words = [
      ...['--host', host, '--data-root', await cacheFolder('engine')],
      ...['--exec-root', path.join(folder, 'exec'), '--pidfile', path.join(folder, 'docker.pid')],
    ];
    const child = spawn('dockerd', words, { stdio: ['ignore', 'pipe', 'pipe'] });
    const log = createWriteStream(path.join(folder, 'dockerd.log'));
    child.stdout.pipe(log);
    child.stderr.pipe(log);
    let ended = false;
    child.once('error', () => {
      ended = true;
    });
    child.once('exit', () => {
      ended = true;
    });
    const engine = new DockerEngine(host, child, folder);
    try {
      await until(
        'the Docker engine answers',
        async () => ended || answers(engine.docker),
        READY_DEADLINE_MS,
      );
      if (ended) throw new Error(`dockerd ended at once; see ${path.join(folder, 'dockerd.log')}.`);
      return engine;
    } catch (error) {
      child.kill('SIGTERM');
      throw error;
    }
  }

  private constructor(host: string, process: ChildProcess | null, folder: string | null) {
    this.host = host;
    this.docker = clientOf(host);
    this.#process = process;
    this.#folder = folder;
  }

  /** Ends it if it is ours. */
  async close(): Promise<void> {
    const child = this.#process;
    if (child === null || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
    await ended;
    clearTimeout(kill);
    if (this.#folder === null) return;
    // It leaves the name of a network namespace mounted.
    await attempt('umount', [path.join(this.#folder, 'exec/netns/default')]);
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function clientOf(host: string): Docker {
  const url = new URL(host);
  return url.protocol === 'unix:'
    ? new Docker({ socketPath: url.pathname })
    : new Docker({ host: url.hostname, port: Number(url.port) });
}

async function answers(docker: Docker): Promise<boolean> {
  return docker.ping().then(
    () => true,
    () => false,
  );
}
