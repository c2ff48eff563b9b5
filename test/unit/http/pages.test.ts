import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HttpOnFakes, httpOnFakes } from './support/http-on-fakes.ts';

let studio: HttpOnFakes;

beforeEach(async () => {
  studio = await httpOnFakes();
});

afterEach(async () => {
  await studio.close();
});

const get = (url: string, accept = 'text/html') => studio.http.inject({ url, headers: { accept } });

describe('the studio', () => {
  it.each(['/', '/studio/main', '/join/some-invite-token'])('is at %s', async (url) => {
    const reply = await get(url);
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['content-type']).toContain('text/html');
    expect(reply.body).toContain('the studio');
    expect(reply.headers['cache-control']).toBe('no-cache');
  });

  it('is not at a show that does not exist', async () => {
    const reply = await get('/studio/other');
    expect(reply.statusCode).toBe(404);
    expect(reply.body).toContain('There is no show of that name.');
  });
});

describe('what can go wrong', () => {
  it('is at /docs/errors', async () => {
    expect((await get('/docs/errors')).body).toContain('errors');
  });
});

describe('the listener page', () => {
  it('has the show written into it, harmless, and an audio element that needs no script', async () => {
    const reply = await get('/listen/main');
    expect(reply.statusCode).toBe(200);
    expect(reply.body).toContain('<h1>Tom &amp; &quot;Jerry&#39;s&quot; &lt;show&gt;</h1>');
    expect(reply.body).toContain('<audio controls src="/live/main.mp3">');
    expect(reply.body).not.toMatch(/__SHOW_/);
  });

  it.each(['/listen/other', '/listen/..%2fmain', '/listen/MAIN', `/listen/${'x'.repeat(200)}`])(
    'is not at %s',
    async (url) => {
      expect((await get(url)).statusCode).toBe(404);
    },
  );
});

describe('files', () => {
  it('with a hash in their name are kept for ever, others are asked for again', async () => {
    const hashed = await get('/assets/app-abc123.js');
    expect(hashed.statusCode).toBe(200);
    expect(hashed.headers['cache-control']).toContain('immutable');
    expect((await get('/favicon.svg')).headers['cache-control']).toBe('no-cache');
  });

  it.each([
    '/index.html',
    '/listen.html',
    '/errors.html',
    '/.hidden',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '//secret.txt',
    '/assets/',
    '/assets',
    '/app-abc123.js%00.png',
    '/%',
    '/%ff',
  ])('are not given away at %s', async (url) => {
    const reply = await get(url);
    expect([400, 403, 404]).toContain(reply.statusCode);
    expect(reply.body).not.toContain('secret');
    expect(reply.body).not.toContain('hidden');
  });
});

describe('an address that does not exist', () => {
  it('is a page for people and JSON for programs', async () => {
    const page = await get('/nothing/here');
    expect(page.statusCode).toBe(404);
    expect(page.body).toContain('<h1>Not found</h1>');
    for (const reply of [await get('/nothing/here', '*/*'), await get('/api/nothing')]) {
      expect(reply.statusCode).toBe(404);
      expect(reply.json()).toEqual({
        error: { code: 'not_found', message: 'There is nothing at this address.' },
      });
    }
  });
});

describe('every reply', () => {
  it.each(['/', '/nothing', '/api/session', '/claim/wrong', '/assets/app-abc123.js', '/healthz'])(
    'of %s carries the headers that protect the page',
    async (url) => {
      const { headers } = await get(url);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("media-src 'self' blob: http://icecast.example:8000");
      expect(policy).not.toContain('unsafe');
      expect(headers['permissions-policy']).toContain(
        'microphone=(self), camera=(self), display-capture=(self)',
      );
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['cross-origin-opener-policy']).toBe('same-origin');
      expect(headers['x-content-type-options']).toBe('nosniff');
    },
  );

  it('asks for https for ever only where there is https', async () => {
    expect((await get('/')).headers['strict-transport-security']).toBeUndefined();
    const secure = await httpOnFakes({ publicUrl: 'https://studio.example' });
    const { headers } = await secure.http.inject('/');
    expect(headers['strict-transport-security']).toContain('max-age=');
    expect(headers['content-security-policy']).toContain('wss://studio.example');
    await secure.close();
  });
});

describe('without built pages', () => {
  it('the addresses of pages say so, and the rest works', async () => {
    const bare = await httpOnFakes({ built: false });
    const reply = await bare.http.inject({ url: '/studio/main', headers: { accept: 'text/html' } });
    expect(reply.statusCode).toBe(503);
    expect(reply.body).toContain('npm start');
    expect((await bare.http.inject('/healthz')).statusCode).toBe(200);
    await bare.close();
  });
});
