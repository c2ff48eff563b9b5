// Builds the studio's web app when what it is made of has changed.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

import { runCommand } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';

/** Everything that can change the built files; `studio-web/dist` is the result. */
const SOURCES = ['studio-web', 'server/protocol', 'package-lock.json'];
const RESULT = 'studio-web/dist';

/** Holds the stamp of the last build, see `webStamp`. In node_modules, as it must not be served. */
const STAMP_FILE = 'node_modules/.openstudio-web';

/**
 * The arguments for Node that build the web app.
 * @param {string} repositoryDir
 * @returns {string[]}
 */
export function viteBuildArguments(repositoryDir) {
  const web = join(repositoryDir, 'studio-web');
  return [
    join(repositoryDir, 'node_modules/vite/bin/vite.js'),
    'build',
    web,
    '--config',
    join(web, 'vite.config.ts'),
  ];
}

/**
 * A digest of the names and contents of all sources.
 * @param {string} repositoryDir
 * @returns {Promise<string>}
 */
export async function webSourceDigest(repositoryDir) {
  const lists = await Promise.all(SOURCES.map((source) => filesUnder(join(repositoryDir, source))));
  const result = join(repositoryDir, RESULT) + sep;
  const files = lists
    .flat()
    .filter((file) => !file.startsWith(result))
    .sort();
  const contents = await Promise.all(files.map((file) => readFile(file)));
  const hash = createHash('sha256');
  for (const [index, file] of files.entries()) {
    const content = contents[index] ?? '';
    hash.update(`${relative(repositoryDir, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * @param {string} path A file or a folder.
 * @returns {Promise<string[]>}
 */
async function filesUnder(path) {
  if (!existsSync(path)) {
    return [];
  }
  try {
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') {
      return [path];
    }
    throw error;
  }
}

/**
 * Identifies a build: its sources, and the first page of its result, which names all other files by their content.
 * @param {string} repositoryDir
 * @param {string} sourceDigest
 * @returns {Promise<string>}
 */
export async function webStamp(repositoryDir, sourceDigest) {
  const page = await readFile(join(repositoryDir, RESULT, 'index.html'));
  return `${sourceDigest} ${createHash('sha256').update(page).digest('hex')}`;
}

/**
 * Whether the built web app is the one of today's sources.
 * @param {string} repositoryDir
 * @returns {Promise<boolean>}
 */
export async function webIsBuilt(repositoryDir) {
  try {
    const stamp = await readFile(join(repositoryDir, STAMP_FILE), 'utf8');
    return stamp === (await webStamp(repositoryDir, await webSourceDigest(repositoryDir)));
  } catch {
    return false;
  }
}

/**
 * Builds the web app when it is missing or outdated.
 * @param {object} options
 * @param {string} options.repositoryDir With its npm packages installed.
 * @param {string} options.node The Node that runs the build.
 * @param {NodeJS.ProcessEnv} options.env
 * @param {import('./progress.mjs').Progress} options.progress
 * @param {AbortSignal} options.signal
 * @throws {SetupError} With the build's last lines.
 */
export async function ensureWeb({ repositoryDir, node, env, progress, signal }) {
  if (await webIsBuilt(repositoryDir)) {
    return;
  }
  const step = progress.step('Building the web app');
  // Taken before the build: a file saved while it runs means that the result is outdated.
  const digest = await webSourceDigest(repositoryDir);
  const { code, tail } = await runCommand(node, viteBuildArguments(repositoryDir), {
    cwd: repositoryDir,
    env,
    signal,
    onLine: (line) => step.update(line.trim()),
  });
  if (code !== 0 || signal.aborted) {
    step.fail();
    signal.throwIfAborted();
    throw new SetupError('The web app could not be built.', { fix: tail });
  }
  await writeFile(join(repositoryDir, STAMP_FILE), await webStamp(repositoryDir, digest));
  step.done();
}
