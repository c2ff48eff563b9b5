/** Generated secrets: 32 random bytes each, made once and kept in DATA_DIR/secrets where only their owner can read them. */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, type FileHandle, link, lstat, mkdir, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';

const SECRET_BYTES = 32;
const SECRET_MIN_LENGTH = 32;
const SECRET_MAX_LENGTH = 128;
const NAME_PATTERN = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
const CONTENT_PATTERN = new RegExp(`^[A-Za-z0-9_-]{${SECRET_MIN_LENGTH},${SECRET_MAX_LENGTH}}$`);
const PRIVATE_FOLDER_MODE = 0o700;
const PRIVATE_FILE_MODE = 0o600;
const OTHERS_BITS = 0o077;

/** Something about this machine or its configuration stops the start. `message` is a sentence for people, with what to do; no secret. */
export class SetupProblem extends Error {
  override readonly name = 'SetupProblem';
}

/** Makes DATA_DIR when it is missing, with mode 0700. An existing one keeps its mode: what is secret in it is closed by itself. */
export async function makeDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: PRIVATE_FOLDER_MODE });
  } catch (error) {
    throw notWritable(dataDir, error);
  }
}

/**
 * Makes `folder` (its parent exists) or takes the existing one, with mode 0700 in either case.
 * Throws SetupProblem when it is a symbolic link, not a folder, or cannot be made private.
 */
export async function makePrivateFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: PRIVATE_FOLDER_MODE });
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw notWritable(folder, error);
  }
  const stats = await lstat(folder);
  if (!stats.isDirectory()) {
    throw new SetupProblem(
      `${folder} must be a folder and not a link. Remove it; it is made again at the next start.`,
    );
  }
  if ((stats.mode & OTHERS_BITS) === 0) return;
  try {
    await chmod(folder, PRIVATE_FOLDER_MODE);
  } catch (error) {
    throw notWritable(folder, error);
  }
}

/**
 * The secret `name` of this installation: what DATA_DIR/secrets/<name> holds, or 32 new random bytes as base64url, written there
 * with mode 0600. Two processes that ask at the same time get the same secret. Throws SetupProblem when the file is a link,
 * can be read by other accounts, or holds anything but 32 to 128 characters of the base64url alphabet.
 */
export async function loadOrCreateSecret(dataDir: string, name: string): Promise<string> {
  if (!NAME_PATTERN.test(name)) throw new RangeError(`Not a name for a secret: ${JSON.stringify(name)}`);
  await makeDataDir(dataDir);
  const folder = join(dataDir, 'secrets');
  await makePrivateFolder(folder);
  const path = join(folder, name);
  return (await readSecret(path)) ?? (await createSecret(path));
}

/** The secret in `path`, or null when there is no such file. */
async function readSecret(path: string): Promise<string | null> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'ENOENT') return null;
    if (code === 'ELOOP')
      throw new SetupProblem(`${path} is a symbolic link. Put the file itself there, or remove the link.`);
    throw new SetupProblem(`${path} cannot be read (${code}). Give it to the account that runs OpenStudio.`, {
      cause: error,
    });
  }
  try {
    const stats = await file.stat();
    if (!stats.isFile())
      throw new SetupProblem(`${path} must be a file. Remove it; a new secret is made at the next start.`);
    if ((stats.mode & OTHERS_BITS) !== 0) {
      throw new SetupProblem(
        `${path} can be read by other accounts of this machine. Remove it to get a new secret, or run: chmod 600 ${path}`,
      );
    }
    const content = stats.size > SECRET_MAX_LENGTH + 2 ? '' : (await file.readFile('utf8')).trim();
    if (CONTENT_PATTERN.test(content)) return content;
    throw new SetupProblem(
      `${path} must hold ${SECRET_MIN_LENGTH} to ${SECRET_MAX_LENGTH} letters, digits, dashes or underscores. Remove it to get a new secret.`,
    );
  } finally {
    await file.close();
  }
}

/** Writes beside the target and links it into place: nobody ever reads half a secret, and the first of two writers wins. */
async function createSecret(path: string): Promise<string> {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    const file = await open(draft, 'wx', PRIVATE_FILE_MODE);
    try {
      await file.writeFile(`${secret}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(draft, path);
    return secret;
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw notWritable(path, error);
    const winner = await readSecret(path);
    if (winner === null) throw notWritable(path, error);
    return winner;
  } finally {
    await unlink(draft).catch(() => {});
  }
}

/** The sentence for a place in DATA_DIR that refuses to be written. */
export function notWritable(path: string, cause: unknown): SetupProblem {
  const code = errnoOf(cause) ?? 'unknown error';
  return new SetupProblem(
    `${path} cannot be written (${code}). Give the folder to the account that runs OpenStudio, or set DATA_DIR to another one.`,
    { cause },
  );
}

/** The code of a system error (`EACCES`), or null. */
export function errnoOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
