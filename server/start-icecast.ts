/** The Icecast that the settings ask for: one of our own as a child of the keeper, or one elsewhere. */
import type { Config } from './config.ts';
import { LocalIcecast, localIcecastAccess } from './icecast/local-icecast.ts';
import type { Log } from './log.ts';
import type { IcecastAccess } from './program/live-path-port.ts';

const DEFAULT_HTTP_PORT = 80;

/** Where it is and how to sign in: the same for the keeper, who starts it, and for the server, who does not. Throws SetupProblem. */
export async function icecastAccess({ icecast, dataDir }: Config): Promise<IcecastAccess> {
  if (icecast.kind === 'external') {
    return {
      host: icecast.url.hostname,
      port: Number(icecast.url.port) || DEFAULT_HTTP_PORT,
      sourcePassword: icecast.sourcePassword,
      adminUser: icecast.adminUser,
      adminPassword: icecast.adminPassword,
    };
  }
  const { port, sourcePassword, adminPassword } = icecast;
  return localIcecastAccess({
    port,
    dataDir,
    ...(sourcePassword !== null && { sourcePassword }),
    ...(adminPassword !== null && { adminPassword }),
  });
}

export type StartIcecastOptions = { readonly shows: readonly string[]; readonly log: Log };

/**
 * Resolves when a local Icecast answers, with standbys for `shows`; null when it is elsewhere, and not waited for: the program does that.
 * Throws SetupProblem.
 */
export async function startIcecast(
  config: Config,
  { shows, log }: StartIcecastOptions,
): Promise<LocalIcecast | null> {
  if (config.icecast.kind === 'external') return null;
  const { port, sourcePassword, adminPassword } = await icecastAccess(config);
  return LocalIcecast.start({ port, dataDir: config.dataDir, sourcePassword, adminPassword, shows, log });
}
