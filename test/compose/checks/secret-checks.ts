/** Passwords: a stack without them, with known ones or with short ones does not start and says why; real ones are long and nowhere to be read (row S21). */
import { describe, expect, test } from 'vitest';
import { attempt } from '../engine/run.ts';
import { logOf, processesOf } from '../stack/container-facts.ts';
import { type OwnStack, SERVICES, type Service } from '../stack/stack.ts';

const GOOD = 'a-long-password-of-a-test';
/** 32 random bytes as base64url. */
const SECRET = /^[\w-]{43}$/;
const REFUSED = /must have at least 12 characters|well-known default|not set/;

type Refusal = {
  readonly service: Service;
  readonly what: string;
  readonly env: Readonly<Record<string, string>>;
};

const icecast = {
  ICECAST_SOURCE_PASSWORD: `${GOOD}-1`,
  ICECAST_ADMIN_PASSWORD: `${GOOD}-2`,
  ICECAST_RELAY_PASSWORD: `${GOOD}-3`,
};
const coturn = { TURN_LISTEN_IP: '192.0.2.1', TURN_SFU_IP: '192.0.2.1' };
const server = { ICECAST_URL: 'http://icecast:8000', ICECAST_ADMIN_PASSWORD: GOOD };
const REFUSALS: readonly Refusal[] = [
  { service: 'icecast', what: 'no password', env: {} },
  {
    service: 'icecast',
    what: 'the password of all examples',
    env: { ...icecast, ICECAST_SOURCE_PASSWORD: 'hackme' },
  },
  {
    service: 'icecast',
    what: 'a longer one like it',
    env: { ...icecast, ICECAST_ADMIN_PASSWORD: 'hackmehackme' },
  },
  { service: 'icecast', what: 'a short password', env: { ...icecast, ICECAST_RELAY_PASSWORD: 'tooshort' } },
  { service: 'coturn', what: 'no secret', env: coturn },
  { service: 'coturn', what: 'a short secret', env: { ...coturn, TURN_SECRET: 'tooshort' } },
  { service: 'coturn', what: 'a well-known secret', env: { ...coturn, TURN_SECRET: 'secretsecretsecret' } },
  {
    service: 'server',
    what: 'the password of all examples',
    env: { ...server, ICECAST_SOURCE_PASSWORD: 'hackme' },
  },
];

export function secretStartChecks(stack: () => OwnStack): void {
  describe('a stack that is not set up', () => {
    test('says what to do instead of starting', async () => {
      const words = ['--env-file', '/dev/null', 'config'];
      await expect(stack().compose(words, { PUBLIC_URL: '', PUBLIC_IP: '' })).rejects.toThrow(
        /npm run secrets|PUBLIC_IP/,
      );
    });

    test.each(REFUSALS)(
      'does not start $service with $what, and says so without saying it',
      async ({ service, env }) => {
        const { docker, project } = stack();
        const { Config } = await (await stack().container(service)).inspect();
        const container = await docker.createContainer({
          Image: Config.Image,
          // Compose labels what it builds, and would take this for a container of its own.
          Labels: { 'com.docker.compose.project': `${project}-refused` },
          Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
          HostConfig: { NetworkMode: 'none', Tmpfs: { '/tmp': '' } },
        });
        try {
          await container.start();
          const { StatusCode } = await container.wait();
          const log = await logOf(container);
          expect(StatusCode).not.toBe(0);
          expect(log).toMatch(REFUSED);
          for (const value of Object.values(env).filter(
            (text) => text.includes('hackme') || text.startsWith(GOOD),
          ))
            expect(log).not.toContain(value);
        } finally {
          await container.remove({ force: true, v: true });
        }
      },
    );
  });

  describe('the secrets of the stack', () => {
    test('are 256 random bits each, and no two are the same', () => {
      const values = [...stack().secrets.values()];
      expect(values.filter((value) => !SECRET.test(value))).toEqual([]);
      expect(new Set(values).size).toBe(values.length);
    });

    test('are not made again when they are there', async () => {
      const folder = stack().environment.SECRETS ?? '';
      const script = new URL('../../../server/setup/secrets.mjs', import.meta.url).pathname;
      const { code, text } = await attempt(process.execPath, [
        script,
        '--into',
        folder.replace(/\/\.secrets$/, ''),
      ]);
      expect([code, text.includes('made')]).toEqual([0, false]);
      expect(text).toContain(stack().secrets.get('owner-token'));
    });
  });
}

export function secretLeakChecks(stack: () => OwnStack): void {
  describe('no secret can be read', () => {
    /** The names of the secrets that a text holds. */
    const leaksIn = (text: string) =>
      [...stack().secrets].filter(([, value]) => text.includes(value)).map(([name]) => name);

    test.each(SERVICES)('in what %s prints', async (service) => {
      expect(leaksIn(await logOf(await stack().container(service)))).toEqual([]);
    });

    test.each(SERVICES)('in the command lines of %s', async (service) => {
      const processes = await processesOf(await stack().container(service));
      expect(leaksIn(processes.map(({ commandLine }) => commandLine).join('\n'))).toEqual([]);
    });

    test.each(SERVICES)('in the settings of the container of %s', async (service) => {
      expect(leaksIn(JSON.stringify(await (await stack().container(service)).inspect()))).toEqual([]);
    });

    test.each(SERVICES)('in the image of %s', async (service) => {
      const { Image } = await (await stack().container(service)).inspect();
      const image = stack().docker.getImage(Image);
      expect(leaksIn(JSON.stringify([await image.inspect(), await image.history()]))).toEqual([]);
    });

    test('because its folders are in no image', async () => {
      const look = 'ls -a . icecast coturn 2>/dev/null; true';
      const names = (await stack().compose(['exec', '-T', 'server', 'sh', '-c', look])).split(/\s+/);
      expect(names).toContain('server');
      expect(names.filter((name) => /^\.(env|secrets|git)|^data$/.test(name))).toEqual([]);
    });

    test('in figures, health answers and pages', async () => {
      const pages = ['/metrics', '/healthz', '/readyz', '/listen/main', '/studio/main', '/api/docs'];
      const texts = await Promise.all(pages.map(async (page) => (await fetch(stack().url + page)).text()));
      expect(leaksIn(texts.join('\n'))).toEqual([]);
    });
  });
}
