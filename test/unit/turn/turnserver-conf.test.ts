import { readFileSync } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import { describe, expect, it } from 'vitest';

const TEMPLATE = readFileSync(new URL('../../../coturn/turnserver.conf.template', import.meta.url), 'utf8');
const LINES = TEMPLATE.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

/** The denied ranges without the wall that denies everything: what is left when somebody takes the wall away. */
function deniedWithoutTheWall(): BlockList {
  const list = new BlockList();
  for (const line of LINES) {
    const [, from = '', to = ''] = /^denied-peer-ip=(.+?)-(.+)$/.exec(line) ?? [];
    const isWall = to === '255.255.255.255' && from === '0.0.0.0';
    const isWall6 = from === '::' && to.startsWith('ffff:');
    if (from !== '' && !isWall && !isWall6) list.addRange(from, to, isIP(from) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

describe("the relay's configuration", () => {
  it('denies every address and allows one place only', () => {
    expect(LINES).toContain('denied-peer-ip=0.0.0.0-255.255.255.255');
    expect(LINES).toContain('denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff');
    expect(LINES.filter((line) => line.startsWith('allowed-peer-ip'))).toHaveLength(1);
  });

  it.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.19.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'ff02::1',
  ])('denies %s even to somebody who opens the wall', (ip) => {
    expect(deniedWithoutTheWall().check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4')).toBe(true);
  });

  it('has no account, no console, no loopback peers and no secret of its own', () => {
    for (const word of [
      'user=',
      'lt-cred-mech',
      'no-auth',
      'web-admin',
      'cli-password',
      'allow-loopback-peers',
      'server-relay',
    ]) {
      expect(LINES.filter((line) => line === word || line.startsWith(word))).toEqual([]);
    }
    expect(LINES).toContain('no-cli');
    expect(LINES.find((line) => line.startsWith('static-auth-secret='))).toMatch(/=\$\{TURN_SECRET\}$/);
  });
});
