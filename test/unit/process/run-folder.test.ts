import {
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
import { openRunFolder, writePrivateFile } from '../../../server/process/run-folder.ts';
import { SetupProblem } from '../../../server/secrets.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'run-folder-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('the folder of a program', () => {
  it('is closed to everybody else, and so is each folder above it that we made', async () => {
    const folder = await openRunFolder(join(root, 'data'), 'icecast', null);
    expect(folder).toBe(join(root, 'data/run/icecast'));
    for (const path of ['data', 'data/run', 'data/run/icecast']) expect(modeOf(join(root, path))).toBe(0o700);
  });

  it('is closed again when somebody opened it', async () => {
    mkdirSync(join(root, 'run/icecast'), { recursive: true, mode: 0o755 });
    await openRunFolder(root, 'icecast', null);
    expect(modeOf(join(root, 'run/icecast'))).toBe(0o700);
  });

  it('is not a link to somewhere else', async () => {
    mkdirSync(join(root, 'elsewhere'));
    mkdirSync(join(root, 'run'));
    symlinkSync(join(root, 'elsewhere'), join(root, 'run/icecast'));
    await expect(openRunFolder(root, 'icecast', null)).rejects.toBeInstanceOf(SetupProblem);
  });

  it('gets its files whole, private, and never through a link', async () => {
    writeFileSync(join(root, 'precious'), 'untouched');
    symlinkSync(join(root, 'precious'), join(root, 'config'));
    await writePrivateFile(join(root, 'config'), 'secret settings', null);
    expect(readFileSync(join(root, 'config'), 'utf8')).toBe('secret settings');
    expect(readFileSync(join(root, 'precious'), 'utf8')).toBe('untouched');
    expect(modeOf(join(root, 'config'))).toBe(0o600);
    expect(readdirSync(root).sort()).toEqual(['config', 'precious']);
  });

  it('says where it could not write', async () => {
    writeFileSync(join(root, 'file'), '');
    await expect(openRunFolder(join(root, 'file'), 'icecast', null)).rejects.toThrow(`${join(root, 'file')}`);
    await expect(writePrivateFile(join(root, 'file/config'), 'x', null)).rejects.toBeInstanceOf(SetupProblem);
  });
});
