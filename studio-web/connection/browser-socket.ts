/** The browser's WebSocket in the shape the connection wants. */
import { SUBPROTOCOL } from '#protocol/limits.ts';
import type { OpenSocket } from './socket.ts';

/** Opens sockets to `/ws` of the server this page came from. */
export function browserSocket(pageUrl: string): OpenSocket {
  const url = new URL('/ws', pageUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return (events) => {
    const socket = new WebSocket(url, SUBPROTOCOL);
    socket.addEventListener('open', () => events.onOpen());
    socket.addEventListener('message', (event) => {
      if (typeof event.data === 'string') events.onText(event.data);
    });
    socket.addEventListener('close', (event) => events.onClose(event.code));
    return {
      send: (text) => socket.send(text),
      close: () => socket.close(),
    };
  };
}
