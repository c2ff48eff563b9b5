/** Answers an upgrade request that becomes no session: a short HTTP reply, and the connection is gone. */
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from '#protocol/error-codes.ts';
import { StudioError } from '../errors.ts';

const RETRY_AFTER_S = 5;

export function refuseUpgrade(socket: Duplex, code: ErrorCode): void {
  const { status, message } = new StudioError(code);
  const body = JSON.stringify({ error: { code, message } });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(status === 503 || status === 429 ? [`Retry-After: ${RETRY_AFTER_S}`] : []),
  ];
  socket.once('finish', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
