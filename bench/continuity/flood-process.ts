/**
 * A flood of people who want in, in a process of its own so that its work is not taken for the studio's slowness: so many WebSockets a
 * second, each with a valid invite, half of them from one address. Who gets in leaves again after a moment. Tells by `process.send` how
 * each of them ended.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import * as z from 'zod/mini';
import { SUBPROTOCOL } from '#protocol/limits.ts';

const plan = z
  .object({ url: z.string(), token: z.string(), perSecond: z.number(), seconds: z.number() })
  .parse(JSON.parse(process.argv[2] ?? ''));

const ADDRESSES = 200;
const STAYS_MS = 500;
const GIVES_UP_MS = 10_000;

const replySchema = z.object({
  type: z.literal('reply'),
  ok: z.boolean(),
  error: z.optional(z.object({ code: z.string() })),
});

/** How it ended: `in`, `HTTP 503`, a code of the protocol, `closed 1013`, or `no answer`. */
function attempt(index: number): Promise<string> {
  const fromOne = index % 2 === 0;
  const localAddress = fromOne ? '127.0.2.1' : `127.0.3.${1 + (index % ADDRESSES)}`;
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = new WebSocket(`${plan.url.replace('http', 'ws')}/ws`, SUBPROTOCOL, {
    headers: { origin: plan.url },
    localAddress,
    perMessageDeflate: false,
  });
  const timer = setTimeout(() => end('no answer'), GIVES_UP_MS);
  const end = (how: string) => {
    clearTimeout(timer);
    resolve(how);
    socket.terminate();
  };
  socket.on('error', () => {});
  socket.on('unexpected-response', (_request, response) => end(`HTTP ${response.statusCode}`));
  socket.on('close', (code) => end(`closed ${code}`));
  socket.on('open', () =>
    socket.send(
      JSON.stringify({
        type: 'request',
        id: 1,
        name: 'room.enter',
        input: { credential: { kind: 'invite', token: plan.token }, name: `Flood ${index}` },
      }),
    ),
  );
  socket.on('message', (data) => {
    const reply = replySchema.safeParse(JSON.parse(String(data)));
    if (!reply.success) return;
    if (!reply.data.ok) end(reply.data.error?.code ?? 'refused');
    else {
      resolve('in');
      setTimeout(() => {
        socket.send(JSON.stringify({ type: 'request', id: 2, name: 'room.leave', input: {} }));
      }, STAYS_MS);
    }
  });
  return promise;
}

const attempts: Promise<string>[] = [];
const beganAtMs = performance.now();
for (let index = 0; index < plan.perSecond * plan.seconds; index += 1) {
  attempts.push(attempt(index));
  const dueAtMs = beganAtMs + (1000 * (index + 1)) / plan.perSecond;
  if (dueAtMs > performance.now()) await sleep(dueAtMs - performance.now());
}
const counts: Record<string, number> = {};
for (const how of await Promise.all(attempts)) counts[how] = (counts[how] ?? 0) + 1;
process.send?.({ kind: 'done', counts, tookMs: performance.now() - beganAtMs });
process.disconnect?.();
process.exit(0);
