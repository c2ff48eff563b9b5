import { describe, expect, it } from 'vitest';
import { iceServer } from '#protocol/media.ts';
import { turnServers } from '../../../server/turn/credentials.ts';

const URLS = ['turn:127.0.0.1:3478?transport=udp'];

/** Computed with `printf USERNAME | openssl dgst -sha1 -hmac SECRET -binary | base64`. */
const VECTORS = [
  {
    grant: { secret: 'north', participantId: 'alice', nowMs: 1_700_000_000_999 },
    username: '1700000600:alice',
    credential: 'gthUwOpcRoLI0MMCziCEBOWYnpo=',
  },
  {
    grant: { secret: 's'.repeat(43), participantId: 'p_1-X', nowMs: 1_700_000_000_000, ttlSeconds: 300 },
    username: '1700000300:p_1-X',
    credential: 'MgGXAOF51tNoIpDHjbQf7wX2LTI=',
  },
];

describe('TURN credentials', () => {
  it.each(VECTORS)(
    'carry expiry, participant and signature ($username)',
    ({ grant, username, credential }) => {
      expect(turnServers({ urls: URLS, ...grant })).toEqual({ urls: URLS, username, credential });
    },
  );

  it('have the shape the browser is promised, and not the secret', () => {
    const servers = turnServers({ urls: URLS, secret: 'the-shared-secret', participantId: 'bob', nowMs: 0 });
    expect(iceServer.parse(servers)).toEqual(servers);
    expect(JSON.stringify(servers)).not.toContain('the-shared-secret');
  });

  it('differ for another participant, second or secret', () => {
    const base = { urls: URLS, secret: 'a', participantId: 'bob', nowMs: 0 };
    const all = [base, { ...base, secret: 'b' }, { ...base, participantId: 'eve' }, { ...base, nowMs: 1000 }];
    expect(new Set(all.map((grant) => turnServers(grant).credential)).size).toBe(4);
  });
});
