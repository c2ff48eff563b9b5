/** What a person reads on the terminal when the studio cannot start: sentences that say what to do, never a stack trace. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePorts } from '../../support/free-ports.ts';

const PROJECT_ROOT = path.resolve(import.meta.dirname, '../../..');

let folder: string;
let ports: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'openstudio-start-'));
  const first = await freePorts(4);
  ports = {
    PORT: String(first),
    ICECAST_PORT: String(first + 1),
    TURN_PORT: String(first + 2),
    MEDIASOUP_PORT: String(first + 3),
    MEDIASOUP_NUM_WORKERS: '1',
  };
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Starts the server and waits for its end. */
function failingStart(env: Readonly<Record<string, string>>): Promise<{ code: number | null; text: string }> {
  const child = spawn(process.execPath, ['server/main.ts'], {
    cwd: PROJECT_ROOT,
    env: { ...process.env, DATA_DIR: path.join(folder, 'data'), ...ports, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  child.stderr.on('data', (chunk) => {
    text += chunk;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, text })));
}

function expectSentences(text: string): void {
  expect(text).not.toMatch(/\n\s+at .+:\d+:\d+/);
  expect(text).not.toContain('OpenStudio is ready');
}

test('bad settings are all listed at once', async () => {
  const { code, text } = await failingStart({
    PORT: 'seventy',
    LOG_LEVEL: 'loud',
    ICECAST_URL: 'http://127.0.0.1:1',
    TURN_URLS: 'turn:127.0.0.1',
  });
  expect(code).toBe(1);
  expectSentences(text);
  for (const name of [
    'PORT',
    'LOG_LEVEL',
    'ICECAST_SOURCE_PASSWORD',
    'ICECAST_ADMIN_PASSWORD',
    'TURN_SECRET',
  ]) {
    expect(text).toContain(name);
  }
});

test.each([
  ['PORT', 'PORT'],
  ['ICECAST_PORT', 'ICECAST_PORT'],
  ['TURN_PORT', 'TURN_PORT'],
  ['MEDIASOUP_PORT', 'MEDIASOUP_PORT'],
])('a taken %s is named together with the setting that changes it', async (setting, named) => {
  const occupant = net.createServer();
  const port = Number(ports[setting]);
  await new Promise<void>((resolve) => occupant.listen(port, '127.0.0.1', resolve));
  try {
    const { code, text } = await failingStart({});
    expect(code).toBe(1);
    expectSentences(text);
    expect(text).toContain(String(port));
    expect(text).toContain(named);
  } finally {
    await new Promise((resolve) => occupant.close(resolve));
  }
});

test('a data folder that cannot be used is named', async () => {
  const file = path.join(folder, 'a-file');
  await writeFile(file, 'in the way');
  const { code, text } = await failingStart({ DATA_DIR: path.join(file, 'data') });
  expect(code).toBe(1);
  expectSentences(text);
  expect(text).toContain('a-file');
});
