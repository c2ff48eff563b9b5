import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigProblem, readConfig, SETTING_NAMES } from '../../../server/config.ts';

const GOOD_SECRET = 'long-enough-for-anybody';
const OUTSIDE_ICECAST = {
  ICECAST_URL: 'http://icecast:8000',
  ICECAST_SOURCE_PASSWORD: GOOD_SECRET,
  ICECAST_ADMIN_PASSWORD: GOOD_SECRET,
};

/** The problems of settings that must not be accepted. */
function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigProblem) return error.problems;
    throw error;
  }
  throw new Error('The settings were accepted.');
}

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'openstudio-config-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const where = path.join(folder, name);
  writeFileSync(where, text);
  return where;
}

describe('without settings', () => {
  test('everything runs on this machine', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      ownerToken: null,
      icecast: { kind: 'local', port: 8000, sourcePassword: null, adminPassword: null },
      turn: { kind: 'local', port: 3478, secret: null },
      mediasoup: { listenIp: '127.0.0.1', announcedAddress: null, firstPort: 40_000, workerBin: null },
      ffmpegPath: 'ffmpeg',
      deadAir: { thresholdDb: -50, alarmAfterMs: 5500, bedAfterMs: 10_000 },
      logLevel: 'info',
    });
    expect(config.publicUrl.href).toBe('http://localhost:3000/');
    expect(config.icecast.publicUrl.href).toBe('http://localhost:8000/');
    expect(config.mediasoup.numWorkers).toBeGreaterThan(0);
    expect(path.isAbsolute(config.dataDir)).toBe(true);
  });

  test('an empty value counts as none', () => {
    expect(readConfig({ PORT: '', ICECAST_URL: '', OWNER_TOKEN: '' })).toEqual(readConfig({}));
  });

  test('the public address follows the port', () => {
    expect(readConfig({ PORT: '8080' }).publicUrl.href).toBe('http://localhost:8080/');
  });
});

describe('an Icecast of somebody else', () => {
  test('is used with its passwords', () => {
    expect(readConfig({ ...OUTSIDE_ICECAST, ICECAST_ADMIN_USER: 'boss' }).icecast).toEqual({
      kind: 'external',
      url: new URL('http://icecast:8000'),
      publicUrl: new URL('http://icecast:8000'),
      sourcePassword: GOOD_SECRET,
      adminUser: 'boss',
      adminPassword: GOOD_SECRET,
    });
  });

  test('needs both passwords', () => {
    expect(problemsOf({ ICECAST_URL: 'http://icecast:8000' })).toEqual([
      'ICECAST_SOURCE_PASSWORD must be set when ICECAST_URL is',
      'ICECAST_ADMIN_PASSWORD must be set when ICECAST_URL is',
    ]);
  });

  test('may have another address for listeners', () => {
    const config = readConfig({ ...OUTSIDE_ICECAST, ICECAST_PUBLIC_URL: 'https://radio.example/' });
    expect(config.icecast.publicUrl.href).toBe('https://radio.example/');
  });

  test.each(['https://studio.example/live', 'https://studio.example/live/'])(
    'may have its mounts below a folder: %s',
    (url) => {
      const { icecast } = readConfig({ ...OUTSIDE_ICECAST, ICECAST_PUBLIC_URL: url });
      expect(new URL('main.mp3', icecast.publicUrl).href).toBe('https://studio.example/live/main.mp3');
    },
  );

  test.each(['https://icecast:8443', 'HTTPS://icecast:8443'])('is not reached by %s', (url) => {
    expect(problemsOf({ ...OUTSIDE_ICECAST, ICECAST_URL: url })).toEqual([
      expect.stringMatching(/^ICECAST_URL .*http:\/\//),
    ]);
  });
});

describe('a TURN server of somebody else', () => {
  test('is used with its shared secret', () => {
    const urls = 'turn:turn.example:3478?transport=udp, turns:turn.example:5349';
    expect(readConfig({ TURN_URLS: urls, TURN_SECRET: GOOD_SECRET }).turn).toEqual({
      kind: 'external',
      urls: ['turn:turn.example:3478?transport=udp', 'turns:turn.example:5349'],
      secret: GOOD_SECRET,
    });
  });

  test('needs the secret', () => {
    expect(problemsOf({ TURN_URLS: 'turn:turn.example' })).toEqual([
      'TURN_SECRET must be set when TURN_URLS is',
    ]);
  });
});

describe('a wrong value', () => {
  const secrets = ['ICECAST_SOURCE_PASSWORD', 'ICECAST_ADMIN_PASSWORD', 'TURN_SECRET'];
  const wrong: readonly (readonly [string, string])[] = [
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['PORT', 'web'],
    ['PUBLIC_URL', 'localhost'],
    ['PUBLIC_URL', 'ftp://localhost'],
    ['OWNER_TOKEN', 'short'],
    ['ICECAST_PORT', '-1'],
    ['TURN_URLS', 'http://turn.example'],
    ['TURN_URLS', ','],
    ['TURN_PORT', 'x'],
    ['MEDIASOUP_LISTEN_IP', 'localhost'],
    ['MEDIASOUP_PORT', '70000'],
    ['MEDIASOUP_NUM_WORKERS', '0'],
    ['MEDIASOUP_NUM_WORKERS', '33'],
    ['LOG_LEVEL', 'loud'],
    ...secrets.map((name) => [name, 'short'] as const),
  ];

  test.each(wrong)('of %s (%s) is refused in a sentence that begins with its name', (name, value) => {
    const problems = problemsOf({ TURN_SECRET: GOOD_SECRET, [name]: value });
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} must `))]);
  });

  test.each(secrets)('of %s that ships in examples is called what it is', (name) => {
    for (const password of ['hackme', 'CHANGEME', 'password']) {
      expect(problemsOf({ [name]: password })).toContain(`${name} is a well-known default; choose another`);
    }
  });

  test('is reported together with all the others, those between settings included', () => {
    const problems = problemsOf({
      PORT: 'web',
      LOG_LEVEL: 'loud',
      ICECAST_URL: 'http://icecast:8000',
      TURN_URLS: 'turn:turn.example',
    });
    expect(problems.map((problem) => problem.split(' ')[0]).sort()).toEqual([
      'ICECAST_ADMIN_PASSWORD',
      'ICECAST_SOURCE_PASSWORD',
      'LOG_LEVEL',
      'PORT',
      'TURN_SECRET',
    ]);
  });

  test('never shows a secret in the message', () => {
    const problems = problemsOf({ PORT: 'web', TURN_SECRET: 'tiny-one', ICECAST_SOURCE_PASSWORD: 'hackme' });
    expect(problems.join('\n')).not.toMatch(/tiny-one|hackme/);
  });

  test('a port range that does not fit is refused', () => {
    expect(problemsOf({ MEDIASOUP_PORT: '65535', MEDIASOUP_NUM_WORKERS: '2' })).toEqual([
      'MEDIASOUP_PORT leaves no room for one port per worker',
    ]);
  });

  test('the message for people lists one problem per line', () => {
    expect(() => readConfig({ PORT: 'web', LOG_LEVEL: 'loud' })).toThrow(
      /^The settings are not valid:\n {2}- PORT .*\n {2}- LOG_LEVEL .*$/,
    );
  });
});

describe('a value in a file', () => {
  test.each(SETTING_NAMES)('can be given for %s', (name) => {
    expect(problemsOf({ [`${name}_FILE`]: path.join(folder, 'missing') })[0]).toBe(
      `${name}_FILE names ${path.join(folder, 'missing')}, which cannot be read`,
    );
  });

  test('is read without the newline at its end', () => {
    const secret = file('secret', `${GOOD_SECRET}\n`);
    const config = readConfig({ TURN_URLS: 'turn:turn.example', TURN_SECRET_FILE: secret });
    expect(config.turn).toMatchObject({ secret: GOOD_SECRET });
  });

  test('is refused next to the value itself', () => {
    const secret = file('twice', GOOD_SECRET);
    expect(problemsOf({ TURN_SECRET: GOOD_SECRET, TURN_SECRET_FILE: secret })).toEqual([
      'TURN_SECRET and TURN_SECRET_FILE are both set; keep one',
    ]);
  });

  test('that is empty is refused', () => {
    expect(problemsOf({ TURN_SECRET_FILE: file('empty', '\n') })).toEqual([
      expect.stringMatching(/^TURN_SECRET/),
    ]);
  });
});

describe('dead air', () => {
  test('is watched as the settings say', () => {
    const { deadAir } = readConfig({ DEAD_AIR_DB: '-40', DEAD_AIR_AFTER_S: '8', BED_AFTER_S: '20' });
    expect(deadAir).toEqual({ thresholdDb: -40, alarmAfterMs: 8000, bedAfterMs: 20_000 });
  });

  test('has no bed before its alarm', () => {
    expect(readConfig({ DEAD_AIR_AFTER_S: '15' }).deadAir?.bedAfterMs).toBe(15_000);
  });

  test('can be without a bed, and left alone', () => {
    expect(readConfig({ BED_AFTER_S: '0' }).deadAir?.bedAfterMs).toBeNull();
    expect(readConfig({ DEAD_AIR_AFTER_S: '0' }).deadAir).toBeNull();
  });

  test('must be possible', () => {
    expect(problemsOf({ DEAD_AIR_DB: '10', DEAD_AIR_AFTER_S: '0.2', BED_AFTER_S: 'soon' })).toEqual([
      'DEAD_AIR_DB must be at most -20',
      'DEAD_AIR_AFTER_S must be at least 1, or 0 for never',
      'BED_AFTER_S must be a number',
    ]);
  });
});
