/** What the studio tells a browser about its relay, read from a real session: so the checks need no secret of the stack. */
import * as z from 'zod';
import { iceServer } from '#protocol/media.ts';
import { HostDesk } from '../../support/host-desk.ts';
import type { TurnCredential, TurnPlace } from '../../support/turn-visitor.ts';

const opened = z.object({ iceServers: z.array(iceServer).min(1) });

export type RelayAccess = TurnCredential & { readonly udp: TurnPlace; readonly tcp: TurnPlace };

export async function relayAccess(ownerLink: string): Promise<RelayAccess> {
  const desk = await HostDesk.enter(ownerLink, 'Rita Relay');
  try {
    const { iceServers } = opened.parse(await desk.request('media.open', {}));
    const [server] = iceServers;
    if (server === undefined) throw new Error('The studio names no relay.');
    return {
      username: server.username,
      password: server.credential,
      udp: placeOf(server.urls, 'udp'),
      tcp: placeOf(server.urls, 'tcp'),
    };
  } finally {
    await desk.request('room.leave', {}).catch(() => {});
    desk.close();
  }
}

function placeOf(urls: readonly string[], transport: 'udp' | 'tcp'): TurnPlace {
  for (const url of urls) {
    const [, host, port, wanted] = /^turn:(.+):(\d+)\?transport=(udp|tcp)$/.exec(url) ?? [];
    if (host !== undefined && wanted === transport) return { host, port: Number(port), transport };
  }
  throw new Error(`The studio names no relay over ${transport}.`);
}
