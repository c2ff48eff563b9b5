// The rim of every command of the setup: turns what went wrong into words and an exit code.

import { Interrupted } from './interrupt.mjs';
import { exitCodeOf } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * Runs a command and sets the process's exit code.
 * @param {() => Promise<number>} main Answers the exit code.
 */
export async function runCli(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (error instanceof SetupError) {
      process.stderr.write(
        `\n${error.message}\n${error.fix === undefined ? '' : `\n${indent(error.fix)}\n`}\n`,
      );
      process.exitCode = 1;
    } else if (error instanceof Interrupted) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = exitCodeOf(null, error.signal);
    } else {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      process.exitCode = 1;
    }
  }
}

/**
 * @param {string} text
 * @returns {string}
 */
function indent(text) {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
