/** The browser's end of a session, over a real WebSocket: sends anything, keeps a copy of the state, remembers how it ended. */
import { WebSocket } from 'ws';
import type { CommandArguments, CommandName } from '#protocol/commands.ts';
import type { ReplyMessage, ServerMessage, WelcomeMessage } from '#protocol/messages.ts';
import { applyPatch } from '#protocol/patch.ts';
import type { RoomState } from '#protocol/state.ts';

export type Ending = { readonly closeCode: number; readonly bye: string | null };

export type BrowserOptions = {
  readonly origin?: string | null;
  readonly protocols?: readonly string[];
  readonly cookie?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export class RawBrowser {
  readonly socket: WebSocket;
  /** Everything that came, oldest first. */
  readonly messages: ServerMessage[] = [];
  readonly ended: Promise<Ending>;
  #nextId = 1;
  #waiting = new Set<() => void>();

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => {
      this.messages.push(JSON.parse(data.toString('utf8')));
      for (const check of [...this.#waiting]) check();
    });
    socket.on('error', () => {});
    this.ended = new Promise((resolve) => {
      socket.on('close', (closeCode: number) => {
        const bye = this.messages.find((message) => message.type === 'bye');
        resolve({ closeCode, bye: bye?.code ?? null });
        for (const check of [...this.#waiting]) check();
      });
    });
  }

  /** Rejects with the HTTP status in its message when the upgrade is refused. */
  static async connect(
    url: string,
    options: BrowserOptions & { defaultOrigin: string },
  ): Promise<RawBrowser> {
    const origin = options.origin === undefined ? options.defaultOrigin : options.origin;
    const socket = new WebSocket(url, [...(options.protocols ?? ['openstudio.v1'])], {
      perMessageDeflate: false,
      headers: {
        ...(origin !== null && { Origin: origin }),
        ...(options.cookie !== undefined && { Cookie: options.cookie }),
        ...options.headers,
      },
    });
    const browser = new RawBrowser(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('unexpected-response', (_request, response) => {
        reject(new Error(`refused with ${response.statusCode}`));
        socket.terminate();
      });
      socket.once('error', reject);
    });
    return browser;
  }

  /** The copy of the state that the messages so far make, as a page would keep it. */
  get copy(): { readonly version: number; readonly state: RoomState } | null {
    let copy: { version: number; state: RoomState } | null = null;
    for (const message of this.messages) {
      if (message.type === 'welcome') copy = { version: message.version, state: message.state };
      if (message.type !== 'patch' || copy === null) continue;
      if (message.from !== copy.version) throw new Error(`gap: ${copy.version} to ${message.from}`);
      copy = { version: message.to, state: applyPatch(copy.state, message.body) };
    }
    return copy;
  }

  get welcome(): WelcomeMessage | undefined {
    return this.messages.find((message) => message.type === 'welcome');
  }

  send(data: string | Buffer): void {
    this.socket.send(data);
  }

  /** Makes a request and waits for its reply. */
  async call<Name extends CommandName>(name: Name, input: CommandArguments<Name>): Promise<ReplyMessage> {
    return this.callAnything(name, input);
  }

  /** The same for a command or an input that may be nonsense. */
  async callAnything(name: string, input: unknown): Promise<ReplyMessage> {
    const id = this.#nextId++;
    this.send(JSON.stringify({ type: 'request', id, name, input }));
    return this.reply(id);
  }

  /** The reply of request `id`, once it is there. */
  async reply(id: number): Promise<ReplyMessage> {
    return this.until((message) => (message.type === 'reply' && message.id === id ? message : undefined));
  }

  /** Waits until `pick` finds something among the messages. Rejects when the socket closes before. */
  async until<T>(pick: (message: ServerMessage) => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = () => {
        for (const message of this.messages) {
          const picked = pick(message);
          if (picked === undefined) continue;
          this.#waiting.delete(check);
          resolve(picked);
          return;
        }
        if (this.socket.readyState === WebSocket.CLOSED) {
          this.#waiting.delete(check);
          reject(new Error('The socket closed.'));
        }
      };
      this.#waiting.add(check);
      check();
    });
  }

  async leave(): Promise<void> {
    this.socket.terminate();
    await this.ended;
  }
}
