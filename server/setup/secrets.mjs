// `npm run secrets`: writes what the compose stack needs once, .env and the files of .secrets, and never overwrites anything. Prints the
// owner's link, so that it need not stand in any log. Needs no package, so that Node alone is enough.

import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, networkInterfaces } from 'node:os';
import { join } from 'node:path';

import { runCli } from './cli.mjs';
import { repositoryDir } from './paths.mjs';
import { environmentText, ownAddress, ownerLink, readWishes, SECRET_FILES } from './secrets-plan.mjs';
import { SetupError } from './setup-error.mjs';

const SECRET_BYTES = 32;
const FOLDER = '.secrets';
/** Each container reads its files as an account of its own; the folder is what keeps others out. */
const FILE_MODE = 0o444;
const FOLDER_MODE = 0o700;

/**
 * Writes a file unless it is there.
 * @param {string} path
 * @param {string} text
 * @param {number} mode
 * @returns {Promise<boolean>} Whether it was written.
 */
async function writeOnce(path, text, mode) {
  try {
    await writeFile(path, text, { flag: 'wx', mode });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

await runCli(async () => {
  const wishes = readWishes(process.argv.slice(2));
  if ('problem' in wishes) {
    throw new SetupError(wishes.problem);
  }
  const ip = wishes.ip ?? ownAddress(networkInterfaces());
  if (ip === undefined) {
    throw new SetupError('This machine has no address that others could reach.', {
      fix: 'Say which one browsers shall use: npm run secrets -- --ip ADDRESS',
    });
  }
  const target = wishes.into ?? repositoryDir;
  const folder = join(target, FOLDER);
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  for (const name of SECRET_FILES) {
    const secret = `${randomBytes(SECRET_BYTES).toString('base64url')}\n`;
    const written = await writeOnce(join(folder, name), secret, FILE_MODE);
    process.stdout.write(`${written ? 'made' : 'kept'}  ${FOLDER}/${name}\n`);
  }
  const example = await readFile(join(repositoryDir, '.env.example'), 'utf8');
  const known = { domain: wishes.domain, ip, workers: Math.min(availableParallelism(), 32) };
  const written = await writeOnce(join(target, '.env'), environmentText(example, known), 0o600);
  process.stdout.write(`${written ? 'made' : 'kept'}  .env\n`);

  const environment = await readFile(join(target, '.env'), 'utf8');
  const token = (await readFile(join(folder, 'owner-token'), 'utf8')).trim();
  process.stdout.write(`\nThe owner's link: ${ownerLink(environment, token)}\n`);
  return 0;
});
