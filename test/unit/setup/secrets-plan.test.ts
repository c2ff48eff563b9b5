/** What `npm run secrets` writes, and what docker-compose.yml and .env.example must agree on. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SETTING_NAMES } from '../../../server/config.ts';
import {
  environmentText,
  ownAddress,
  ownerLink,
  readWishes,
  SECRET_FILES,
} from '../../../server/setup/secrets-plan.mjs';

const read = (name: string) => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');
const example = read('.env.example');
const compose = read('docker-compose.yml');
const dockerfile = read('server/Dockerfile');

describe('the settings of the stack', () => {
  test('are those of the example, with what is known filled in', () => {
    const text = environmentText(example, { domain: 'studio.example.org', ip: '203.0.113.5', workers: 4 });
    for (const line of [
      'PUBLIC_URL=https://studio.example.org',
      'PUBLIC_IP=203.0.113.5',
      'COMPOSE_PROFILES=tls',
      'TRUST_PROXY=1',
      'MEDIASOUP_NUM_WORKERS=4',
      'MEDIASOUP_PORTS=40000-40003',
      'ICECAST_PUBLIC_URL=https://studio.example.org',
    ])
      expect(text.split('\n')).toContain(line);
  });

  test('without a name are a trial on this machine', () => {
    const text = environmentText(example, { domain: undefined, ip: '192.0.2.7', workers: 1 });
    expect(text).toMatch(/^PUBLIC_URL=http:\/\/localhost:3000$/m);
    expect(text).toMatch(/^MEDIASOUP_PORTS=40000-40000$/m);
    expect(text).toMatch(/^ICECAST_PUBLIC_URL=http:\/\/localhost:8000$/m);
    expect(text).not.toMatch(/^COMPOSE_PROFILES=/m);
  });

  test('that docker-compose.yml reads all stand in the example', () => {
    const names = [...compose.matchAll(/\$\{([A-Z][A-Z_]*)/g)].map(([, name]) => name);
    expect([...new Set(names)].filter((name) => !new RegExp(`^#?${name}=`, 'm').test(example))).toEqual([]);
  });

  test('have a place for everything that the studio can be told: in the example, in the file of the stack, or in the image', () => {
    const isSet = (name: string) =>
      new RegExp(`^#?${name}=`, 'm').test(example) ||
      new RegExp(`^ +${name}(_FILE)?: `, 'm').test(compose) ||
      new RegExp(`^(ENV)? +${name}=`, 'm').test(dockerfile);
    expect(SETTING_NAMES.filter((name) => !isSet(name))).toEqual([]);
  });

  test('of the example are all read by docker-compose.yml, or by Compose itself', () => {
    const names = [...example.matchAll(/^#?([A-Z][A-Z_]*)=/gm)].map(([, name]) => name);
    expect(names.filter((name) => name !== 'COMPOSE_PROFILES' && !compose.includes(`\${${name}`))).toEqual(
      [],
    );
  });

  test('leave Icecast, the studio and the figures closed to the outside until somebody opens them', () => {
    const open = [...compose.matchAll(/^ +- (?:'|")?(.+):(?:3000|8000|9090)'?$/gm)].map(
      ([, from = '']) => from,
    );
    expect(open.length).toBeGreaterThanOrEqual(2);
    expect(open.filter((from) => !/^(\$\{\w+:-)?127\.0\.0\.1/.test(from))).toEqual([]);
  });

  test('name a file for every secret', () => {
    expect(SECRET_FILES.filter((name) => !compose.includes(`/${name}' }`))).toEqual([]);
  });
});

describe('the words after npm run secrets', () => {
  test('may be written with a blank or with an equals sign', () => {
    const wanted = { domain: 'a.example', ip: '192.0.2.1', into: undefined };
    expect(readWishes(['--domain', 'a.example', '--ip', '192.0.2.1'])).toEqual(wanted);
    expect(readWishes(['--domain=a.example', '--ip=192.0.2.1'])).toEqual(wanted);
  });

  test.each([[['--domain']], [['--other', 'x']], [['--domain', 'a b']], [['--ip', '$(id)']]])(
    'are refused when they make no sense: %j',
    (words) => {
      expect(readWishes(words)).toHaveProperty('problem');
    },
  );
});

test('the address of a machine is none of loopback or of the engine’s own bridges', () => {
  const entry = (address: string, internal = false) => ({
    address,
    internal,
    family: 'IPv4' as const,
    netmask: '255.255.255.0',
    mac: '00:00:00:00:00:00',
    cidr: null,
  });
  const interfaces = {
    lo: [entry('127.0.0.1', true)],
    docker0: [entry('172.17.0.1')],
    'br-1234': [entry('172.18.0.1')],
    eth0: [entry('203.0.113.5')],
  };
  expect(ownAddress(interfaces)).toBe('203.0.113.5');
});

test('the owner’s link is made of the public address and the token', () => {
  expect(ownerLink('PUBLIC_URL=https://a.example/\nPUBLIC_IP=x', 'token')).toBe(
    'https://a.example/claim/token',
  );
});
