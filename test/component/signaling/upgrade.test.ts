import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GatewayOnFakes, gatewayOnFakes } from './support/gateway-on-fakes.ts';

let studio: GatewayOnFakes;

beforeEach(async () => {
  studio = await gatewayOnFakes({ limits: { sessions: 8, sessionsPerAddress: 4 }, trustProxy: true });
});

afterEach(async () => {
  await studio.close();
});

/** Sends the bytes of an upgrade request and answers with the status line. */
function statusOf(head: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(studio.port, '127.0.0.1', () => socket.write(head));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text.split('\r\n', 1)[0] ?? ''));
    socket.on('error', reject);
  });
}

describe('an origin', () => {
  it('that is on the list is let in', async () => {
    for (const origin of [studio.origin, `http://127.0.0.1:${studio.port}`]) {
      const browser = await studio.browser({ origin });
      await browser.leave();
    }
  });

  it.each([
    ['missing', () => null],
    ['null', () => 'null'],
    ['empty', () => ''],
    ['another site', () => 'https://evil.example'],
    ['ours with another port', () => 'http://localhost:1'],
    ['ours without the port', () => 'http://localhost'],
    ['ours with another scheme', () => studio.origin.replace('http:', 'https:')],
    ['ours with a path', () => `${studio.origin}/`],
    ['ours in upper case', () => studio.origin.toUpperCase()],
    ['ours with a suffix', () => `${studio.origin}.evil.example`],
    ['ours with a longer port', () => `${studio.origin}0`],
    ['ours as a prefix of the host', () => `http://localhost.evil.example:${studio.port}`],
    ['ours as user information', () => `${studio.origin}@evil.example`],
    ['ours with credentials', () => studio.origin.replace('//', '//user:word@')],
    ['ours with a space behind it and another', () => `${studio.origin} https://evil.example`],
    ['two in a list', () => `${studio.origin}, https://evil.example`],
    ['the address in another form', () => `http://127.1:${studio.port}`],
    ['the loopback of IPv6', () => `http://[::1]:${studio.port}`],
    ['a file', () => 'file://'],
    ['an extension', () => 'chrome-extension://abcdefghijklmnop'],
  ])('that is %s is refused with 403', async (_what, origin) => {
    await expect(studio.browser({ origin: origin() })).rejects.toThrow('refused with 403');
    expect(studio.gateway.sessionCount).toBe(0);
  });
});

describe('a subprotocol', () => {
  it.each([
    ['none', []],
    ['an older one', ['openstudio.v0']],
    ['a newer one', ['openstudio.v2']],
    ['one of somebody else', ['graphql-ws', 'soap']],
  ])('that is %s gets one bye message and close code 4426', async (_what, protocols) => {
    const browser = await studio.browser({ protocols });
    expect(await browser.ended).toEqual({ closeCode: 4426, bye: 'subprotocol_missing' });
    expect(browser.messages).toEqual([{ type: 'bye', code: 'subprotocol_missing', retry: false }]);
  });

  it('of ours among others is chosen', async () => {
    const browser = await studio.browser({ protocols: ['openstudio.v9', 'openstudio.v1'] });
    expect(browser.socket.protocol).toBe('openstudio.v1');
    await browser.leave();
  });
});

describe('an upgrade request', () => {
  const head = (lines: readonly string[]) => `${lines.join('\r\n')}\r\n\r\n`;
  const good = () => [
    `Host: localhost:${studio.port}`,
    `Origin: ${studio.origin}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol: openstudio.v1',
  ];

  it.each([
    ['another path', 'GET /socket HTTP/1.1', (lines: string[]) => lines, '404'],
    ['a path that begins alike', 'GET /wsx HTTP/1.1', (lines: string[]) => lines, '404'],
    ['a wrong method', 'POST /ws HTTP/1.1', (lines: string[]) => lines, '400'],
    [
      'another protocol',
      'GET /ws HTTP/1.1',
      (l: string[]) => l.map((x) => x.replace('websocket', 'h2c')),
      '400',
    ],
    [
      'a wrong version',
      'GET /ws HTTP/1.1',
      (l: string[]) => l.map((x) => x.replace('Version: 13', 'Version: 99')),
      '400',
    ],
    ['no key', 'GET /ws HTTP/1.1', (l: string[]) => l.filter((x) => !x.includes('-Key')), '400'],
    [
      'a short key',
      'GET /ws HTTP/1.1',
      (l: string[]) => l.map((x) => x.replace('dGhlIHNhbXBsZS', 'x')),
      '400',
    ],
    [
      'a broken list of protocols',
      'GET /ws HTTP/1.1',
      (l: string[]) => l.map((x) => x.replace('openstudio.v1', 'openstudio.v1,,;')),
      '400',
    ],
  ])('with %s is answered %4$s', async (_what, first, change, status) => {
    expect(await statusOf(head([first, ...change(good())]))).toContain(status);
    expect(studio.gateway.sessionCount).toBe(0);
  });

  it('that is plain HTTP is none of the gateway’s business', async () => {
    const status = await new Promise((resolve) => {
      request({ port: studio.port, host: '127.0.0.1', path: '/ws' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
    expect(status).toBe(200);
  });
});

describe('the limits', () => {
  it('refuse the fifth session of an address and the ninth of all, and let others in when one goes', async () => {
    const from = (address: string) =>
      studio.browser({ headers: { 'X-Forwarded-For': `1.2.3.4, ${address}` } });
    const first = await Promise.all([from('a'), from('a'), from('a'), from('a')]);
    await expect(from('a')).rejects.toThrow('refused with 503');
    await Promise.all([from('b'), from('b'), from('b'), from('b')]);
    await expect(from('c')).rejects.toThrow('refused with 503');
    await first[0]?.leave();
    await expect.poll(() => studio.gateway.sessionCount).toBe(7);
    await from('c');
  });

  it('turn away an address that opens one session after the other without a pause', async () => {
    const from = (address: string) => studio.browser({ headers: { 'X-Forwarded-For': address } });
    const storm = async () => {
      for (;;) await (await from('a')).leave();
    };
    await expect(storm()).rejects.toThrow('refused with 503');
    await (await from('b')).leave();
  });

  it('count what was refused', async () => {
    await expect(studio.browser({ origin: 'https://evil.example' })).rejects.toThrow();
    expect(await studio.metrics.scrape()).toContain('studio_sessions_refused_total{code="origin_refused"} 1');
  });
});

describe('stopping', () => {
  it('says goodbye with a reason and a wish to see them again, and lets nobody in', async () => {
    const guest = await studio.guest();
    const stopped = studio.gateway.stop('shutting down');
    await expect(studio.browser()).rejects.toThrow('refused with 503');
    expect(await guest.ended).toEqual({ closeCode: 1012, bye: 'shutting_down' });
    expect(guest.messages.at(-1)).toEqual({ type: 'bye', code: 'shutting_down', retry: true });
    await stopped;
    expect(studio.gateway.sessionCount).toBe(0);
    expect(studio.gateway.ownedCount).toBe(0);
  });
});
