/** A real gateway on a real port, in front of a real room that stands on fakes; one owner cookie and two invites are known. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type ShowSlug, showSlug } from '#protocol/ids.ts';
import type { LobbyRule, Role } from '#protocol/people.ts';
import { StudioError } from '../../../../server/errors.ts';
import type { Log } from '../../../../server/log.ts';
import { Metrics } from '../../../../server/metrics.ts';
import type { Room } from '../../../../server/room/room.ts';
import type { Door } from '../../../../server/signaling/door.ts';
import { Gateway, type GatewayLimits } from '../../../../server/signaling/gateway.ts';
import { Gate } from '../../../support/fakes/gate.ts';
import { type RoomOnFakes, roomOnFakes } from '../../../support/fakes/room-on-fakes.ts';
import { silentLog } from '../../../support/fakes/silent-log.ts';
import { type BrowserOptions, RawBrowser } from './raw-browser.ts';

export const MAIN = showSlug.parse('main');
export const OWNER_COOKIE = 'owner=yes';
export const HOST_INVITE = 'host-invite-token';
export const GUEST_INVITE = 'guest-invite-token';
export const ICE_SERVERS = [{ urls: ['turn:localhost:3478'], username: 'name', credential: 'word' }];

const INVITES: Readonly<Record<string, Role>> = { [HOST_INVITE]: 'host', [GUEST_INVITE]: 'guest' };

export type GatewayOnFakes = RoomOnFakes & {
  readonly gateway: Gateway;
  readonly metrics: Metrics;
  readonly port: number;
  readonly origin: string;
  /** Shut, it keeps the opening of rooms waiting. */
  readonly openGate: Gate;
  browser(options?: BrowserOptions): Promise<RawBrowser>;
  /** A browser that has entered as the owner. */
  host(name?: string): Promise<RawBrowser>;
  /** A browser that has entered with the guest invite. */
  guest(name?: string): Promise<RawBrowser>;
  close(): Promise<void>;
};

export async function gatewayOnFakes(
  options: { limits?: Partial<GatewayLimits>; log?: Log; trustProxy?: boolean; lobby?: LobbyRule } = {},
): Promise<GatewayOnFakes> {
  const fakes = await roomOnFakes({
    memory: { people: [], liveWanted: false, lobby: options.lobby ?? 'open' },
  });
  const openGate = new Gate();
  const server = createServer((_request, response) => response.end('plain HTTP'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const origin = `http://localhost:${address.port}`;
  const metrics = new Metrics({ version: 'test', withProcess: false });
  const gateway = new Gateway({
    server,
    door: doorOf(fakes.room, openGate),
    allowedOrigins: [origin, `http://127.0.0.1:${address.port}`],
    isOwner: (cookie) => cookie === OWNER_COOKIE,
    metrics,
    log: options.log ?? silentLog,
    ...(options.limits && { limits: options.limits }),
    ...(options.trustProxy && { trustProxy: true }),
  });
  let guests = 0;
  const browser = (browserOptions: BrowserOptions = {}) =>
    RawBrowser.connect(`ws://127.0.0.1:${address.port}/ws`, { defaultOrigin: origin, ...browserOptions });
  return {
    ...fakes,
    gateway,
    metrics,
    port: address.port,
    origin,
    openGate,
    browser,
    async host(name = 'Hanna') {
      const entered = await browser({ cookie: OWNER_COOKIE });
      await entered.call('room.enter', { credential: { kind: 'owner', show: MAIN }, name });
      return entered;
    },
    async guest(name = 'Gero') {
      const entered = await browser();
      // A link for each: where one is removed, others by his link would have to wait.
      const token = `${GUEST_INVITE}-${++guests}`;
      await entered.call('room.enter', { credential: { kind: 'invite', token }, name });
      return entered;
    },
    async close() {
      fakes.room.close('test ends');
      await gateway.stop('test ends');
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function doorOf(room: Room, openGate: Gate): Door {
  let inviteCount = 0;
  const revoked = new Set<string>();
  const known = (token: string) => {
    const role = INVITES[token] ?? (token.startsWith(GUEST_INVITE) ? 'guest' : undefined);
    return role === undefined ? undefined : { show: MAIN, role, expiresAtMs: 1 };
  };
  return {
    rooms: {
      async open(slug: ShowSlug): Promise<Room> {
        await openGate.pass();
        if (slug !== MAIN) throw new StudioError('show_not_found');
        return room;
      },
    },
    store: {
      show: (slug) => (slug === MAIN ? {} : undefined),
      findInvite: (token) => (revoked.has(token) ? undefined : known(token)),
      findRevokedInvite: (token) => (revoked.has(token) ? known(token) : undefined),
      revokeInvites({ role }) {
        for (const [token, of] of Object.entries(INVITES)) if (of === role) revoked.add(token);
      },
      createInvite: ({ show, role }) => ({ token: `fresh-${++inviteCount}`, show, role, expiresAtMs: 1 }),
    },
    iceServersFor: () => ICE_SERVERS,
    publicUrl: new URL('https://studio.example'),
  };
}
