/** The relay: it answers, it serves whoever the studio sent, and it is a wall to everything else (rows S13, S14, S15). */
import { beforeAll, describe, expect, test } from 'vitest';
import { turnServers } from '../../../server/turn/credentials.ts';
import { type TurnPlace, TurnVisitor } from '../../support/turn-visitor.ts';
import { type RelayAccess, relayAccess } from '../stack/relay-access.ts';
import type { Stack } from '../stack/stack.ts';

/** The target of row S15 for a bare question of 20 bytes. */
const BINDING_AMPLIFICATION_MAX = 1.6;
/** Realm and nonce have to be in it, so it is longer than the question; 28 bytes are asked with. */
const REFUSAL_AMPLIFICATION_MAX = 3;
const ALLOCATIONS_MAX = 12;
const LIFE_MAX_SECONDS = 600;
/** Where channel numbers begin (RFC 8656). */
const FIRST_CHANNEL = 0x4000;
/** Row S15, in a second; a second may begin and end within the flood. */
const FLOOD_ANSWERS_MAX = 20;
const FLOOD_QUESTIONS = 80;

/** Loopback, cloud metadata, private, carrier, test, multicast, reserved and foreign addresses, IPv4 written as IPv6, and IPv6 of each kind. */
const FORBIDDEN_PEERS = [
  ...['127.0.0.1', '127.0.0.53', '127.255.255.254', '0.0.0.0', '169.254.169.254', '169.254.170.2'],
  ...[
    '10.0.0.1',
    '10.255.255.254',
    '172.16.0.1',
    '172.17.0.1',
    '172.31.255.254',
    '192.168.0.1',
    '192.168.255.254',
  ],
  ...['100.64.0.1', '100.100.100.200', '192.0.0.192', '198.18.0.1', '198.51.100.7', '203.0.113.7'],
  ...['224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255', '8.8.8.8', '1.1.1.1'],
  ...['::1', '::', '::ffff:127.0.0.1', '::ffff:169.254.169.254', '::ffff:10.0.0.1', '64:ff9b::7f00:1'],
  ...['2002:7f00:1::', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'ff02::1', '2001:4860:4860::8888'],
];

async function visit<T>(place: TurnPlace, look: (visitor: TurnVisitor) => Promise<T>): Promise<T> {
  const visitor = await TurnVisitor.open(place);
  try {
    return await look(visitor);
  } finally {
    visitor.close();
  }
}

/** What only the stack's own machine knows. */
export type TurnInsight = {
  /** Addresses of its containers and its gateways. */
  readonly peers: () => Promise<readonly string[]>;
  readonly secret: () => string;
  /** Whether its program can limit what it answers to strangers: coturn of Debian 12 cannot. */
  readonly limitsStrangers: () => Promise<boolean>;
  /** Where it listens for TLS. */
  readonly tlsPort: () => number;
};

export function turnChecks(stack: () => Stack, insight?: TurnInsight): void {
  describe('the relay', () => {
    let access: RelayAccess;
    beforeAll(async () => {
      access = await relayAccess(stack().ownerLink);
    });

    describe.each(['udp', 'tcp'] as const)('over %s', (transport) => {
      test('answers STUN', async () => {
        expect(
          await visit(access[transport], async (visitor) => (await visitor.binding()).answer.success),
        ).toBe(true);
      });

      test('gives an allocation for the credentials of a participant, and lets him send to the media server', async () => {
        await visit(access[transport], async (visitor) => {
          expect(await visitor.allocate(access)).toBeNull();
          expect(await visitor.permit(access.udp.host)).toBeNull();
          await visitor.release();
        });
      });

      test('refuses to send to anybody else', async () => {
        const peers = [...FORBIDDEN_PEERS, ...((await insight?.peers()) ?? [])];
        expect(peers.length).toBeGreaterThanOrEqual(30);
        await visit(access[transport], async (visitor) => {
          await visitor.allocate(access);
          const letThrough: string[] = [];
          for (const [index, peer] of peers.entries()) {
            if ((await visitor.permit(peer)) === null) letThrough.push(peer);
            if ((await visitor.bindChannel(peer, FIRST_CHANNEL + index)) === null) letThrough.push(peer);
          }
          expect(letThrough).toEqual([]);
          await visitor.release();
        });
      });

      test('makes no TCP connections for anybody', async () => {
        const code = await visit(access[transport], (visitor) => visitor.allocateTcp(access));
        expect(code).not.toBeNull();
      });

      test('refuses wrong, expired and invented credentials', async () => {
        const [expiry = '', name = ''] = access.username.split(':');
        const wrong = [
          { ...access, password: `${access.password}x` },
          { username: `${Number(expiry) + 86_400}:${name}`, password: access.password },
          { username: `${Number(expiry) - 86_400}:${name}`, password: access.password },
          { username: `1000000000:${name}`, password: access.password },
          { username: name, password: access.password },
          { username: 'openstudio', password: 'openstudio' },
          { username: 'test', password: 'test' },
          { username: '', password: '' },
        ];
        for (const credential of wrong)
          expect([
            credential.username,
            await visit(access[transport], (visitor) => visitor.allocate(credential)),
          ]).toEqual([credential.username, 401]);
      });
    });

    if (insight !== undefined) {
      test('serves over TLS, too, where it has a certificate', async () => {
        const place = { host: access.udp.host, port: insight.tlsPort(), transport: 'tls' } as const;
        await visit(place, async (visitor) => {
          expect(await visitor.allocate(access)).toBeNull();
          await visitor.release();
        });
      });

      test('answers a flood of strangers no more than ten times a second, where its program can limit that', async () => {
        const answers = await visit(access.udp, (visitor) => visitor.answersToFlood(FLOOD_QUESTIONS));
        const most = (await insight.limitsStrangers()) ? FLOOD_ANSWERS_MAX : FLOOD_QUESTIONS;
        expect(answers).toBeGreaterThan(0);
        expect(answers).toBeLessThanOrEqual(most);
      });

      test('refuses credentials that it signed itself and that have run out', async () => {
        const nowMs = Date.now() - 1000 * (LIFE_MAX_SECONDS + 60);
        const grant = { urls: [], secret: insight.secret(), participantId: 'late', nowMs };
        const { username, credential } = turnServers(grant);
        const late = { username, password: credential };
        expect(await visit(access.udp, (visitor) => visitor.allocate(late))).toBe(401);
      });
    }

    test('is told about in credentials that run out within ten minutes', () => {
      const seconds = Number(access.username.split(':')[0]) - Date.now() / 1000;
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(LIFE_MAX_SECONDS);
    });

    test('gives one participant so many allocations and no more', async () => {
      // A participant of his own: coturn takes a moment to forget what the earlier tests gave back.
      const fresh = await relayAccess(stack().ownerLink);
      const visitors: TurnVisitor[] = [];
      const codes: (number | null)[] = [];
      try {
        for (let count = 0; count <= ALLOCATIONS_MAX; count += 1) {
          const visitor = await TurnVisitor.open(fresh.udp);
          visitors.push(visitor);
          codes.push(await visitor.allocate(fresh));
        }
        expect(codes.filter((code) => code === null)).toHaveLength(ALLOCATIONS_MAX);
        expect(codes.at(-1)).toBe(486);
      } finally {
        for (const [index, visitor] of visitors.entries()) {
          if (codes[index] === null) await visitor.release();
          visitor.close();
        }
      }
    });

    test('is no use for making answers much longer than questions', async () => {
      await visit(access.udp, async (visitor) => {
        expect((await visitor.binding()).amplification).toBeLessThanOrEqual(BINDING_AMPLIFICATION_MAX);
        const { answer, amplification } = await visitor.allocateUnsigned();
        expect(answer.errorCode).toBe(401);
        expect(amplification).toBeLessThanOrEqual(REFUSAL_AMPLIFICATION_MAX);
      });
    });
  });
}
