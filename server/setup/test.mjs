// `npm test`: makes this clone ready, then runs the type check, the linter and all tests, and counts them.
// Arguments after `--` go to vitest, which takes them as parts of file names.

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runCli } from './cli.mjs';
import { composeEngine } from './compose-engine.mjs';
import { interruptible } from './interrupt.mjs';
import { endMarkedProcesses, newRunMark, RUN_MARK } from './leftovers.mjs';
import { prepare } from './prepare.mjs';
import { createProgress } from './progress.mjs';
import { exitCodeOf } from './run-command.mjs';
import {
  checkCounts,
  closingLine,
  noTests,
  parseVitestReport,
  sumCounts,
  testExitCode,
  vitestCounts,
} from './test-counts.mjs';

/** @typedef {import('./prepare.mjs').Prepared} Prepared */

/** Folders with a tsconfig.json: the server and most tests, the pages, and the tests that run code in pages, or code that does. */
const TYPE_PROJECTS = ['.', 'studio-web', 'test/e2e', 'test/compose'];

/** The kind of tests that needs a Docker engine. */
const COMPOSE = 'compose';

/**
 * Runs an npm command of the project with its output shown.
 * @param {Prepared} prepared
 * @param {string} name As in node_modules/.bin.
 * @param {readonly string[]} args
 * @param {AbortSignal} signal
 * @returns {Promise<number>} Its exit code.
 */
async function runTool({ repositoryDir, env }, name, args, signal) {
  process.stdout.write(`\n> ${[name, ...args].join(' ')}\n`);
  const child = spawn(join(repositoryDir, 'node_modules', '.bin', name), args, {
    cwd: repositoryDir,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, endSignal) => resolve(exitCodeOf(code, endSignal)));
    });
  } finally {
    signal.removeEventListener('abort', stop);
    signal.throwIfAborted();
  }
}

/**
 * @param {Prepared} prepared
 * @param {readonly string[]} words For vitest.
 * @param {AbortSignal} signal
 */
async function runVitest(prepared, words, signal) {
  const folder = await mkdtemp(join(tmpdir(), 'openstudio-test-'));
  const reportFile = join(folder, 'report.json');
  try {
    const args = [
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportFile}`,
      ...words,
    ];
    const exitCode = await runTool(prepared, 'vitest', args, signal);
    return vitestCounts({ exitCode, report: await readReport(reportFile) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} file */
async function readReport(file) {
  try {
    return parseVitestReport(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * With filters, the files they name may all be of the other run.
 * @param {readonly string[]} filters
 */
function mayBeNone(filters) {
  return filters.length === 0 ? [] : ['--passWithNoTests'];
}

/**
 * The compose stack, where a Docker engine runs or can be started. Elsewhere one test counts as skipped.
 * @param {Prepared} prepared
 * @param {readonly string[]} filters
 * @param {AbortSignal} signal
 */
async function runCompose(prepared, filters, signal) {
  if (filters.length > 0 && !filters.some((filter) => filter.includes(COMPOSE))) {
    return noTests;
  }
  const engine = await composeEngine({ progress: createProgress(), signal });
  if ('missing' in engine) {
    process.stdout.write(`\nThe compose stack is not tested: ${engine.missing}.\n`);
    return { ...noTests, skipped: 1 };
  }
  try {
    const env = { ...prepared.env, DOCKER_HOST: engine.host };
    return await runVitest({ ...prepared, env }, [`--project=${COMPOSE}`, ...filters], signal);
  } finally {
    await engine.close();
  }
}

await runCli(() =>
  interruptible(async (signal) => {
    const ready = await prepare({ tests: true, progress: createProgress(), signal });
    const mark = newRunMark();
    const prepared = { ...ready, env: { ...ready.env, [RUN_MARK]: mark } };
    try {
      const checks = [];
      for (const project of TYPE_PROJECTS) {
        checks.push(checkCounts(await runTool(prepared, 'tsc', ['--noEmit', '-p', project], signal)));
      }
      checks.push(checkCounts(await runTool(prepared, 'biome', ['check', '.'], signal)));
      const filters = process.argv.slice(2);
      const others = await runVitest(
        prepared,
        [`--project=!${COMPOSE}`, ...mayBeNone(filters), ...filters],
        signal,
      );
      // Alone and last: it builds images and breaks things, and the others measure sound.
      const compose = await runCompose(prepared, filters, signal);
      const vitest = sumCounts([others, compose]);
      const total = sumCounts([...checks, vitest]);
      process.stdout.write(`\n${closingLine(total)}\n`);
      return testExitCode({ total, vitest });
    } finally {
      await endMarkedProcesses(mark);
    }
  }),
);
