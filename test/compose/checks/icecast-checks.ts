/** Icecast as this machine sees it, and everybody where its port is open: whoever wants to broadcast or to rule needs a password (row S22). */
import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';

/** Where it is. */
export type IcecastPlace = { readonly icecastUrl: string };

const GUESSES = ['hackme', 'admin', 'password', 'changeme', 'source', 'icecast', ''];
export const ADMIN_PAGES = [
  '/admin/',
  '/admin/stats',
  '/admin/stats.xml',
  '/admin/listmounts',
  '/admin/listmounts.xsl',
  '/admin/listclients?mount=/main.mp3',
  '/admin/killsource?mount=/main.mp3',
  '/admin/killclient?mount=/main.mp3&id=1',
  '/admin/metadata?mount=/main.mp3&mode=updinfo&song=stolen',
  '/admin/fallbacks?mount=/main.mp3&fallback=/evil.mp3',
  '/admin/moveclients?mount=/main.mp3&destination=/evil.mp3',
  '/admin/updatemetadata?mount=/main.mp3',
  '/admin/streamlist.txt',
];

export function icecastChecks(stack: () => IcecastPlace): void {
  describe('Icecast', () => {
    test('answers on its published port', async () => {
      expect((await fetch(`${stack().icecastUrl}/status-json.xsl`)).status).toBe(200);
    });

    test('asks for a password for everything below /admin', async () => {
      const statuses = await Promise.all(ADMIN_PAGES.map((page) => statusOf(stack(), 'GET', page)));
      expect(statuses).toEqual(ADMIN_PAGES.map(() => 401));
    });

    test('takes none of the passwords that everybody tries', async () => {
      for (const user of ['admin', 'source', 'relay'])
        for (const password of GUESSES)
          for (const [method, page] of [
            ['GET', '/admin/stats'],
            ['PUT', '/main.mp3'],
            ['PUT', '/stolen.mp3'],
            ['GET', '/admin/streamlist.txt'],
          ] as const)
            expect([
              user,
              password,
              page,
              await statusOf(stack(), method, page, `${user}:${password}`),
            ]).toEqual([user, password, page, 401]);
    });

    test.each(['PUT', 'SOURCE'])('lets no %s without a password become a source', async (method) => {
      expect(
        await firstLine(stack(), `${method} /main.mp3 HTTP/1.0\r\nContent-Type: audio/mpeg\r\n\r\n`),
      ).toMatch(/ 401 /);
    });

    test('lets no source of the old Shoutcast kind in', async () => {
      expect(await firstLine(stack(), 'hackme\r\ncontent-type:audio/mpeg\r\n\r\n')).not.toMatch(/^OK/);
    });

    test('serves no file of its own', async () => {
      for (const page of ['/../../etc/passwd', '/icecast.xml', '/%2e%2e/%2e%2e/tmp/icecast.xml'])
        expect([page, await statusOf(stack(), 'GET', page)]).not.toEqual([page, 200]);
    });
  });
}

function placeOf({ icecastUrl }: IcecastPlace): { host: string; port: number } {
  const { hostname, port } = new URL(icecastUrl);
  return { host: hostname, port: Number(port) };
}

/** `auth` as `user:password`. */
function statusOf(stack: IcecastPlace, method: string, path: string, auth?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'audio/mpeg' };
    const call = request(
      { ...placeOf(stack), method, path, headers, ...(auth === undefined ? {} : { auth }) },
      (answer) => {
        answer.destroy();
        resolve(answer.statusCode ?? 0);
      },
    );
    // Icecast hangs up on what it does not even want to answer.
    call.on('error', (error) =>
      'code' in error && error.code === 'ECONNRESET' ? resolve(0) : reject(error),
    );
    call.end();
  });
}

/** What comes back first on a bare connection; empty when it is closed without a word. */
function firstLine(stack: IcecastPlace, words: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(placeOf(stack), () => socket.write(words));
    socket.once('data', (bytes) => {
      socket.destroy();
      resolve(bytes.toString().split('\r\n')[0] ?? '');
    });
    socket.once('close', () => resolve(''));
    socket.once('error', reject);
  });
}
