/** How an installation of npm packages is recognised, and that the lock file can be installed from. */
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import {
  installationMatches,
  lockStamp,
  packagesInstalled,
  parseLock,
} from '../../../server/setup/npm-packages.mjs';

const host = { platform: 'linux', arch: 'x64', libc: 'glibc' };

function lock(packages: Record<string, object>): string {
  return JSON.stringify({ lockfileVersion: 3, packages: { '': { name: 'openstudio' }, ...packages } });
}

const LOCK = lock({
  'node_modules/zod': { version: '4.6.7' },
  'node_modules/binding-darwin': { version: '1.0.0', optional: true },
  'node_modules/binding-linux': { version: '1.0.0', optional: true },
});

const INSTALLED = lock({
  'node_modules/zod': { version: '4.6.7' },
  'node_modules/binding-linux': { version: '1.0.0', optional: true },
});

describe('an installation matches the lock', () => {
  test('when only packages for other platforms are absent', () => {
    expect(installationMatches(parseLock(LOCK), parseLock(INSTALLED))).toBe(true);
  });

  test('not when a version differs, a package is absent, or one is too many', () => {
    const others = [
      lock({ 'node_modules/zod': { version: '4.0.0' } }),
      lock({ 'node_modules/binding-linux': { version: '1.0.0' } }),
      lock({ 'node_modules/zod': { version: '4.6.7' }, 'node_modules/left-pad': { version: '1.3.0' } }),
      lock({}),
    ];
    for (const other of others) {
      expect(installationMatches(parseLock(LOCK), parseLock(other))).toBe(false);
    }
  });
});

describe('a clone', () => {
  let repositoryDir: string;

  beforeEach(async () => {
    repositoryDir = await mkdtemp(join(tmpdir(), 'openstudio-packages-'));
    await writeFile(join(repositoryDir, 'package-lock.json'), LOCK);
  });

  afterEach(async () => {
    await rm(repositoryDir, { recursive: true });
  });

  async function install(stamp?: string) {
    await mkdir(join(repositoryDir, 'node_modules'));
    await writeFile(join(repositoryDir, 'node_modules', '.package-lock.json'), INSTALLED);
    if (stamp !== undefined) {
      await writeFile(join(repositoryDir, 'node_modules', '.openstudio-packages'), stamp);
    }
  }

  test('without node_modules has to be installed', async () => {
    expect(await packagesInstalled({ repositoryDir, host })).toBe(false);
  });

  test('with the stamp of its lock is installed', async () => {
    await install(lockStamp(LOCK, host));
    expect(await packagesInstalled({ repositoryDir, host })).toBe(true);
  });

  test('that somebody installed with npm by hand is recognised, and stamped', async () => {
    await install();
    expect(await packagesInstalled({ repositoryDir, host })).toBe(true);
    const stamp = await readFile(join(repositoryDir, 'node_modules', '.openstudio-packages'), 'utf8');
    expect(stamp).toBe(lockStamp(LOCK, host));
  });

  test('with packages of another platform has to be installed', async () => {
    await install(lockStamp(LOCK, { platform: 'darwin', arch: 'arm64', libc: 'system' }));
    expect(await packagesInstalled({ repositoryDir, host })).toBe(false);
  });

  test('whose lock changed since has to be installed', async () => {
    await install(lockStamp(LOCK, host));
    await writeFile(
      join(repositoryDir, 'package-lock.json'),
      lock({ 'node_modules/zod': { version: '5.0.0' } }),
    );
    expect(await packagesInstalled({ repositoryDir, host })).toBe(false);
  });
});

describe("the project's own lock file", () => {
  const entry = z.object({
    optionalDependencies: z.record(z.string(), z.string()).optional(),
    dependencies: z.record(z.string(), z.string()).optional(),
  });
  const { packages } = z
    .object({ packages: z.record(z.string(), entry) })
    .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../../package-lock.json'), 'utf8')));

  test('has every optional package of every package, or npm ci refuses it on all machines', () => {
    const absent = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) =>
          packages[`node_modules/${name}`] === undefined &&
          packages[`${path}/node_modules/${name}`] === undefined,
      ),
    );
    expect(absent).toEqual([]);
  });
});
