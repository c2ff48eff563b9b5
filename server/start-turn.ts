/** The TURN server that the settings ask for: one of our own as a child, or one elsewhere. */
import { isIP } from 'node:net';
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import { loadOrCreateSecret } from './secrets.ts';
import { LocalCoturn } from './turn/local-coturn.ts';

/** `local` is null when the TURN server is elsewhere; whoever starts it owns it. */
export type StartedTurn = {
  readonly urls: readonly string[];
  readonly secret: string;
  readonly local: LocalCoturn | null;
};

/** Resolves when a local coturn answers. Throws SetupProblem. */
export async function startTurn(config: Config, log: Log): Promise<StartedTurn> {
  const { turn, dataDir, mediasoup } = config;
  if (turn.kind === 'external') return { urls: turn.urls, secret: turn.secret, local: null };
  const secret = turn.secret ?? (await loadOrCreateSecret(dataDir, 'turn-secret'));
  const announced = mediasoup.announcedAddress;
  const local = await LocalCoturn.start({
    port: turn.port,
    listenIp: mediasoup.listenIp,
    sfuIp: announced !== null && isIP(announced) !== 0 ? announced : mediasoup.listenIp,
    secret,
    dataDir,
    log,
  });
  return { urls: local.urls, secret, local };
}
