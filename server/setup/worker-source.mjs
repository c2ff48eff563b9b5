// Compiles mediasoup's worker from the C++ source inside the npm package, against the libraries of the distribution.

import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';

import { runCommand } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';
import {
  applyPatch,
  patches,
  precompiledHeaderDir,
  subprojectsDir,
  wrapDirectory,
} from './worker-recipe.mjs';

/** What one compiler needs at its worst in this source, so that a small machine does not swap. */
const MEMORY_PER_JOB_BYTES = 1024 ** 3;

/** Lies in the scratch folder once everything is in place for ninja. */
const CONFIGURED_STAMP = 'configured';

/** One of the headers that one command makes of the FlatBuffers schemas. */
const GENERATED_HEADER = 'fbs/FBS/notification.h';

/** @typedef {import('./progress.mjs').Step} Step */

/**
 * How many compilers run at once.
 * @param {{ cpus: number, memoryBytes: number }} host
 * @returns {number}
 */
export function compilerJobs({ cpus, memoryBytes }) {
  return Math.max(1, Math.min(cpus, Math.floor(memoryBytes / MEMORY_PER_JOB_BYTES)));
}

/**
 * Reads ninja's `[n/total]` at the beginning of a line.
 * @param {string} line
 * @returns {{ done: number, total: number } | undefined}
 */
export function parseNinjaProgress(line) {
  const match = /^\[(\d+)\/(\d+)\]/.exec(line);
  return match ? { done: Number(match[1]), total: Number(match[2]) } : undefined;
}

/**
 * Builds the worker in `scratch` and says where the binary is. An interrupted build goes on where it stopped.
 * @param {object} options
 * @param {string} options.packageDir The installed mediasoup package; it is only read.
 * @param {string} options.scratch Kept between attempts, removed by the caller after success.
 * @param {string} options.recipe The digest of the recipe; a scratch folder of another one is started over.
 * @param {Step} options.step
 * @param {AbortSignal} options.signal
 * @returns {Promise<string>}
 * @throws {SetupError} With the last lines of the tool that failed.
 */
export async function buildWorker({ packageDir, scratch, recipe, step, signal }) {
  const source = join(scratch, 'worker');
  const build = join(scratch, 'build');
  const stamp = join(scratch, CONFIGURED_STAMP);
  if (!existsSync(stamp) || (await readFile(stamp, 'utf8')) !== recipe) {
    step.update('preparing the source');
    await rm(scratch, { recursive: true, force: true });
    await mkdir(scratch, { recursive: true });
    await prepareSource(packageDir, source);
    step.update('configuring');
    await runTool('meson', configureArguments(source, build), { signal });
    await writeFile(stamp, recipe);
  }
  // Some objects include these headers without saying so to ninja: on a busy machine they were compiled before the headers were there.
  await runTool('ninja', ['-C', build, GENERATED_HEADER], { signal });
  const jobs = compilerJobs({ cpus: availableParallelism(), memoryBytes: totalmem() });
  await runTool('ninja', ['-C', build, '-j', String(jobs), 'mediasoup-worker'], {
    signal,
    onLine(line) {
      const at = parseNinjaProgress(line);
      if (at !== undefined) {
        step.update(`compiling [${at.done}/${at.total}]`);
      }
    },
  });
  return join(build, 'mediasoup-worker');
}

/**
 * @param {string} source
 * @param {string} build
 * @returns {string[]}
 */
function configureArguments(source, build) {
  return ['setup', build, source, '--wrap-mode=nodownload', '--buildtype=release', '-Db_ndebug=true'];
}

/**
 * Copies the worker's source, answers its subprojects and applies the patches.
 * @param {string} packageDir
 * @param {string} source
 */
async function prepareSource(packageDir, source) {
  await cp(join(packageDir, 'worker'), source, { recursive: true });
  for (const name of await readdir(subprojectsDir)) {
    const wrap = await readFile(join(source, 'subprojects', `${name}.wrap`), 'utf8');
    await cp(join(subprojectsDir, name), join(source, 'subprojects', wrapDirectory(wrap)), {
      recursive: true,
    });
  }
  await cp(precompiledHeaderDir, join(source, 'pch'), { recursive: true });
  for (const patch of patches) {
    const file = join(source, patch.file);
    await writeFile(file, applyPatch(await readFile(file, 'utf8'), patch));
  }
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ signal: AbortSignal, onLine?: (line: string) => void }} options
 */
async function runTool(command, args, options) {
  const { code, tail } = await runCommand(command, args, options);
  options.signal.throwIfAborted();
  if (code !== 0) {
    throw new SetupError(`${command} failed while building mediasoup's worker.`, { fix: tail });
  }
}
