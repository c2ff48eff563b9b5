/** The Icecast that the settings ask for: one of our own as a child, or one elsewhere. */
import type { Config } from './config.ts';
import { LocalIcecast } from './icecast/local-icecast.ts';
import type { Log } from './log.ts';
import type { IcecastAccess } from './program/live-path-port.ts';

const DEFAULT_HTTP_PORT = 80;

/** `local` is null when Icecast is elsewhere; whoever starts it owns it. */
export type StartedIcecast = { readonly access: IcecastAccess; readonly local: LocalIcecast | null };

/** Resolves when a local Icecast answers; one elsewhere is not waited for, the program does that. Throws SetupProblem. */
export async function startIcecast(config: Config, log: Log): Promise<StartedIcecast> {
  const { icecast, dataDir } = config;
  if (icecast.kind === 'external') {
    const access = {
      host: icecast.url.hostname,
      port: Number(icecast.url.port) || DEFAULT_HTTP_PORT,
      sourcePassword: icecast.sourcePassword,
      adminUser: icecast.adminUser,
      adminPassword: icecast.adminPassword,
    };
    return { access, local: null };
  }
  const local = await LocalIcecast.start({
    port: icecast.port,
    dataDir,
    log,
    ...(icecast.sourcePassword !== null && { sourcePassword: icecast.sourcePassword }),
    ...(icecast.adminPassword !== null && { adminPassword: icecast.adminPassword }),
  });
  return { access: local.access, local };
}
