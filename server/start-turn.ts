/** The TURN server that the settings ask for: one of our own as a child of the keeper, or one elsewhere. */
import { isIP } from 'node:net';
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import { loadOrCreateSecret } from './secrets.ts';
import { LocalCoturn } from './turn/local-coturn.ts';

const EVERY_ADDRESS: readonly string[] = ['0.0.0.0', '::'];

/** What browsers are told, and what their credentials are made with. */
export type TurnAccess = { readonly urls: readonly string[]; readonly secret: string };

/** The same for the keeper, who starts it, and for the server, who does not. Throws SetupProblem. */
export async function turnAccess(config: Config): Promise<TurnAccess> {
  const { turn, dataDir } = config;
  if (turn.kind === 'external') return { urls: turn.urls, secret: turn.secret };
  const secret = turn.secret ?? (await loadOrCreateSecret(dataDir, 'turn-secret'));
  const { listenIp, sfuIp } = addressesOf(config);
  const ip = EVERY_ADDRESS.includes(listenIp) ? sfuIp : listenIp;
  const host = isIP(ip) === 6 ? `[${ip}]` : ip;
  return {
    urls: ['udp', 'tcp'].map((transport) => `turn:${host}:${turn.port}?transport=${transport}`),
    secret,
  };
}

/** Resolves when a local coturn answers; null when the TURN server is elsewhere. Throws SetupProblem. */
export async function startTurn(config: Config, log: Log): Promise<LocalCoturn | null> {
  const { turn, dataDir } = config;
  if (turn.kind === 'external') return null;
  const { secret } = await turnAccess(config);
  return LocalCoturn.start({ port: turn.port, ...addressesOf(config), secret, dataDir, log });
}

function addressesOf({ mediasoup }: Config): { listenIp: string; sfuIp: string } {
  const { listenIp, announcedAddress } = mediasoup;
  return {
    listenIp,
    sfuIp: announcedAddress !== null && isIP(announcedAddress) !== 0 ? announcedAddress : listenIp,
  };
}
