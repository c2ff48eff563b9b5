/** Fetching upstream's worker: what is accepted, and why the next rung is taken. */
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../../../server/setup/run-command.mjs';
import { downloadWorker } from '../../../server/setup/worker-download.mjs';

/** A worker that is started without MEDIASOUP_VERSION ends with this code, and so does a stand-in. */
const STAND_IN = '#!/bin/sh\nexit 41\n';

let folder: string;
let target: string;
let server: Server;
let answer: { status: number; body: Buffer };
const { signal } = new AbortController();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openstudio-download-'));
  target = join(folder, 'target');
  await mkdir(target);
  answer = { status: 404, body: Buffer.from('not found') };
  server = createServer((_request, response) => {
    response.writeHead(answer.status).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

function url(): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen.');
  return `http://127.0.0.1:${address.port}/worker.tgz`;
}

async function archiveOf(text: string): Promise<Buffer> {
  const file = join(folder, 'mediasoup-worker');
  await writeFile(file, text);
  await chmod(file, 0o644);
  const archive = join(folder, 'upstream.tgz');
  await runCommand('tar', ['-czf', archive, '-C', folder, 'mediasoup-worker']);
  return readFile(archive);
}

test('a worker that runs here is unpacked and made executable', async () => {
  answer = { status: 200, body: await archiveOf(STAND_IN) };
  const binary = join(target, 'mediasoup-worker');
  expect(await downloadWorker(url(), target, signal)).toEqual({ binary });
  expect(await readFile(binary, 'utf8')).toBe(STAND_IN);
});

test('there may be none for this machine', async () => {
  expect(await downloadWorker(url(), target, signal)).toEqual({ reason: 'none for this machine' });
});

test('a worker for another C library is refused', async () => {
  answer = { status: 200, body: await archiveOf('#!/bin/sh\nexit 127\n') };
  expect(await downloadWorker(url(), target, signal)).toEqual({ reason: 'it does not run on this system' });
});

test('a page of a proxy is no archive', async () => {
  answer = { status: 200, body: Buffer.from('<html>Sign in to the network</html>') };
  expect(await downloadWorker(url(), target, signal)).toEqual({
    reason: 'the archive could not be unpacked',
  });
});

test('a server that cannot be reached is a reason, not a failure', async () => {
  const gone = url();
  await new Promise((resolve) => server.close(resolve));
  const outcome = await downloadWorker(gone, target, signal);
  expect(outcome).toHaveProperty('reason');
  server = createServer().listen(0, '127.0.0.1');
});
