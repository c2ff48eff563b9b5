/** A studio server on the other end of fake sockets: it answers what a test tells it to, and keeps what it was asked. */
import type { CommandName } from '#protocol/commands.ts';
import type { ReplyError, ServerMessage } from '#protocol/messages.ts';
import type { OpenSocket, SocketEvents } from '../../../studio-web/connection/socket.ts';

type Request = { readonly id: number; readonly name: CommandName; readonly input: unknown };

/** One socket as the server sees it. */
export class FakeLine {
  readonly requests: Request[] = [];
  /** Whether the browser has closed it. */
  closed = false;
  readonly #events: SocketEvents;

  constructor(events: SocketEvents) {
    this.#events = events;
  }

  open(): void {
    this.#events.onOpen();
  }

  take(text: string): void {
    this.requests.push(JSON.parse(text));
  }

  send(message: ServerMessage): void {
    this.#events.onText(JSON.stringify(message));
  }

  sendText(text: string): void {
    this.#events.onText(text);
  }

  break(code = 1006): void {
    this.#events.onClose(code);
  }

  /** The latest request of that name. Throws when there is none. */
  asked(name: CommandName): Request {
    const found = this.requests.findLast((request) => request.name === name);
    if (found === undefined) throw new Error(`Nobody asked for ${name}.`);
    return found;
  }

  answer(name: CommandName, output: unknown): void {
    this.send({ type: 'reply', id: this.asked(name).id, ok: true, output, version: 1 });
  }

  refuse(name: CommandName, code: ReplyError['code']): void {
    this.send({ type: 'reply', id: this.asked(name).id, ok: false, error: { code, message: '' } });
  }
}

export class FakeStudioServer {
  readonly lines: FakeLine[] = [];

  readonly openSocket: OpenSocket = (events) => {
    const line = new FakeLine(events);
    this.lines.push(line);
    return {
      send: (text) => line.take(text),
      close: () => {
        line.closed = true;
      },
    };
  };

  /** The newest socket. Throws when none was opened. */
  get line(): FakeLine {
    const newest = this.lines.at(-1);
    if (newest === undefined) throw new Error('No socket was opened.');
    return newest;
  }
}
