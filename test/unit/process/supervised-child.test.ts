import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { httpProbe } from '../../../server/process/http-probe.ts';
import { type ChildState, SupervisedChild } from '../../../server/process/supervised-child.ts';
import { canTie } from '../../../server/process/tie-to-us.ts';
import { SetupProblem } from '../../../server/secrets.ts';

const FAKE = fileURLToPath(new URL('./fake-program.mjs', import.meta.url));
const OWNER = fileURLToPath(new URL('./owner.mjs', import.meta.url));
const PASSWORD = 'correct-horse-battery-staple';
const PATIENCE = { timeout: 20_000, interval: 20 };

const open: SupervisedChild[] = [];
afterEach(() => {
  for (const child of open.splice(0)) child.close('test over');
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function startFake(...words: string[]) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const told: string[] = [];
  const tell = (fields: Readonly<Record<string, unknown>>, message: string) =>
    told.push(JSON.stringify({ ...fields, message }));
  const child = await SupervisedChild.start({
    name: 'fake program',
    command: {
      file: process.execPath,
      args: [FAKE, String(port), ...words],
      env: { FAKE_PASSWORD: PASSWORD },
    },
    probe: (signal) => httpProbe(url, signal),
    redact: [PASSWORD],
    timing: { watchEveryMs: 50, answerWithinMs: 400, readyWithinMs: 15_000 },
    log: { debug: tell, info: tell, warn: tell },
  });
  open.push(child);
  const states: ChildState[] = [];
  const details: string[] = [];
  child.onState((state, detail) => {
    states.push(state);
    details.push(detail);
  });
  return { child, url, told, states, details };
}

/** The process id the program itself gives in its answer. */
function askPid(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, async (response) => {
      let text = '';
      for await (const piece of response) text += String(piece);
      const answer: unknown = JSON.parse(text);
      resolve(typeof answer === 'object' && answer !== null && 'pid' in answer ? Number(answer.pid) : 0);
    }).once('error', reject);
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (error) {
    return (
      error instanceof Error && 'code' in error && error.code === 'ENOENT' && process.platform !== 'linux'
    );
  }
}

/** Waits for a second run that answers, and returns both process ids. */
async function replacement(child: SupervisedChild, url: string, before: number | null) {
  await vi.waitFor(() => expect([child.state, child.pid === before]).toEqual(['running', false]), PATIENCE);
  return { before, after: await askPid(url) };
}

describe('a supervised program', () => {
  it('is started, answers, and ends with stop', async () => {
    const { child, url } = await startFake();
    const pid = await askPid(url);
    expect(pid).toBe(child.pid);
    expect(child.state).toBe('running');
    await child.stop();
    expect(child.closed).toBe(true);
    expect(child.pid).toBeNull();
    expect(isAlive(pid)).toBe(false);
    await expect(askPid(url)).rejects.toThrow('ECONNREFUSED');
  });

  it('is started again when it is killed', async () => {
    const { child, url, states } = await startFake();
    const first = child.pid;
    process.kill(first ?? 0, 'SIGKILL');
    const { after } = await replacement(child, url, first);
    expect(after).toBe(child.pid);
    expect(states).toEqual(['failed', 'starting', 'running']);
    expect(child.restarts).toBe(1);
  });

  it('is started again when it ends by itself with exit code 0', async () => {
    const { child, url, details } = await startFake();
    const first = child.pid;
    await askPid(`${url}/exit`);
    await replacement(child, url, first);
    expect(details[0]).toBe('ended with exit code 0');
  });

  it('goes on, the same process, when it was stopped by a signal', async () => {
    const { child, url, told } = await startFake();
    const first = child.pid;
    process.kill(first ?? 0, 'SIGSTOP');
    await vi.waitFor(() => expect(told.join()).toContain('woke it'), PATIENCE);
    expect(await askPid(url)).toBe(first);
    expect(child.pid).toBe(first);
  });

  it('is replaced when it runs and does not answer, even if it ignores SIGTERM', async () => {
    const { child, url, details } = await startFake('ignore-term');
    const first = child.pid;
    await askPid(`${url}/deaf`);
    const { after } = await replacement(child, url, first);
    expect(after).not.toBe(first);
    expect(details[0]).toBe('stopped answering and was ended');
    expect(isAlive(first ?? 0)).toBe(false);
  });

  it('ends at once with close, also when it is stopped by a signal', async () => {
    const { child, url } = await startFake('ignore-term');
    const pid = child.pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    child.close('test over');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), PATIENCE);
    await vi.waitFor(() => expect(askPid(url)).rejects.toThrow('ECONNREFUSED'), PATIENCE);
    expect(child.ownedCount).toBe(0);
  });

  it('survives a listener that throws', async () => {
    const { child, url } = await startFake();
    child.onState(() => {
      throw new Error('listener trouble');
    });
    const first = child.pid;
    process.kill(first ?? 0, 'SIGKILL');
    await replacement(child, url, first);
  });

  it('keeps its secrets out of the kept lines and the log', async () => {
    const { child, url, told } = await startFake();
    expect(child.lastLines(1)).toEqual(['my password is [secret]']);
    const first = child.pid;
    process.kill(first ?? 0, 'SIGKILL');
    await replacement(child, url, first);
    expect(told.join()).toContain('was ended by SIGKILL');
    expect(told.join()).not.toContain(PASSWORD);
  });

  it('inherits none of our settings but the harmless ones', async () => {
    process.env.OPENSTUDIO_TEST_SECRET = 'x';
    const { url } = await startFake();
    delete process.env.OPENSTUDIO_TEST_SECRET;
    const answer = await (await fetch(url)).text();
    expect(answer).toContain('"FAKE_PASSWORD"');
    expect(answer).not.toContain('OPENSTUDIO_TEST_SECRET');
  });
});

describe('a program that cannot be started', () => {
  it('is a sentence with its last words when it ends before it answers', async () => {
    const starting = startFake('die-early');
    await expect(starting).rejects.toBeInstanceOf(SetupProblem);
    await expect(starting).rejects.toThrow(
      'fake program ended with exit code 3 before it answered; its last words: no such thing as my configuration.',
    );
  });

  it('is a sentence when its file is missing', async () => {
    const silent = () => {};
    const starting = SupervisedChild.start({
      name: 'fake program',
      command: { file: '/nonexistent/program', args: [] },
      probe: () => Promise.reject(new Error('nobody there')),
      log: { debug: silent, info: silent, warn: silent },
    });
    await expect(starting).rejects.toThrow(/^fake program .*\/nonexistent\/program/);
  });
});

describe('when we are killed and can do nothing any more', () => {
  it('the program ends with us where the system can do that', async () => {
    const owner = spawn(process.execPath, [OWNER, '/bin/sleep', '600'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(owner.stdout, 'data');
    const pid = Number(String(line));
    try {
      expect(isAlive(pid)).toBe(true);
      owner.kill('SIGKILL');
      await once(owner, 'exit');
      await vi.waitFor(async () => expect(isAlive(pid)).toBe(!(await canTie())), PATIENCE);
    } finally {
      if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    }
  });
});
