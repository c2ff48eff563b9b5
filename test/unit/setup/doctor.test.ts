/** What the doctor knows about settings and machines. */
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../server/config.ts';
import { judgeSpace } from '../../../server/setup/doctor-disk.mjs';
import { checkAddresses, portsInUse } from '../../../server/setup/doctor-network.mjs';
import { formatFindings, summarize } from '../../../server/setup/doctor-report.mjs';
import { isSecureOrigin, readDoctorSettings } from '../../../server/setup/doctor-settings.mjs';

const GIB = 1024 ** 3;

describe('the settings', () => {
  test('have the defaults of the server', () => {
    const server = readConfig({});
    const doctor = readDoctorSettings({});
    expect(doctor.port).toBe(server.port);
    expect(doctor.host).toBe(server.host);
    expect(new URL(doctor.publicUrl)).toEqual(server.publicUrl);
    expect(resolve(doctor.dataDir)).toBe(server.dataDir);
    expect({ kind: 'local', port: doctor.icecastPort }).toMatchObject({
      kind: server.icecast.kind,
      port: server.icecast.kind === 'local' ? server.icecast.port : 0,
    });
    expect({ kind: 'local', port: doctor.turnPort }).toMatchObject({
      kind: server.turn.kind,
      port: server.turn.kind === 'local' ? server.turn.port : 0,
    });
    expect(doctor.mediaIp).toBe(server.mediasoup.listenIp);
    expect(doctor.mediaPort).toBe(server.mediasoup.firstPort);
    expect(doctor.workers).toBe(server.mediasoup.numWorkers);
    expect(doctor.ffmpeg).toBe(server.ffmpegPath);
  });

  test('fall back to the defaults where they are no numbers; the check of all settings reports them', () => {
    expect(readDoctorSettings({ PORT: 'abc', ICECAST_PORT: '99999', TURN_PORT: '' })).toMatchObject({
      port: 3000,
      icecastPort: 8000,
      turnPort: 3478,
    });
  });
});

describe('the ports to look at', () => {
  test('are one per worker, besides those of the servers that are started here', () => {
    const settings = readDoctorSettings({ MEDIASOUP_NUM_WORKERS: '3' });
    expect(portsInUse(settings).map(({ port }) => port)).toEqual([3000, 40_000, 40_001, 40_002, 8000, 3478]);
  });

  test('leave out servers that run elsewhere', () => {
    const env = {
      MEDIASOUP_NUM_WORKERS: '1',
      ICECAST_URL: 'http://icecast:8000',
      TURN_URLS: 'turn:turn.example',
    };
    expect(portsInUse(readDoctorSettings(env)).map(({ port }) => port)).toEqual([3000, 40_000]);
  });
});

describe('a secure origin', () => {
  test.each([
    'https://studio.example',
    'http://localhost:3000',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
  ])('is %s', (url) => {
    expect(isSecureOrigin(url)).toBe(true);
  });

  test.each([
    'http://studio.example',
    'http://192.168.1.5:3000',
    'http://localhost.example',
    'studio.example',
    '',
  ])('is not "%s"', (url) => {
    expect(isSecureOrigin(url)).toBe(false);
  });
});

describe('the addresses', () => {
  test('are fine on this machine alone', () => {
    expect(checkAddresses(readDoctorSettings({})).map(({ status }) => status)).toEqual(['ok']);
  });

  test('fail when guests come from outside and media listens only here', () => {
    const findings = checkAddresses(readDoctorSettings({ PUBLIC_URL: 'https://studio.example' }));
    expect(findings.map(({ name, status }) => [name, status])).toEqual([
      ['secure origin', 'ok'],
      ['media address', 'fail'],
    ]);
  });

  test('fail when media listens everywhere and announces nothing', () => {
    const env = { PUBLIC_URL: 'https://studio.example', MEDIASOUP_LISTEN_IP: '0.0.0.0' };
    expect(checkAddresses(readDoctorSettings(env)).at(-1)?.fix).toContain('MEDIASOUP_ANNOUNCED_IP');
    expect(
      checkAddresses(readDoctorSettings({ ...env, MEDIASOUP_ANNOUNCED_IP: '203.0.113.7' })).map(
        ({ status }) => status,
      ),
    ).toEqual(['ok']);
  });
});

test('the disk fails, warns and passes by its free space', () => {
  expect([0.1 * GIB, 2 * GIB, 50 * GIB].map((bytes) => judgeSpace(bytes, '/data').status)).toEqual([
    'fail',
    'warn',
    'ok',
  ]);
});

describe('the report', () => {
  const findings = [
    { status: 'ok', name: 'Node', detail: '24.21.0' },
    { status: 'fail', name: 'PORT', detail: '3000 is used by another program', fix: 'Stop it.' },
  ] as const;

  test('has a line per check, and below it what to do', () => {
    expect(formatFindings(findings)).toBe(
      ['ok    Node  24.21.0', 'FAIL  PORT  3000 is used by another program', '            Stop it.'].join(
        '\n',
      ),
    );
  });

  test('ends with a sentence', () => {
    expect(summarize(findings)).toBe('Failed checks: 1 of 2. Each says what to do.');
    expect(summarize(findings.slice(0, 1))).toBe('Everything is ready for a show.');
  });
});
