/** Icecast's admin interface: titles, removing a dead source, and what is on which mount. The password shows in no error. */
import { request } from 'node:http';
import { StudioError } from '../errors.ts';
import { type MountStats, parseMountStats } from './mount-stats.ts';
import { mountPath } from './source-request.ts';

export type AdminAccess = {
  readonly host: string;
  readonly port: number;
  readonly adminUser: string;
  readonly adminPassword: string;
};

const REQUEST_TIMEOUT_MS = 1500;
const BODY_MAX_BYTES = 1024 * 1024;

export class AdminClient {
  readonly #access: AdminAccess;

  constructor(access: AdminAccess) {
    this.#access = access;
  }

  /**
   * Shows a title on a mount that has no place for it in its bytes (MP3). An empty title or `-` is not sent: 2.4.4 breaks its own status
   * page with one. All methods throw `icecast_unreachable` when nothing answers, `mount_refused` when the admin password is wrong and
   * `mount_rejected` when the mount has no source.
   */
  async setTitle(mount: string, title: string): Promise<void> {
    if (title === '' || title === '-') return;
    await this.#get('/admin/metadata', {
      mount: mountPath(mount),
      mode: 'updinfo',
      charset: 'UTF-8',
      song: title,
    });
  }

  /** Removes whatever source holds the mount. */
  async killSource(mount: string): Promise<void> {
    await this.#get('/admin/killsource', { mount: mountPath(mount) });
  }

  /** The mounts that have a source, by name without the slash. */
  async mounts(): Promise<ReadonlyMap<string, MountStats>> {
    return parseMountStats(await this.#get('/admin/stats', {}));
  }

  #get(path: string, query: Readonly<Record<string, string>>): Promise<string> {
    const { host, port, adminUser, adminPassword } = this.#access;
    return new Promise((resolve, reject) => {
      const call = request(
        {
          ...{ host, port, path: `${path}?${new URLSearchParams(query)}`, agent: false },
          auth: `${adminUser}:${adminPassword}`,
          headers: { 'User-Agent': 'OpenStudio' },
          signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
        },
        (response) => {
          const chunks: Buffer[] = [];
          let length = 0;
          response.on('data', (chunk: Buffer) => {
            length += chunk.length;
            if (length <= BODY_MAX_BYTES) chunks.push(chunk);
          });
          response.on('error', () => reject(unreachable(host, port)));
          response.on('end', () => {
            const problem = statusProblem(response.statusCode ?? 0, path);
            if (problem === null) resolve(Buffer.concat(chunks).toString('utf8'));
            else reject(problem);
          });
        },
      );
      call.on('error', () => reject(unreachable(host, port)));
      call.end();
    });
  }
}

function unreachable(host: string, port: number): StudioError {
  return new StudioError(
    'icecast_unreachable',
    `The admin interface of Icecast at ${host}:${port} does not answer.`,
  );
}

function statusProblem(status: number, path: string): StudioError | null {
  if (status >= 200 && status < 300) return null;
  if (status === 401) return new StudioError('mount_refused', 'Icecast refused the admin password.');
  return new StudioError('mount_rejected', `Icecast answered ${path} with status ${status}.`);
}
