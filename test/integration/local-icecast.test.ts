import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { type ClientRequest, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LocalIcecast } from '../../server/icecast/local-icecast.ts';
import { SetupProblem } from '../../server/secrets.ts';
import { freePorts, isFreeForTcp } from '../support/free-ports.ts';

const PATIENCE = { timeout: 30_000, interval: 20 };
const NO_ID = 0;

let dataDir = '';
let told: string[] = [];
let port = 0;
let icecast: LocalIcecast | null = null;

beforeEach(async () => {
  dataDir = join(mkdtempSync(join(tmpdir(), 'local-icecast-')), 'data');
  told = [];
  port = await freePorts();
});

afterEach(() => {
  icecast?.close('test over');
  icecast = null;
  rmSync(join(dataDir, '..'), { recursive: true, force: true });
});

async function start(): Promise<LocalIcecast> {
  const tell = (fields: Readonly<Record<string, unknown>>, message: string) =>
    told.push(JSON.stringify({ ...fields, message }));
  icecast = await LocalIcecast.start({ port, dataDir, log: { debug: tell, info: tell, warn: tell } });
  return icecast;
}

const ask = (path: string, login?: string) =>
  fetch(`http://127.0.0.1:${port}${path}`, {
    headers: login === undefined ? {} : { authorization: `Basic ${Buffer.from(login).toString('base64')}` },
  });

/** Opens a source connection and resolves with the status Icecast gives it. */
async function openSource(
  password: string,
  path = '/test.mp3',
): Promise<{ status: number; source: ClientRequest }> {
  const source = request({
    host: '127.0.0.1',
    port,
    method: 'PUT',
    path,
    auth: `source:${password}`,
    headers: { 'content-type': 'audio/mpeg', expect: '100-continue' },
  });
  source.on('error', () => {});
  source.flushHeaders();
  const status = await new Promise<number>((resolve) => {
    source.once('continue', () => resolve(100));
    source.once('response', (response) => resolve(response.statusCode ?? 0));
  });
  return { status, source };
}

const mountsOf = async () => JSON.stringify(await (await ask('/status-json.xsl')).json());

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('the Icecast of a plain start', () => {
  it('answers, lets players of other pages listen, and gives away no file', async () => {
    await start();
    const status = await ask('/status-json.xsl');
    expect(status.status).toBe(200);
    expect(status.headers.get('access-control-allow-origin')).toBe('*');
    expect((await ask('/style.css')).status).toBe(404);
    expect((await ask('/icecast.xml')).status).toBe(404);
  });

  it('keeps its administration behind a password', async () => {
    const { access } = await start();
    expect((await ask('/admin/stats')).status).toBe(401);
    expect((await ask('/admin/stats', 'admin:hackme')).status).toBe(401);
    expect((await ask('/admin/stats', `source:${access.sourcePassword}`)).status).toBe(401);
    expect((await ask('/admin/stats', `${access.adminUser}:${access.adminPassword}`)).status).toBe(200);
  });

  it('takes a source with the password and no other', async () => {
    const { access } = await start();
    for (const password of ['hackme', '', access.adminPassword]) {
      const { status, source } = await openSource(password);
      expect(status).toBe(401);
      source.destroy();
    }
    const { status, source } = await openSource(access.sourcePassword);
    expect(status).toBe(100);
    await vi.waitFor(async () => expect(await mountsOf()).toContain('test.mp3'), PATIENCE);
    source.destroy();
    await vi.waitFor(async () => expect(await mountsOf()).not.toContain('test.mp3'), PATIENCE);
  });

  it('has the same passwords at the next start', async () => {
    const first = (await start()).access;
    await icecast?.stop();
    expect((await start()).access).toEqual(first);
  });

  it('comes back when it is killed', async () => {
    const local = await start();
    const states: string[] = [];
    local.onState((state) => states.push(state));
    const before = local.pid ?? NO_ID;
    process.kill(before, 'SIGKILL');
    await vi.waitFor(() => expect(states).toEqual(['failed', 'starting', 'running']), PATIENCE);
    expect(local.pid).not.toBe(before);
    expect((await openSource(local.access.sourcePassword)).status).toBe(100);
  });

  it('answers again when it was stopped by a signal', async () => {
    const local = await start();
    process.kill(local.pid ?? NO_ID, 'SIGSTOP');
    await vi.waitFor(() => expect(told.join()).toContain('did not answer'), PATIENCE);
    expect((await ask('/status-json.xsl')).status).toBe(200);
  });

  it('keeps listeners when program and standby fall silent together, until the program is back', async () => {
    const { access } = await start();
    const sources = [];
    for (const path of ['/main-standby.mp3', '/main.mp3']) {
      const { source } = await openSource(access.sourcePassword, path);
      source.write(Buffer.alloc(8192, 'before '));
      sources.push(source);
    }
    const listener = (await ask('/main.mp3')).body?.pipeThrough(new TextDecoderStream()).getReader();
    await vi.waitFor(async () => expect(await mountsOf()).not.toContain('main.mp3'), PATIENCE);
    const { source } = await openSource(access.sourcePassword, '/main.mp3');
    sources.push(source);
    source.write(Buffer.alloc(8192, 'after '));
    let heard = '';
    for (let ended = false; !ended && !heard.includes('after '); ) {
      const { done = true, value = '' } = (await listener?.read()) ?? {};
      heard += value;
      ended = done;
    }
    expect(heard).toContain('after ');
    for (const each of sources) each.destroy();
  });

  it('says in a sentence that its port is in use', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const starting = start();
    await expect(starting).rejects.toBeInstanceOf(SetupProblem);
    await expect(starting).rejects.toThrow(`port ${port} on 127.0.0.1 is in use`);
    await expect(starting).rejects.toThrow('ICECAST_PORT');
    other.close();
    await once(other, 'close');
  });

  it('shows its secrets in no process list, environment, log or file of others', async () => {
    const local = await start();
    const { access, pid } = local;
    await openSource('wrong-password');
    const relay = readFileSync(join(dataDir, 'secrets/icecast-relay-password'), 'utf8').trim();
    const places = [
      ...(existsSync('/proc')
        ? ['cmdline', 'environ'].map((name) => readFileSync(`/proc/${pid}/${name}`, 'utf8'))
        : []),
      local.lastLines(1000).join('\n'),
      told.join('\n'),
    ];
    for (const secret of [access.sourcePassword, access.adminPassword, relay]) {
      for (const place of places) expect(place).not.toContain(secret);
    }
    const folder = join(dataDir, 'run/icecast');
    expect(statSync(folder).mode & 0o077).toBe(0);
    expect(statSync(join(folder, 'icecast.xml')).mode & 0o077).toBe(0);
  });

  it('never runs as root', async () => {
    const local = await start();
    if (!existsSync('/proc')) return;
    expect(readFileSync(`/proc/${local.pid}/status`, 'utf8')).not.toMatch(/^Uid:.*\b0\b/m);
  });

  it('leaves no process, no port and no configuration behind', async () => {
    const local = await start();
    const pid = local.pid ?? NO_ID;
    await local.stop();
    expect(isAlive(pid)).toBe(false);
    expect(await isFreeForTcp(port)).toBe(true);
    expect(readdirSync(join(dataDir, 'run/icecast'))).toEqual(['access.log']);
    expect(local.ownedCount).toBe(0);
  });

  it('is gone at once when it is closed', async () => {
    const local = await start();
    const pid = local.pid ?? NO_ID;
    local.close('test over');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), PATIENCE);
    await vi.waitFor(async () => expect(await isFreeForTcp(port)).toBe(true), PATIENCE);
    expect(existsSync(join(dataDir, 'run/icecast/icecast.xml'))).toBe(false);
  });
});
