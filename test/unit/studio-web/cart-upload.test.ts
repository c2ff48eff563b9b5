import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sendCart } from '../../../studio-web/connection/cart-upload.ts';

const URL = '/api/cart-uploads/secret';

let requests: string[];
let answers: (() => Response | Promise<Response>)[];
let received: string;

const ok = () => Response.json({});
const refused = (status: number, code: string) => () => Response.json({ error: { code } }, { status });
const lost = () => Promise.reject(new TypeError('Failed to fetch'));

beforeEach(() => {
  vi.useFakeTimers();
  requests = [];
  answers = [];
  received = '';
  vi.stubGlobal('fetch', async (url: string, { method, body, signal }: RequestInit) => {
    requests.push(`${method} ${url.slice(URL.length)}`);
    signal?.throwIfAborted();
    const answer = await (answers.shift() ?? ok)();
    if (answer.ok && body instanceof Blob) received += await body.text();
    return answer;
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Sends ten letters in pieces of four; `progress` collects what is said of it. */
async function send(signal = new AbortController().signal) {
  const progress: number[] = [];
  const plan = { file: new Blob(['abcdefghij']), url: URL, pieceBytes: 4, signal };
  const sent = sendCart({ ...plan, onProgress: (bytes) => progress.push(bytes) }).then(
    () => null,
    (error: unknown) => error,
  );
  await vi.advanceTimersByTimeAsync(200_000);
  return { failure: await sent, progress };
}

const PIECES = ['PUT ?offset=0', 'PUT ?offset=4', 'PUT ?offset=8'];

describe('a file', () => {
  test('goes piece by piece, each said when it is there, and then it is over', async () => {
    const { failure, progress } = await send();
    expect([failure, received, progress]).toEqual([null, 'abcdefghij', [4, 8, 10]]);
    expect(requests).toEqual([...PIECES, 'POST /end']);
  });

  test('whose piece is lost or meets a server in trouble sends that piece again', async () => {
    answers = [ok, lost, refused(503, 'upload_busy')];
    const { failure } = await send();
    expect([failure, received]).toEqual([null, 'abcdefghij']);
    expect(requests).toEqual([PIECES[0], PIECES[1], PIECES[1], PIECES[1], PIECES[2], 'POST /end']);
  });

  test('that comes faster than the server takes it waits until the minute is over', async () => {
    answers = [ok, ...Array.from({ length: 12 }, () => refused(429, 'too_many_messages'))];
    const { failure } = await send();
    expect([failure, received]).toEqual([null, 'abcdefghij']);
  });

  test('that is refused is not sent again, and says why', async () => {
    answers = [ok, refused(413, 'sound_too_big')];
    expect((await send()).failure).toMatchObject({ code: 'sound_too_big' });
    expect(requests).toEqual(PIECES.slice(0, 2));
  });

  test('on a line that stays away is given up after four tries', async () => {
    answers = [lost, lost, lost, lost];
    expect((await send()).failure).toMatchObject({ code: 'connection_lost' });
    expect(requests).toHaveLength(4);
  });

  test('is decoded once, whatever comes back', async () => {
    answers = [ok, ok, ok, refused(500, 'encoder_missing')];
    expect((await send()).failure).toMatchObject({ code: 'encoder_missing' });
    expect(requests.filter((request) => request === 'POST /end')).toHaveLength(1);
  });

  test('that is called off is taken back', async () => {
    const cancel = new AbortController();
    answers = [
      () => {
        cancel.abort();
        return ok();
      },
    ];
    expect((await send(cancel.signal)).failure).toMatchObject({ name: 'AbortError' });
    expect(requests).toEqual([PIECES[0], 'DELETE ']);
  });
});
