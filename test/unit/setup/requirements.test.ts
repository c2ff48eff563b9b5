/** What the operating system has to provide, and the exact words in which a person is asked for it. */
import { describe, expect, test } from 'vitest';
import { widenedPath } from '../../../server/setup/commands.mjs';
import {
  installLine,
  missingRequirements,
  packageNames,
  runRequirements,
  workerBuildRequirements,
} from '../../../server/setup/requirements.mjs';
import { aptWatcher } from '../../../server/setup/system-packages.mjs';

const nothing = { hasCommand: () => false, hasLibrary: () => false };

function hostWith(...commands: string[]) {
  return { hasCommand: (name: string) => commands.includes(name), hasLibrary: () => false };
}

function namesFor(options: { tests: boolean; networks?: boolean; env: Record<string, string> }) {
  return runRequirements(options).map(({ name }) => name);
}

describe('what a run needs', () => {
  test('is ffmpeg, Icecast and coturn', () => {
    expect(namesFor({ tests: false, env: {} })).toEqual(['ffmpeg', 'Icecast', 'coturn']);
  });

  test('is no local server where the settings name another one', () => {
    const env = { ICECAST_URL: 'http://radio.example:8000', TURN_URLS: 'turn:turn.example' };
    expect(namesFor({ tests: false, env })).toEqual(['ffmpeg']);
  });

  test('is no ffmpeg of the system where the settings give one', () => {
    expect(namesFor({ tests: false, env: { FFMPEG_PATH: '/opt/ffmpeg' } })).toEqual(['Icecast', 'coturn']);
  });

  test('is everything and a browser for the tests, whatever the settings say', () => {
    const env = {
      ICECAST_URL: 'http://radio.example:8000',
      TURN_URLS: 'turn:turn.example',
      FFMPEG_PATH: '/opt/ffmpeg',
    };
    expect(namesFor({ tests: true, env })).toEqual(['ffmpeg', 'Icecast', 'coturn', 'Chromium']);
  });
});

test('what makes networks is needed for the tests alone, and where networks can be made', () => {
  const of = (tests: boolean, networks: boolean) => namesFor({ tests, networks, env: {} });
  expect(of(true, true)).toEqual([...of(true, false), 'iproute2', 'iptables']);
  expect(of(false, true)).toEqual(of(false, false));
});

test('a browser given by path is the one the tests use', () => {
  expect(namesFor({ tests: true, env: { CHROMIUM_PATH: '/opt/chromium' } })).not.toContain('Chromium');
});

describe('what is missing', () => {
  const requirements = runRequirements({ tests: true, env: {} });

  test('is everything on an empty machine', () => {
    expect(missingRequirements(requirements, nothing)).toEqual(requirements);
  });

  test('is nothing once every program is there under one of its names', () => {
    expect(
      missingRequirements(requirements, hostWith('ffmpeg', 'icecast', 'turnserver', 'google-chrome')),
    ).toEqual([]);
  });

  test('takes a library from pkg-config, and a program from the PATH', () => {
    const host = {
      hasCommand: (name: string) => ['clang++', 'meson', 'ninja', 'pkg-config', 'flatc'].includes(name),
      hasLibrary: (name: string) => name !== 'libsrtp2',
    };
    expect(missingRequirements(workerBuildRequirements, host).map(({ name }) => name)).toEqual(['libsrtp 2']);
  });
});

describe('the command a person is shown', () => {
  test('is two apt-get lines with sudo on Debian', () => {
    const missing = missingRequirements(runRequirements({ tests: false, env: {} }), hostWith('ffmpeg'));
    expect(installLine('apt-get', packageNames(missing, 'apt-get'), { isRoot: false })).toBe(
      'sudo apt-get update && sudo apt-get install -y --no-install-recommends icecast2 coturn',
    );
  });

  test('has no sudo for root', () => {
    expect(installLine('apt-get', ['coturn'], { isRoot: true })).toBe(
      'apt-get update && apt-get install -y --no-install-recommends coturn',
    );
  });

  test.each([
    ['dnf', 'sudo dnf install -y ffmpeg-free icecast coturn'],
    ['pacman', 'sudo pacman -S --needed ffmpeg icecast coturn'],
    ['apk', 'sudo apk add ffmpeg icecast coturn'],
    ['brew', 'brew install ffmpeg icecast coturn'],
  ] as const)('fits %s', (manager, line) => {
    const packages = packageNames(runRequirements({ tests: false, env: {} }), manager);
    expect(installLine(manager, packages, { isRoot: false })).toBe(line);
  });

  test('names a package once that serves twice', () => {
    const packages = packageNames(workerBuildRequirements, 'pacman');
    expect(packages.filter((name) => name === 'flatbuffers')).toHaveLength(1);
  });

  test('names all that the worker is built with on Debian', () => {
    expect(packageNames(workerBuildRequirements, 'apt-get')).toEqual([
      'g++',
      'meson',
      'ninja-build',
      'pkg-config',
      'flatbuffers-compiler',
      'libflatbuffers-dev',
      'libuv1-dev',
      'libssl-dev',
      'libsrtp2-dev',
      'libabsl-dev',
    ]);
  });
});

describe('the signs of life of apt-get', () => {
  test('say what is fetched, unpacked and set up, out of how many', () => {
    const said: string[] = [];
    const watch = aptWatcher((detail) => said.push(detail));
    for (const line of [
      'Get:1 http://deb.example/debian bookworm InRelease [151 kB]',
      '0 upgraded, 2 newly installed, 0 to remove and 0 not upgraded.',
      'Get:1 http://deb.example/debian bookworm/main amd64 icecast2 amd64 2.4.4-4 [1 MB]',
      'Unpacking icecast2 (2.4.4-4) ...',
      'Setting up icecast2 (2.4.4-4) ...',
      'Setting up coturn (4.6.1-1) ...',
    ]) {
      watch(line);
    }
    expect(said).toEqual([
      'reading the package lists',
      'fetching [1/2]',
      'unpacking icecast2',
      'setting up [1/2]',
      'setting up [2/2]',
    ]);
  });
});

describe('the PATH', () => {
  test('keeps its own order and gets the folders where servers live', () => {
    expect(widenedPath('/home/a/bin:/usr/bin').split(':').slice(0, 2)).toEqual(['/home/a/bin', '/usr/bin']);
    expect(widenedPath('/usr/bin').split(':')).toContain('/usr/sbin');
    expect(widenedPath(undefined).split(':')).toContain('/opt/homebrew/bin');
  });

  test('has no folder twice', () => {
    const folders = widenedPath('/usr/bin:/usr/bin:/usr/sbin').split(':');
    expect(new Set(folders).size).toBe(folders.length);
  });
});
