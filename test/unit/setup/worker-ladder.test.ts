/** The ladder by which a mediasoup worker is found: its order, and what counts as the right worker. */
import { describe, expect, test } from 'vitest';
import { libcOfElf, workerKey } from '../../../server/setup/worker-key.mjs';
import {
  isCurrentWorker,
  parseWorkerOrigin,
  workerDownloadUrl,
  workerRungs,
} from '../../../server/setup/worker-ladder.mjs';
import { applyPatch, patches, wrapDirectory } from '../../../server/setup/worker-recipe.mjs';
import { compilerJobs, parseNinjaProgress } from '../../../server/setup/worker-source.mjs';

const GIB = 1024 ** 3;

describe('the order of the rungs', () => {
  test('is cache, download, build when nothing is said', () => {
    expect(workerRungs({})).toEqual(['cache', 'download', 'source']);
  });

  test('is only the given worker when one is given, so that no other one runs unnoticed', () => {
    expect(workerRungs({ MEDIASOUP_WORKER_BIN: '/opt/mediasoup-worker' })).toEqual(['given']);
  });

  test('leaves the download out when mediasoup is told to skip it', () => {
    expect(workerRungs({ MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD: '1' })).toEqual(['cache', 'source']);
  });

  test('takes an empty variable for an unset one', () => {
    expect(workerRungs({ MEDIASOUP_WORKER_BIN: '' })).toEqual(['cache', 'download', 'source']);
  });
});

describe('a worker in the cache', () => {
  test('has a name made of version, platform, processor and C library', () => {
    expect(workerKey('3.27.1', { platform: 'linux', arch: 'x64', libc: 'glibc' })).toBe(
      '3.27.1-linux-x64-glibc',
    );
    expect(workerKey('3.27.1', { platform: 'darwin', arch: 'arm64', libc: 'system' })).toBe(
      '3.27.1-darwin-arm64-system',
    );
  });

  test('tells musl from glibc by the interpreter of a program', () => {
    expect(libcOfElf(Buffer.from('\x7fELF..../lib/ld-musl-x86_64.so.1\0'))).toBe('musl');
    expect(libcOfElf(Buffer.from('\x7fELF..../lib64/ld-linux-x86-64.so.2\0'))).toBe('glibc');
  });

  test('is outdated when it was built by another recipe', () => {
    expect(isCurrentWorker({ rung: 'source', recipe: 'old' }, 'new')).toBe(false);
    expect(isCurrentWorker({ rung: 'source', recipe: 'new' }, 'new')).toBe(true);
  });

  test('does not depend on the recipe when it was downloaded', () => {
    expect(isCurrentWorker({ rung: 'download', recipe: '' }, 'new')).toBe(true);
  });

  test('does not count without a readable note about its origin', () => {
    for (const text of ['', '{', 'null', '{"rung":"elsewhere","recipe":"x"}', '{"rung":"source"}']) {
      expect(parseWorkerOrigin(text)).toBeUndefined();
    }
    expect(isCurrentWorker(undefined, 'new')).toBe(false);
    expect(parseWorkerOrigin('{"rung":"source","recipe":"abc"}')).toEqual({ rung: 'source', recipe: 'abc' });
  });
});

describe('the address of the download', () => {
  const machine = { version: '3.27.1', arch: 'arm64', kernelRelease: '6.18.2-amd64' };

  test('carries the major number of the kernel on Linux', () => {
    expect(workerDownloadUrl({ ...machine, platform: 'linux', env: {} })).toBe(
      'https://github.com/versatica/mediasoup/releases/download/3.27.1/mediasoup-worker-3.27.1-linux-arm64-kernel6.tgz',
    );
  });

  test('carries none elsewhere, and honours a mirror', () => {
    const env = { MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL: 'https://mirror.example/ms' };
    expect(workerDownloadUrl({ ...machine, platform: 'darwin', env })).toBe(
      'https://mirror.example/ms/3.27.1/mediasoup-worker-3.27.1-darwin-arm64.tgz',
    );
  });
});

describe('the build', () => {
  test('changes the comparison that crashes in the first DTLS handshake', () => {
    const patch = patches.find(({ file }) => file.endsWith('DtlsTransport.cpp'));
    expect(patch).toBeDefined();
    if (patch !== undefined) {
      const source = 'const long result = (operationType == BIO_CB_RETURN) ? ret : 1;';
      expect(applyPatch(source, patch)).toBe(
        'const long result = ((operationType & BIO_CB_RETURN) != 0) ? ret : 1;',
      );
    }
  });

  test('refuses a source in which the place to change is missing or there twice', () => {
    const patch = { file: 'a.cpp', find: 'x', replace: 'y' };
    expect(() => applyPatch('abc', patch)).toThrow('0 times');
    expect(() => applyPatch('x x', patch)).toThrow('2 times');
  });

  test('reads the folder of a subproject from its wrap file, and only a plain name', () => {
    expect(wrapDirectory('[wrap-file]\ndirectory = libuv-v1.51.0\nsource_url = u\n')).toBe('libuv-v1.51.0');
    expect(() => wrapDirectory('[wrap-file]\nsource_url = u\n')).toThrow('names no folder');
    expect(() => wrapDirectory('directory = ../outside')).toThrow('names no folder');
  });

  test('runs no more compilers than there are processors or gibibytes, and at least one', () => {
    expect(compilerJobs({ cpus: 8, memoryBytes: 4 * GIB })).toBe(4);
    expect(compilerJobs({ cpus: 2, memoryBytes: 64 * GIB })).toBe(2);
    expect(compilerJobs({ cpus: 4, memoryBytes: 0.5 * GIB })).toBe(1);
  });

  test('reads how far ninja is', () => {
    expect(parseNinjaProgress('[12/261] Compiling C++ object a.o')).toEqual({ done: 12, total: 261 });
    expect(parseNinjaProgress('ninja: Entering directory')).toBeUndefined();
  });
});
