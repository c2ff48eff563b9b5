/** The people of a show: a host by the owner's link and guests by an invite, each with a tone that nobody else has. */
import * as z from 'zod/mini';
import { showSlug } from '../../server/protocol/ids.ts';
import type { Studio } from '../../test/support/studio.ts';
import { StudioVisitor, type VisitorOptions } from '../../test/support/studio-visitor.ts';
import { type SocketAddress, VisitorNetwork } from '../../test/support/visitor-network.ts';
import type { Closings } from './closings.ts';

const TONE_FIRST_HZ = 400;
const TONE_STEP_HZ = 150;
/** Low enough that ten of them together stay below the limiter. */
const LEVEL_DB = -26;
/** Above this many tones they would leave the band that the judge decodes. */
const TONES_MAX = 16;

const MAIN_SHOW = z.parse(showSlug, 'main');

export type GuestOptions = {
  readonly count: number;
  /** Whether each guest's way to the studio can be spoilt. */
  readonly spoilable: boolean;
  /** Whether they receive each other. */
  readonly hears: boolean;
  /** How much faster than ours the clock of a guest runs. */
  readonly clockPpm: (guest: number) => number;
  /** Where guests open their WebSockets, given the port of the studio; on the studio's own address when missing. */
  readonly route?: (port: number) => Promise<SocketAddress>;
};

/** The tone of one person: the host is 0. Silence for those beyond what can be told apart. */
export function toneOf(person: number): number {
  return person < TONES_MAX ? TONE_FIRST_HZ + person * TONE_STEP_HZ : 0;
}

/** The way of a guest who can be spoilt. Throws for any other. */
export function networkOf({ network, name }: StudioVisitor): VisitorNetwork {
  if (network === null) throw new Error(`The way of ${name} cannot be spoilt.`);
  return network;
}

/** Signs in by the owner's link and enters the first show. */
export async function enterHost(studio: Studio, network?: VisitorNetwork): Promise<StudioVisitor> {
  return enterOwner(studio, await ownerCookie(studio), {
    name: 'Hanna Host',
    toneHz: toneOf(0),
    levelDb: LEVEL_DB,
    ...(network === undefined ? {} : { network }),
  });
}

/** What the owner's link signs in with. */
export async function ownerCookie(studio: Studio): Promise<string> {
  const claimed = await fetch(studio.ownerLink, { redirect: 'manual' });
  return claimed.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** Enters the first show by a cookie of the owner. */
export function enterOwner(
  studio: Studio,
  cookie: string,
  who: Pick<VisitorOptions, 'name' | 'toneHz' | 'levelDb' | 'network'>,
): Promise<StudioVisitor> {
  return StudioVisitor.enter({
    studioUrl: studio.url,
    credential: { kind: 'owner', show: MAIN_SHOW },
    cookie,
    ...who,
  });
}

/** The token of a fresh invite for guests. */
export async function inviteToken(host: StudioVisitor): Promise<string> {
  const { url } = await host.call('invite.create', { role: 'guest' });
  return new URL(url).pathname.split('/').at(-1) ?? '';
}

/** Lets guests in, one after the other, and takes note of them in `closings`. */
export async function enterGuests(
  { studio, host, closings }: { studio: Studio; host: StudioVisitor; closings: Closings },
  { count, spoilable, hears, clockPpm, route }: GuestOptions,
): Promise<readonly StudioVisitor[]> {
  const token = await inviteToken(host);
  const guests: StudioVisitor[] = [];
  for (let guest = 0; guest < count; guest += 1) {
    const network = await (route === undefined
      ? spoilable
        ? VisitorNetwork.open(studio.port)
        : undefined
      : route(studio.port).then(VisitorNetwork.through));
    if (network !== undefined) closings.add(network, (it) => it.close());
    const visitor = await StudioVisitor.enter({
      studioUrl: studio.url,
      credential: { kind: 'invite', token },
      name: `Guest ${guest + 1}`,
      toneHz: toneOf(guest + 1),
      levelDb: LEVEL_DB,
      clockPpm: clockPpm(guest),
      hears,
      ...(network === undefined ? {} : { network }),
    });
    guests.push(closings.add(visitor, (it) => it.vanish()));
  }
  return guests;
}
