import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadOrCreateSecret, SetupProblem } from '../../../server/secrets.ts';

let root = '';
let dataDir = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'secrets-'));
  dataDir = join(root, 'deep/data');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const modeOf = (path: string) => statSync(path).mode & 0o777;

function writeSecret(content: string, mode = 0o600): string {
  const path = join(dataDir, 'secrets/owner-token');
  mkdirSync(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 });
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

describe('a generated secret', () => {
  it('has 32 random bytes and is the same at the next start', async () => {
    const secret = await loadOrCreateSecret(dataDir, 'owner-token');
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await loadOrCreateSecret(dataDir, 'owner-token')).toBe(secret);
    expect(await loadOrCreateSecret(dataDir, 'turn-secret')).not.toBe(secret);
  });

  it('can be read by nobody else, nor can the folders around it', async () => {
    await loadOrCreateSecret(dataDir, 'owner-token');
    expect(modeOf(dataDir)).toBe(0o700);
    expect(modeOf(join(dataDir, 'secrets'))).toBe(0o700);
    expect(modeOf(join(dataDir, 'secrets/owner-token'))).toBe(0o600);
    expect(readdirSync(join(dataDir, 'secrets'))).toEqual(['owner-token']);
  });

  it('is one and the same for all who ask at the same time', async () => {
    const asked = await Promise.all(
      Array.from({ length: 20 }, () => loadOrCreateSecret(dataDir, 'owner-token')),
    );
    expect(new Set(asked).size).toBe(1);
    expect(readFileSync(join(dataDir, 'secrets/owner-token'), 'utf8').trim()).toBe(asked[0]);
    expect(readdirSync(join(dataDir, 'secrets'))).toEqual(['owner-token']);
  });

  it('may be written by hand', async () => {
    writeSecret(`${'my-own_secret-'.repeat(3)}\n`);
    expect(await loadOrCreateSecret(dataDir, 'owner-token')).toBe('my-own_secret-'.repeat(3));
  });
});

describe('a secret that cannot be trusted', () => {
  it.each([0o640, 0o604, 0o660, 0o666, 0o644])(
    'is refused when others have rights on it (mode %o)',
    async (mode) => {
      const path = writeSecret('A'.repeat(43), mode);
      const asked = loadOrCreateSecret(dataDir, 'owner-token');
      await expect(asked).rejects.toBeInstanceOf(SetupProblem);
      await expect(asked).rejects.toThrow(`chmod 600 ${path}`);
    },
  );

  it.each([
    ['empty', ''],
    ['short', 'A'.repeat(31)],
    ['long', 'A'.repeat(200)],
    ['two lines', `${'A'.repeat(40)}\n${'B'.repeat(40)}`],
    ['strange characters', `${'A'.repeat(40)} <b>`],
  ])('is refused when its content is %s', async (_what, content) => {
    writeSecret(content);
    const asked = loadOrCreateSecret(dataDir, 'owner-token');
    await expect(asked).rejects.toThrow('must hold 32 to 128');
    await expect(asked).rejects.not.toThrow('AAAA');
  });

  it('is not read through a link, nor made through one', async () => {
    writeSecret('A'.repeat(43));
    const target = join(root, 'target');
    writeFileSync(target, 'B'.repeat(43), { mode: 0o600 });
    symlinkSync(target, join(dataDir, 'secrets/linked'));
    symlinkSync(join(root, 'absent'), join(dataDir, 'secrets/dangling'));
    await expect(loadOrCreateSecret(dataDir, 'linked')).rejects.toThrow('is a symbolic link');
    await expect(loadOrCreateSecret(dataDir, 'dangling')).rejects.toThrow('is a symbolic link');
    expect(readdirSync(root).sort()).toEqual(['deep', 'target']);
  });

  it('is not read when its folder is a link', async () => {
    mkdirSync(join(root, 'elsewhere'));
    mkdirSync(dataDir, { recursive: true });
    symlinkSync(join(root, 'elsewhere'), join(dataDir, 'secrets'));
    await expect(loadOrCreateSecret(dataDir, 'owner-token')).rejects.toBeInstanceOf(SetupProblem);
    expect(readdirSync(join(root, 'elsewhere'))).toEqual([]);
  });

  it('is refused when it is not a file', async () => {
    mkdirSync(join(dataDir, 'secrets/owner-token'), { recursive: true });
    await expect(loadOrCreateSecret(dataDir, 'owner-token')).rejects.toThrow('must be a file');
  });

  it.each(['../escape', 'a/b', '', '.hidden', 'UPPER', 'a\u0000b'])('has no name like %j', async (name) => {
    await expect(loadOrCreateSecret(dataDir, name)).rejects.toBeInstanceOf(RangeError);
    expect(readdirSync(root)).toEqual([]);
  });

  it('is a sentence when DATA_DIR cannot be made', async () => {
    writeFileSync(join(root, 'deep'), '');
    const asked = loadOrCreateSecret(dataDir, 'owner-token');
    await expect(asked).rejects.toBeInstanceOf(SetupProblem);
    await expect(asked).rejects.toThrow('set DATA_DIR to another one');
  });
});
