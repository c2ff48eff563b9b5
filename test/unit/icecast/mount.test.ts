import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Mount, type MountState } from '../../../server/icecast/mount.ts';
import { FakeIcecast, friendly, refusing, type Script } from './fake-icecast.ts';

type Hold = {
  codec?: 'mp3' | 'opus';
  title?: string;
  removesDeadSource?: boolean;
  onState?: (state: MountState, mount: Mount) => void;
};

function hold(
  port: number,
  { codec = 'mp3', title = 'Morning', removesDeadSource = true, onState }: Hold = {},
) {
  const states: MountState[] = [];
  const warnings: string[] = [];
  const mount: Mount = new Mount({
    plan: { name: `main.${codec}`, codec },
    icecast: {
      host: '127.0.0.1',
      port,
      sourcePassword: 'src-secret',
      adminUser: 'admin',
      adminPassword: 'adm-secret',
    },
    title,
    showName: 'Show',
    showUrl: 'http://localhost/listen/main',
    removesDeadSource,
    onState: (state) => {
      states.push(state);
      if (states.length > 1) onState?.(state, mount);
    },
    onWarning: (warning) => warnings.push(warning),
  });
  onTestFinished(() => mount.close('test ends'));
  return { mount, states, warnings };
}

async function icecast(script: Script): Promise<FakeIcecast> {
  const fake = await FakeIcecast.start(script);
  onTestFinished(async () => fake[Symbol.asyncDispose]());
  return fake;
}

const seen = (check: () => void) => vi.waitFor(check, { timeout: 8000, interval: 5 });
const last = (states: readonly MountState[]) => states.at(-1)?.state;
const IN_USE = refusing(403, 'Mountpoint in use');
const puts = (fake: FakeIcecast) => fake.connections.filter(({ head }) => head.startsWith('PUT '));

describe('a mount', () => {
  test('reports that it connects and that it is accepted, then carries frames', async () => {
    const fake = await icecast(friendly);
    const { mount, states } = hold(fake.port);
    await seen(() => expect(last(states)).toBe('accepted'));
    mount.write([Buffer.from('frame one,'), Buffer.from('frame two')]);
    await seen(() => expect(puts(fake)[0]?.body().toString()).toBe('frame one,frame two'));
    expect(states).toEqual([{ state: 'connecting', attempt: 1 }, { state: 'accepted' }]);
  });

  test('connects again when it is lost, and what came meanwhile is gone', async () => {
    const fake = await icecast(friendly);
    const { mount, states } = hold(fake.port, {
      onState: ({ state }, held) => {
        if (state !== 'accepted') held.write([Buffer.from('lost for ever')]);
      },
    });
    await seen(() => expect(last(states)).toBe('accepted'));
    puts(fake)[0]?.socket.resetAndDestroy();
    await seen(() => expect(states.filter(({ state }) => state === 'accepted')).toHaveLength(2));
    mount.write([Buffer.from('live')]);
    await seen(() => expect(puts(fake)[1]?.body().toString()).toBe('live'));
    expect(states.slice(2)).toMatchObject([
      { state: 'lost', problem: { code: 'mount_lost' } },
      { state: 'connecting', attempt: 1 },
      { state: 'accepted' },
    ]);
  });

  test('does not hammer an Icecast that accepts and drops', async () => {
    const fake = await icecast((connection) => {
      friendly(connection);
      if (connection.head.startsWith('PUT ')) connection.socket.end();
    });
    const { mount } = hold(fake.port);
    await seen(() => expect(puts(fake).length).toBeGreaterThan(3));
    mount.close('seen enough');
    const [first, , , fourth] = puts(fake).map(({ atMs }) => atMs);
    expect((fourth ?? 0) - (first ?? 0)).toBeGreaterThan(500);
  });

  test('comes back by itself when Icecast does, counting its tries', async () => {
    const fake = await icecast(friendly);
    const { states } = hold(fake.port);
    await seen(() => expect(last(states)).toBe('accepted'));
    await fake.die();
    await seen(() => expect(states.filter(({ state }) => state === 'lost').length).toBeGreaterThan(3));
    await fake.listen();
    await seen(() => expect(last(states)).toBe('accepted'));
    const attempts = states.flatMap((state) => (state.state === 'connecting' ? [state.attempt] : []));
    expect(attempts).toEqual([1, ...attempts.slice(1).map((_, index) => index + 1)]);
    expect(states.filter(({ state }) => state === 'lost')[1]).toMatchObject({
      problem: { code: 'icecast_unreachable' },
    });
  });

  test('removes its own dead source when the mount is in use after a loss', async () => {
    const fake = await icecast(friendly);
    const { states } = hold(fake.port);
    await seen(() => expect(last(states)).toBe('accepted'));
    fake.script = (connection) => {
      if (connection.head.startsWith('PUT ')) IN_USE(connection);
      else friendly(connection);
      if (connection.head.includes('/admin/killsource')) fake.script = friendly;
    };
    puts(fake)[0]?.socket.resetAndDestroy();
    await seen(() => expect(fake.requests).toContain('GET /admin/killsource?mount=%2Fmain.mp3 HTTP/1.1'));
    await seen(() => expect(last(states)).toBe('accepted'));
    expect(puts(fake)).toHaveLength(3);
  });

  test('asks again to have its own dead source removed when Icecast could not do it the first time', async () => {
    const fake = await icecast(friendly);
    const { states } = hold(fake.port);
    await seen(() => expect(last(states)).toBe('accepted'));
    let asked = 0;
    fake.script = (connection) => {
      if (connection.head.startsWith('PUT ')) IN_USE(connection);
      else if (!connection.head.includes('/admin/killsource')) friendly(connection);
      else if (++asked === 1) refusing(500, 'Busy')(connection);
      else {
        friendly(connection);
        fake.script = friendly;
      }
    };
    puts(fake)[0]?.socket.resetAndDestroy();
    await seen(() => expect(asked).toBe(2));
    await seen(() => expect(last(states)).toBe('accepted'));
  });

  test('that others fall back to leaves its own dead source to Icecast, and takes over when that goes', async () => {
    const fake = await icecast(friendly);
    const { states } = hold(fake.port, { removesDeadSource: false });
    await seen(() => expect(last(states)).toBe('accepted'));
    fake.script = IN_USE;
    puts(fake)[0]?.socket.resetAndDestroy();
    await seen(() => expect(puts(fake).length).toBeGreaterThan(3));
    expect(fake.requests.filter((request) => request.includes('killsource'))).toEqual([]);
    fake.script = friendly;
    await seen(() => expect(last(states)).toBe('accepted'));
  });

  test('never removes a stranger who was there first, and takes over when he goes', async () => {
    const fake = await icecast(IN_USE);
    const { states } = hold(fake.port);
    await seen(() => expect(puts(fake).length).toBeGreaterThan(2));
    expect(states[1]).toMatchObject({ state: 'lost', attempt: 1, problem: { code: 'mount_in_use' } });
    fake.script = friendly;
    await seen(() => expect(last(states)).toBe('accepted'));
    expect(fake.requests.filter((request) => request.includes('killsource'))).toEqual([]);
  });

  test('sends the title of an MP3 mount to the admin interface until it is taken, and again after a reconnect', async () => {
    let refusals = 2;
    const fake = await icecast((connection) => {
      if (connection.head.includes('/admin/metadata') && refusals > 0) {
        refusals -= 1;
        refusing(400, 'Source does not exist')(connection);
      } else friendly(connection);
    });
    const titles = () => fake.requests.filter((request) => request.includes('/admin/metadata'));
    const { mount, states, warnings } = hold(fake.port, { title: 'Grüße & ☃' });
    await seen(() => expect(titles()).toHaveLength(3));
    expect(titles()[2]).toBe(
      'GET /admin/metadata?mount=%2Fmain.mp3&mode=updinfo&charset=UTF-8&song=Gr%C3%BC%C3%9Fe+%26+%E2%98%83 HTTP/1.1',
    );
    expect(warnings).toHaveLength(1);
    mount.setTitle('Second');
    await seen(() => expect(titles().at(-1)).toContain('song=Second'));
    const before = titles().length;
    puts(fake)[0]?.socket.resetAndDestroy();
    await seen(() => expect(titles()).toHaveLength(before + 1));
    expect(titles().at(-1)).toContain('song=Second');
    expect(last(states)).toBe('accepted');
    expect(warnings.join()).not.toContain('secret');
  });

  test.each(['', '-'])('never sends the title %j', async (title) => {
    const fake = await icecast(friendly);
    const { mount, states } = hold(fake.port, { title });
    await seen(() => expect(last(states)).toBe('accepted'));
    mount.setTitle('real');
    await seen(() => expect(fake.requests.some((request) => request.includes('song=real'))).toBe(true));
    expect(fake.requests.filter((request) => request.includes('/admin/metadata'))).toHaveLength(1);
  });

  test('carries the title of an Opus mount in its own bytes', async () => {
    const fake = await icecast(friendly);
    const { mount, states } = hold(fake.port, { codec: 'opus', title: 'One' });
    await seen(() => expect(last(states)).toBe('accepted'));
    mount.write([new Uint8Array(50)]);
    mount.setTitle('Two');
    const body = () => puts(fake)[0]?.body().toString('latin1') ?? '';
    await seen(() => expect(body()).toContain('TITLE=Two'));
    expect(body()).toContain('TITLE=One');
    expect(fake.requests.some((request) => request.includes('/admin/metadata'))).toBe(false);
  });

  test('gives up a connection that Icecast does not answer for, when a listener hears nothing', async () => {
    const fake = await icecast(friendly);
    const { mount, states } = hold(fake.port);
    await seen(() => expect(last(states)).toBe('accepted'));
    fake.script = () => {};
    mount.doubt();
    await seen(() => expect(last(states)).toBe('connecting'));
    expect(states.at(-2)).toMatchObject({ state: 'lost', problem: { code: 'icecast_unreachable' } });
  });

  test('keeps its connection when Icecast answers and has the mount', async () => {
    const listed = '<icestats><source mount="/main.mp3"><source_ip>::1</source_ip></source></icestats>';
    const fake = await icecast((connection) => {
      if (connection.head.startsWith('PUT ')) friendly(connection);
      else connection.socket.end(`HTTP/1.0 200 OK\r\n\r\n${listed}`);
    });
    const { mount, states } = hold(fake.port);
    await seen(() => expect(last(states)).toBe('accepted'));
    mount.doubt();
    await seen(() => expect(fake.requests).toContain('GET /admin/stats? HTTP/1.1'));
    mount.write([Buffer.from('still here')]);
    await seen(() => expect(puts(fake)[0]?.body().toString()).toBe('still here'));
    expect(last(states)).toBe('accepted');
  });

  test('ends with the last bytes of its codec and is quiet afterwards', async () => {
    const fake = await icecast(friendly);
    const { mount, states } = hold(fake.port, { codec: 'opus' });
    await seen(() => expect(last(states)).toBe('accepted'));
    mount.write([new Uint8Array(10)]);
    await mount.end();
    const body = puts(fake)[0]?.body() ?? Buffer.alloc(0);
    expect(body.at(body.lastIndexOf('OggS') + 5)).toBe(4);
    expect(mount.closed).toBe(true);
    expect(last(states)).toBe('accepted');
  });

  test('ends at once while it is not connected', async () => {
    const fake = await icecast(refusing(401, ''));
    const { mount, states } = hold(fake.port);
    await seen(() => expect(states.some(({ state }) => state === 'lost')).toBe(true));
    await mount.end();
    const tries = fake.connections.length;
    expect(mount.closed).toBe(true);
    expect(mount.ownedCount).toBe(0);
    expect(states.filter((state) => state.state === 'lost')[0]).toMatchObject({
      problem: { code: 'mount_refused' },
    });
    expect(fake.connections.length).toBe(tries);
  });
});
