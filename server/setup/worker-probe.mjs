// Finds out whether a mediasoup worker binary runs on this machine.

import { constants } from 'node:fs';
import { access } from 'node:fs/promises';

import { runCommand } from './run-command.mjs';

/** What a worker answers when it is started without MEDIASOUP_VERSION (main.cpp of the worker). */
const MISSING_VERSION_EXIT_CODE = 41;

const PROBE_TIMEOUT_MS = 10_000;

/**
 * Tells whether `binary` is a worker that starts here: it finds its libraries and answers as a worker does.
 * @param {string} binary
 * @returns {Promise<boolean>}
 */
export async function workerRuns(binary) {
  try {
    await access(binary, constants.X_OK);
  } catch {
    return false;
  }
  const { code } = await runCommand(binary, [], { env: {}, timeoutMs: PROBE_TIMEOUT_MS });
  return code === MISSING_VERSION_EXIT_CODE;
}
