import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { createLog } from '../../../server/log.ts';
import { type HttpOnFakes, httpOnFakes, OWNER_TOKEN } from './support/http-on-fakes.ts';

let studio: HttpOnFakes;

afterEach(async () => {
  await studio.close();
});

const claim = (token: string) =>
  studio.http.inject({ url: `/claim/${token}`, headers: { accept: 'text/html' } });
const isOwner = async (cookie: string) =>
  (await studio.http.inject({ url: '/api/session', headers: { cookie } })).json();

describe('the owner link', () => {
  it('sets a cookie that only our own pages send, and leads to the first show', async () => {
    studio = await httpOnFakes();
    const reply = await claim(OWNER_TOKEN);
    expect(reply.statusCode).toBe(303);
    expect(reply.headers.location).toBe('/studio/main');
    expect(reply.headers['set-cookie']).toMatch(
      /^studio_owner=[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/,
    );
    expect(reply.headers['cache-control']).toBe('no-store');
  });

  it('is followed by a page that needs no cookie, because a link in a mail does not bring one', async () => {
    studio = await httpOnFakes();
    const location = (await claim(OWNER_TOKEN)).headers.location;
    const page = await studio.http.inject({ url: String(location) });
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('the studio');
  });

  it('signs in for the session and for the WebSocket', async () => {
    studio = await httpOnFakes();
    const cookie = String((await claim(OWNER_TOKEN)).headers['set-cookie']).split(';')[0] ?? '';
    expect(await isOwner(cookie)).toMatchObject({ owner: true, shows: [{ slug: 'main' }] });
    expect(studio.owner.isSignedIn(cookie)).toBe(true);
  });

  it('makes the cookie secure and bound to the host over https', async () => {
    studio = await httpOnFakes({ publicUrl: 'https://studio.example' });
    expect((await claim(OWNER_TOKEN)).headers['set-cookie']).toMatch(/^__Host-studio_owner=.*; Secure$/);
  });

  it.each([
    'x',
    `${OWNER_TOKEN}x`,
    OWNER_TOKEN.slice(0, -1),
    OWNER_TOKEN.toUpperCase(),
    '%00',
    '..%2f..%2fetc',
    'a'.repeat(128),
  ])('that is wrong (%s) is a readable page and no cookie', async (token) => {
    studio = await httpOnFakes();
    const reply = await claim(token);
    expect(reply.statusCode).toBe(404);
    expect(reply.headers['content-type']).toContain('text/html');
    expect(reply.body).toContain('This owner link is not valid');
    expect(reply.headers['set-cookie']).toBeUndefined();
  });

  it('can be tried ten times a minute', async () => {
    studio = await httpOnFakes();
    for (let count = 0; count < 10; count++) expect((await claim('wrong')).statusCode).toBe(404);
    const reply = await claim(OWNER_TOKEN);
    expect(reply.statusCode).toBe(429);
    expect(reply.body).toContain('Too many requests');
  });

  it('never stands in the log', async () => {
    const lines = new PassThrough();
    studio = await httpOnFakes({ log: createLog({ level: 'trace', destination: lines }) });
    await claim(OWNER_TOKEN);
    const logged = String(lines.read());
    expect(logged).toContain('/claim/[redacted]');
    expect(logged).not.toContain(OWNER_TOKEN);
  });
});
