import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GUEST_INVITE, type HttpOnFakes, httpOnFakes } from './support/http-on-fakes.ts';

let studio: HttpOnFakes;

beforeEach(async () => {
  studio = await httpOnFakes({ limits: { networkTestsPerMinute: 20 } });
});

afterEach(async () => {
  vi.useRealTimers();
  await studio.close();
});

const FINGERPRINT = { algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') };

const open = (payload: object = { invite: GUEST_INVITE }, cookie?: string) =>
  studio.http.inject({
    method: 'POST',
    url: '/api/network-tests',
    payload,
    headers: cookie === undefined ? {} : { cookie },
  });

describe('a network test', () => {
  it('is for who has an invite, and for the owner', async () => {
    expect((await open()).statusCode).toBe(201);
    expect((await open({ invite: 'another-token' })).json().error.code).toBe('invite_invalid');
    expect((await open({})).json().error.code).toBe('unauthorized');
    const cookie = studio.owner.setCookie().split(';')[0];
    expect((await open({}, cookie)).statusCode).toBe(201);
  });

  it('opens two transports, takes their DTLS parameters and is gone when it is ended', async () => {
    const { id, direct, relay } = (await open()).json();
    expect(direct.id).not.toBe(relay.id);
    const connect = (transportId: string) =>
      studio.http.inject({
        method: 'POST',
        url: `/api/network-tests/${id}/connect`,
        payload: { transportId, dtlsParameters: { fingerprints: [FINGERPRINT] } },
      });
    expect((await connect(direct.id)).statusCode).toBe(204);
    expect((await connect(relay.id)).statusCode).toBe(204);
    await studio.http.inject({ method: 'DELETE', url: `/api/network-tests/${id}` });
    expect(studio.engine.current.closed).toBe(true);
    expect((await connect(direct.id)).json().error.code).toBe('transport_not_found');
  });

  it('takes no nonsense', async () => {
    const { id } = (await open()).json();
    const reply = await studio.http.inject({
      method: 'POST',
      url: `/api/network-tests/${id}/connect`,
      payload: { transportId: 'x', dtlsParameters: { fingerprints: [] } },
    });
    expect(reply.json().error.code).toBe('bad_input');
  });

  it('ends by itself, and makes room for another', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    for (let count = 0; count < 16; count += 1) expect((await open()).statusCode).toBe(201);
    expect((await open()).json().error.code).toBe('server_full');
    vi.advanceTimersByTime(20_000);
    expect(studio.engine.rooms.every((room) => room.closed)).toBe(true);
    expect((await open()).statusCode).toBe(201);
  });
});
