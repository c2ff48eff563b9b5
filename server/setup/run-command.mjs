// Runs a command to its end, shows its lines to whoever wants them, and keeps the last ones for an error.

import { spawn } from 'node:child_process';

/** Enough to show why a compiler or a package manager failed. */
const KEPT_LINES = 60;

/** A line longer than this is cut, so that a stranger's output cannot fill the memory. */
const LINE_LENGTH_LIMIT = 4000;

/**
 * @typedef {object} CommandResult
 * @property {number} code Exit code; 128 plus the signal's number when a signal ended it, 127 when it could not be started.
 * @property {string} tail The last lines of both outputs, joined.
 * @property {string} stdout The kept lines of the standard output alone.
 */

const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/**
 * The exit code a shell would report.
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 * @returns {number}
 */
export function exitCodeOf(code, signal) {
  if (code !== null) {
    return code;
  }
  return 128 + (Object.entries(SIGNAL_NUMBERS).find(([name]) => name === signal)?.[1] ?? 1);
}

/**
 * Splits chunks into lines; a carriage return ends a line too, as progress bars use it.
 * @param {(line: string) => void} onLine
 * @returns {{ push: (chunk: string) => void, end: () => void }}
 */
export function lineSplitter(onLine) {
  let rest = '';
  return {
    push(chunk) {
      const lines = (rest + chunk).split(/[\r\n]+/);
      rest = (lines.pop() ?? '').slice(0, LINE_LENGTH_LIMIT);
      for (const line of lines) {
        if (line !== '') {
          onLine(line.slice(0, LINE_LENGTH_LIMIT));
        }
      }
    },
    end() {
      if (rest !== '') {
        onLine(rest);
        rest = '';
      }
    },
  };
}

/**
 * Runs `command` without a shell and without an input. Never rejects: a command that cannot be started has code 127.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {(line: string) => void} [options.onLine] Called for each line of both outputs.
 * @param {AbortSignal} [options.signal] Ends the command with SIGTERM.
 * @param {number} [options.timeoutMs] Ends the command with SIGKILL after this time.
 * @param {boolean} [options.ownGroup] Keeps a Ctrl-C on the terminal away from the command.
 * @returns {Promise<CommandResult>}
 */
export function runCommand(command, args, options = {}) {
  const { cwd, env, onLine, signal, timeoutMs, ownGroup = false } = options;
  return new Promise((resolve) => {
    /** @type {string[]} */
    const lines = [];
    /** @type {string[]} */
    const outLines = [];
    const child = spawn(command, args, {
      cwd,
      env,
      detached: ownGroup,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stop = () => child.kill('SIGTERM');
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), timeoutMs);

    /** @param {string} line */
    const keep = (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) {
        lines.shift();
      }
      onLine?.(line);
    };
    const out = lineSplitter((line) => {
      outLines.push(line);
      if (outLines.length > KEPT_LINES) {
        outLines.shift();
      }
      keep(line);
    });
    const err = lineSplitter(keep);

    /** @param {number} code */
    const finish = (code) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      out.end();
      err.end();
      resolve({ code, tail: lines.join('\n'), stdout: outLines.join('\n') });
    };

    child.stdout.setEncoding('utf8').on('data', out.push);
    child.stderr.setEncoding('utf8').on('data', err.push);
    child.once('error', (error) => {
      keep(error.message);
      finish(127);
    });
    child.once('close', (code, endSignal) => finish(exitCodeOf(code, endSignal)));
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) {
      stop();
    }
  });
}
