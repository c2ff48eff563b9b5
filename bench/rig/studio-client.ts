/** A browser's end of the studio's WebSocket, without a browser: requests, and the state of the room as it is told. */
import { WebSocket } from 'ws';
import type { CommandArguments, CommandName } from '#protocol/commands.ts';
import { SUBPROTOCOL } from '#protocol/limits.ts';
import type { ServerMessage } from '#protocol/messages.ts';
import { applyPatch } from '#protocol/patch.ts';
import type { RoomState } from '#protocol/state.ts';

type Reply = Extract<ServerMessage, { type: 'reply' }>;

export type StudioClientOptions = {
  readonly origin: string;
  /** Of the owner; none for guests. */
  readonly cookie?: string;
  /** An address of loopback of one's own: the studio limits what comes from one address. */
  readonly localAddress?: string;
};

export class StudioClient {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, PromiseWithResolvers<Reply>>();
  #nextId = 1;
  #state: RoomState | null = null;
  #roundTrips = 0;

  /** Resolves when the WebSocket is open. */
  static async open({ origin, cookie, localAddress }: StudioClientOptions): Promise<StudioClient> {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws`, SUBPROTOCOL, {
      headers: { origin, ...(cookie === undefined ? {} : { cookie }) },
      ...(localAddress === undefined ? {} : { localAddress }),
      perMessageDeflate: false,
    });
    const client = new StudioClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
      socket.once('unexpected-response', (_request, response) =>
        reject(new Error(`The studio answered ${response.statusCode}.`)),
      );
    });
    return client;
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('message', (data) => this.#hear(JSON.parse(String(data))));
    socket.on('close', (code) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`The studio hung up with ${code}.`));
    });
  }

  /** The room; known from the moment on at which `room.enter` was answered. */
  get state(): RoomState {
    if (this.#state === null) throw new Error('The welcome has not come yet.');
    return this.#state;
  }

  /** How often somebody had to wait for an answer so far. */
  get roundTrips(): number {
    return this.#roundTrips;
  }

  /** Sends a command and waits for its output; parse it with the command's own schema. */
  async call<Name extends CommandName>(name: Name, input: CommandArguments<Name>): Promise<unknown> {
    this.#roundTrips += 1;
    const reply = await this.#send(name, input);
    if (!reply.ok) throw new Error(`${name}: ${reply.error.code}: ${reply.error.message}`);
    return reply.output;
  }

  /** Sends a command and does not wait for its answer. */
  tell<Name extends CommandName>(name: Name, input: CommandArguments<Name>): void {
    void this.#send(name, input);
  }

  close(): void {
    this.#socket.terminate();
  }

  #send(name: string, input: unknown): Promise<Reply> {
    const id = this.#nextId++;
    const reply = Promise.withResolvers<Reply>();
    // Nobody waits for the answers to what was only told.
    reply.promise.catch(() => {});
    this.#waiting.set(id, reply);
    this.#socket.send(JSON.stringify({ type: 'request', id, name, input }));
    return reply.promise;
  }

  #hear(message: ServerMessage): void {
    if (message.type === 'welcome') this.#state = message.state;
    else if (message.type === 'patch' && this.#state !== null)
      this.#state = applyPatch(this.#state, message.body);
    else if (message.type === 'reply') {
      this.#waiting.get(message.id)?.resolve(message);
      this.#waiting.delete(message.id);
    }
  }
}
