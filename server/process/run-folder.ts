/**
 * The folder a supervised program starts in: its configuration, process id file and logs, closed to everybody else.
 * The program gets its configuration by a relative name. So it can read it although DATA_DIR above belongs to another account and is closed to it.
 */
import { randomBytes } from 'node:crypto';
import { chown, open, rename, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { makeDataDir, makePrivateFolder, notWritable } from '../secrets.ts';
import type { Account } from './account.ts';

const PRIVATE_FILE_MODE = 0o600;

/** Makes DATA_DIR/run/<name> with mode 0700, owned by `account` when there is one. Returns its absolute path. Throws SetupProblem. */
export async function openRunFolder(dataDir: string, name: string, account: Account | null): Promise<string> {
  const root = resolve(dataDir);
  const folder = join(root, 'run', name);
  await makeDataDir(root);
  await makePrivateFolder(join(root, 'run'));
  await makePrivateFolder(folder);
  if (account === null) return folder;
  try {
    await chown(folder, account.uid, account.gid);
  } catch (error) {
    throw notWritable(folder, error);
  }
  return folder;
}

/** Puts `text` into `path` with mode 0600 in one step; whatever was there, a link too, is replaced and not followed. Throws SetupProblem. */
export async function writePrivateFile(path: string, text: string, account: Account | null): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    const file = await open(draft, 'wx', PRIVATE_FILE_MODE);
    try {
      await file.writeFile(text);
      if (account !== null) await file.chown(account.uid, account.gid);
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await unlink(draft).catch(() => {});
    throw notWritable(path, error);
  }
}
