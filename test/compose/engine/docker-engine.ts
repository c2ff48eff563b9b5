/** The Docker engine as the compose tests use it: the one that answers, or one of our own for as long as they run. */
import Docker from 'dockerode';
import { widenedPath } from '../../../server/setup/commands.mjs';
import { openEngine } from '../../../server/setup/engine.mjs';
import { ownCacheDirectory } from '../../../server/setup/paths.mjs';

export type DockerEngine = {
  readonly docker: Docker;
  /** For DOCKER_HOST. */
  readonly host: string;
  /** Ends it if it is ours. */
  close(): Promise<void>;
};

/** Throws with a sentence when none runs and none can be started. */
export async function openDockerEngine(): Promise<DockerEngine> {
  const env = { ...process.env, PATH: widenedPath(process.env.PATH) };
  const engine = await openEngine({ env, cacheDir: ownCacheDirectory() });
  if ('missing' in engine) throw new Error(`The compose stack cannot be tested here: ${engine.missing}.`);
  return { docker: clientOf(engine.host), host: engine.host, close: engine.close };
}

function clientOf(host: string): Docker {
  const url = new URL(host);
  return url.protocol === 'unix:'
    ? new Docker({ socketPath: url.pathname })
    : new Docker({ host: url.hostname, port: Number(url.port) });
}
