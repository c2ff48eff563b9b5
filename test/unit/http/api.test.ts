import { get } from 'node:http';
import type { InjectOptions } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HealthCheck } from '../../../server/http/http-options.ts';
import {
  GUEST_INVITE,
  HISTORY,
  type HttpOnFakes,
  httpOnFakes,
  PROGRAM_OFF,
  SHOW_NAME,
} from './support/http-on-fakes.ts';

let studio: HttpOnFakes;

beforeEach(async () => {
  studio = await httpOnFakes({ limits: { inviteLookupsPerMinute: 3, eventFeeds: 2 } });
});

afterEach(async () => {
  await studio.close();
});

const json = async (url: string) => (await studio.http.inject(url)).json();

describe('/api/invites', () => {
  it('says what an invite allows', async () => {
    expect(await json(`/api/invites/${GUEST_INVITE}`)).toEqual({
      role: 'guest',
      show: 'main',
      showName: SHOW_NAME,
      expiresAtMs: 12_345,
    });
  });

  it('knows no other', async () => {
    const reply = await studio.http.inject('/api/invites/another-token');
    expect(reply.statusCode).toBe(404);
    expect(reply.json().error.code).toBe('invite_invalid');
  });

  it('can be asked so many times a minute', async () => {
    for (let count = 0; count < 3; count++) await json('/api/invites/another-token');
    const reply = await studio.http.inject(`/api/invites/${GUEST_INVITE}`);
    expect(reply.statusCode).toBe(429);
    expect(reply.json().error.code).toBe('too_many_messages');
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('/api/session', () => {
  it('shows a stranger nothing', async () => {
    expect(await json('/api/session')).toEqual({ owner: false, shows: [] });
  });
});

describe('/api/shows', () => {
  it('says where to listen while the show is off and its room is closed', async () => {
    const reply = await studio.http.inject('/api/shows/main');
    expect(reply.headers['access-control-allow-origin']).toBe('*');
    expect(reply.json()).toEqual({
      slug: 'main',
      name: SHOW_NAME,
      phase: 'off',
      title: SHOW_NAME,
      onAirSinceMs: null,
      listeners: 0,
      history: HISTORY,
      mounts: [
        {
          name: 'main.mp3',
          codec: 'mp3',
          contentType: 'audio/mpeg',
          url: 'http://localhost:3000/live/main.mp3',
          directUrl: 'http://icecast.example:8000/main.mp3',
        },
        {
          name: 'main.opus',
          codec: 'opus',
          contentType: 'audio/ogg',
          url: 'http://localhost:3000/live/main.opus',
          directUrl: 'http://icecast.example:8000/main.opus',
        },
      ],
    });
  });

  it('says what is on air', async () => {
    const mount = {
      name: 'main.mp3',
      codec: 'mp3',
      url: '',
      evidence: 'heard',
      listeners: 7,
      lagMs: 3200,
    } as const;
    studio.program = { ...PROGRAM_OFF, phase: 'live', onAirSinceMs: 5, title: 'News', mounts: [mount] };
    expect(await json('/api/shows/main')).toMatchObject({
      phase: 'live',
      onAirSinceMs: 5,
      title: 'News',
      listeners: 7,
    });
  });

  it('knows no other', async () => {
    expect((await json('/api/shows/other')).error.code).toBe('show_not_found');
  });
});

describe('the event feed', () => {
  /** A reader of the feed; `next` is the data of the next event. */
  async function read(
    port: number,
  ): Promise<{ status: number; type: string; next(): Promise<unknown>; leave(): void }> {
    return new Promise((resolve, reject) => {
      const request = get({ port, path: '/api/shows/main/events' }, (response) => {
        let text = '';
        let wake = () => {};
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          wake();
        });
        resolve({
          status: response.statusCode ?? 0,
          type: String(response.headers['content-type']),
          leave: () => request.destroy(),
          async next() {
            for (;;) {
              const found = /event: show\ndata: (.*)\n\n/.exec(text);
              if (found !== null) {
                text = text.slice(found.index + found[0].length);
                return JSON.parse(found[1] ?? '');
              }
              await new Promise<void>((resume) => {
                wake = resume;
              });
            }
          },
        });
      });
      request.on('error', reject);
    });
  }

  async function listen(): Promise<number> {
    await studio.http.listen({ port: 0, host: '127.0.0.1' });
    const address = studio.http.server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return address.port;
  }

  it('tells the present at once and each change after', async () => {
    const feed = await read(await listen());
    expect(feed.type).toContain('text/event-stream');
    expect(await feed.next()).toMatchObject({ phase: 'off' });
    studio.program = { ...PROGRAM_OFF, phase: 'starting', title: 'Soon' };
    expect(await feed.next()).toMatchObject({ phase: 'starting', title: 'Soon' });
    feed.leave();
  });

  it('has so many places, and a place is free again when somebody goes', async () => {
    const port = await listen();
    const first = await read(port);
    await read(port);
    expect((await read(port)).status).toBe(503);
    first.leave();
    await expect.poll(async () => (await read(port)).status).toBe(200);
  });
});

describe('health', () => {
  const check = (name: string, critical: boolean, isWell: HealthCheck['isWell']): HealthCheck => ({
    name,
    critical,
    isWell,
  });

  it.each([
    ['ready', 200, [check('worker', true, () => true), check('icecast', false, async () => true)]],
    ['degraded', 200, [check('worker', true, () => true), check('icecast', false, () => false)]],
    ['not_ready', 503, [check('worker', true, () => false), check('icecast', false, () => true)]],
    ['not_ready', 503, [check('store', true, () => Promise.reject(new Error('disk')))]],
    [
      'degraded',
      200,
      [
        check('icecast', false, () => {
          throw new Error('gone');
        }),
      ],
    ],
  ])('is %s (%d)', async (status, code, checks) => {
    const other = await httpOnFakes({ checks });
    const reply = await other.http.inject('/readyz');
    expect(reply.statusCode).toBe(code);
    expect(reply.json()).toMatchObject({ status, checks: checks.map(({ name }) => ({ name })) });
    expect((await other.http.inject('/healthz')).json()).toEqual({ status: 'ok' });
    await other.close();
  });

  it('does not wait for a check that hangs', async () => {
    const other = await httpOnFakes({ checks: [check('stuck', false, () => new Promise(() => {}))] });
    expect((await other.http.inject('/readyz')).json()).toMatchObject({
      status: 'degraded',
      checks: [{ ok: false }],
    });
    await other.close();
  });

  it('has figures for Prometheus', async () => {
    const reply = await studio.http.inject('/metrics');
    expect(reply.headers['content-type']).toContain('text/plain');
    expect(reply.body).toContain('studio_build_info{version="1.2.3"} 1');
  });
});

describe('the API document', () => {
  it('names every address that is there for others', async () => {
    const document = await json('/api/docs/openapi.json');
    expect(document.openapi).toMatch(/^3\./);
    expect(Object.keys(document.paths).sort()).toEqual([
      '/api/invites/{token}',
      '/api/session',
      '/api/shows/{show}',
      '/api/shows/{show}/events',
      '/healthz',
      '/live/{file}',
      '/live/{show}.m3u',
      '/metrics',
      '/readyz',
    ]);
  });

  it('can be read by people', async () => {
    const page = await studio.http.inject('/api/docs');
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).toContain('<code>GET /api/shows/{show}</code>');
  });
});

describe('a request that is not right', () => {
  it.each<[string, InjectOptions, number, string]>([
    ['a method that is not there', { method: 'POST', url: '/api/session' }, 404, 'not_found'],
    ['a body that is too big', { method: 'POST', url: '/x', payload: 'x'.repeat(70_000) }, 404, 'not_found'],
    ['a broken address', { url: '/api/shows/%zz' }, 400, 'bad_input'],
    ['a parameter that is too long', { url: `/api/invites/${'x'.repeat(129)}` }, 404, 'not_found'],
  ])('%s', async (_what, request, status, code) => {
    const reply = await studio.http.inject(request);
    expect([reply.statusCode, reply.json().error.code]).toEqual([status, code]);
  });
});
