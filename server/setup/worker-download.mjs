// Fetches upstream's mediasoup worker for this machine.

import { createWriteStream } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { runCommand } from './run-command.mjs';
import { workerRuns } from './worker-probe.mjs';

/** A machine without a way to the releases should not wait long for the next rung. */
const ANSWER_TIMEOUT_MS = 8_000;
const DOWNLOAD_TIMEOUT_MS = 120_000;

/** About ten times the size of upstream's archive. */
const ARCHIVE_LIMIT_BYTES = 100 * 1024 * 1024;

/**
 * Fetches `url` and unpacks the worker into `directory`.
 * @param {string} url
 * @param {string} directory An empty folder.
 * @param {AbortSignal} signal
 * @returns {Promise<{ binary: string } | { reason: string }>} The worker, which was seen to run here, or why there is none.
 */
export async function downloadWorker(url, directory, signal) {
  const archive = join(directory, 'worker.tgz');
  const binary = join(directory, 'mediasoup-worker');
  const stop = new AbortController();
  const abort = () => stop.abort(new Error('interrupted'));
  signal.addEventListener('abort', abort);
  let timer = setTimeout(() => stop.abort(new Error('no answer')), ANSWER_TIMEOUT_MS);
  try {
    const response = await fetch(url, { signal: stop.signal });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      return { reason: response.status === 404 ? 'none for this machine' : `HTTP ${response.status}` };
    }
    clearTimeout(timer);
    timer = setTimeout(() => stop.abort(new Error('too slow')), DOWNLOAD_TIMEOUT_MS);
    await pipeline(
      Readable.fromWeb(response.body),
      limitBytes(ARCHIVE_LIMIT_BYTES),
      createWriteStream(archive),
      { signal: stop.signal },
    );
  } catch (error) {
    return { reason: reasonOf(error, stop.signal) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
  const unpacked = await runCommand('tar', ['-xzf', archive, '-C', directory]);
  if (unpacked.code !== 0) {
    return { reason: 'the archive could not be unpacked' };
  }
  await chmod(binary, 0o755);
  return (await workerRuns(binary)) ? { binary } : { reason: 'it does not run on this system' };
}

/**
 * Passes data on and fails when there is more than expected.
 * @param {number} limit
 */
function limitBytes(limit) {
  let seen = 0;
  /** @param {AsyncIterable<Uint8Array>} source */
  return async function* pass(source) {
    for await (const chunk of source) {
      seen += chunk.length;
      if (seen > limit) {
        throw new Error('the archive is too large');
      }
      yield chunk;
    }
  };
}

/**
 * @param {unknown} error
 * @param {AbortSignal} signal
 * @returns {string}
 */
function reasonOf(error, signal) {
  if (signal.aborted && signal.reason instanceof Error) {
    return signal.reason.message;
  }
  if (!(error instanceof Error)) {
    return String(error);
  }
  // fetch reports "fetch failed" and keeps the reason in the cause.
  return error.cause instanceof Error ? error.cause.message : error.message;
}
