/** Which Node runs the studio, and how it comes to be the one that npm's commands use. */
import { describe, expect, test } from 'vitest';
import {
  isNewEnough,
  nodePackage,
  PINNED_NODE_VERSION,
  withNodeFirst,
} from '../../../server/setup/node-runtime.mjs';
import { cacheDirectory } from '../../../server/setup/paths.mjs';

describe('the Node of the machine', () => {
  test('is used from version 24 on', () => {
    expect(['18.20.0', '20.20.2', '22.22.0', '24.0.0', '26.1.0'].map(isNewEnough)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  test('is replaced by one that is new enough itself', () => {
    expect(isNewEnough(PINNED_NODE_VERSION)).toBe(true);
  });
});

describe('the package with Node', () => {
  test('exists for Linux with glibc on both processors', () => {
    for (const arch of ['x64', 'arm64']) {
      expect(nodePackage({ platform: 'linux', arch, libc: 'glibc' })).toBe(
        `node-linux-${arch}@${PINNED_NODE_VERSION}`,
      );
    }
  });

  test('does not exist elsewhere, so a person is asked to install Node', () => {
    expect(nodePackage({ platform: 'linux', arch: 'x64', libc: 'musl' })).toBeUndefined();
    expect(nodePackage({ platform: 'darwin', arch: 'arm64', libc: 'system' })).toBeUndefined();
  });
});

test('the chosen Node comes before every other one', () => {
  const env = withNodeFirst({ PATH: '/usr/bin', LANG: 'C' }, '/cache/node/bin/node');
  expect(env).toEqual({ PATH: '/cache/node/bin:/usr/bin', LANG: 'C' });
});

describe('the cache folder', () => {
  const home = '/home/ada';

  test('follows the XDG variable, but only an absolute one', () => {
    expect(cacheDirectory({ env: { XDG_CACHE_HOME: '/var/tmp/c' }, platform: 'linux', home })).toBe(
      '/var/tmp/c/openstudio',
    );
    expect(cacheDirectory({ env: { XDG_CACHE_HOME: 'c' }, platform: 'linux', home })).toBe(
      '/home/ada/.cache/openstudio',
    );
  });

  test('is where each system keeps caches', () => {
    expect(cacheDirectory({ env: {}, platform: 'linux', home })).toBe('/home/ada/.cache/openstudio');
    expect(cacheDirectory({ env: {}, platform: 'darwin', home })).toBe('/home/ada/Library/Caches/openstudio');
  });
});
