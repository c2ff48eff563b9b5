/** A host without a browser: signs in by the owner's link, enters over a real WebSocket, sends commands and follows the room's state. */
import { WebSocket } from 'ws';
import type { CommandArguments, CommandName } from '#protocol/commands.ts';
import { SUBPROTOCOL } from '#protocol/limits.ts';
import type { ServerMessage } from '#protocol/messages.ts';
import { applyPatch } from '#protocol/patch.ts';
import type { RoomState } from '#protocol/state.ts';
import { until } from './until.ts';

type Reply = Extract<ServerMessage, { type: 'reply' }>;

export class HostDesk {
  readonly #socket: WebSocket;
  readonly #replies = new Map<number, (reply: Reply) => void>();
  #nextId = 1;
  #state: RoomState | null = null;

  /** Claims the studio and enters the room of the first show. */
  static async enter(ownerLink: string, name = 'Hanna Host'): Promise<HostDesk> {
    const claimed = await fetch(ownerLink, { redirect: 'manual' });
    const cookie = claimed.headers.get('set-cookie')?.split(';')[0] ?? '';
    const origin = new URL(ownerLink).origin;
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws`, SUBPROTOCOL, {
      headers: { cookie, origin },
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('error', reject);
    });
    const desk = new HostDesk(socket);
    const show: unknown = 'main';
    await desk.request('room.enter', { credential: { kind: 'owner', show }, name });
    return desk;
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('message', (data) => this.#hear(JSON.parse(String(data))));
  }

  get state(): RoomState {
    if (this.#state === null) throw new Error('The welcome has not come yet.');
    return this.#state;
  }

  /** Sends a command and resolves with its output; rejects with `code: message`. */
  call<Name extends CommandName>(name: Name, input: CommandArguments<Name>): Promise<unknown> {
    return this.request(name, input);
  }

  /** As `call`, with any input at all. */
  async request(name: string, input: unknown): Promise<unknown> {
    const id = this.#nextId++;
    const reply = await new Promise<Reply>((resolve) => {
      this.#replies.set(id, resolve);
      this.#socket.send(JSON.stringify({ type: 'request', id, name, input }));
    });
    if (reply.ok) return reply.output;
    throw new Error(`${reply.error.code}: ${reply.error.message}`);
  }

  /** Waits until the program fulfils a condition. */
  async programIs(
    what: string,
    test: (program: RoomState['program']) => boolean,
    deadlineMs = 20_000,
  ): Promise<void> {
    await until(what, () => this.#state !== null && test(this.#state.program), deadlineMs);
  }

  close(): void {
    this.#socket.terminate();
  }

  #hear(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome':
        this.#state = message.state;
        return;
      case 'patch':
        if (this.#state !== null) this.#state = applyPatch(this.#state, message.body);
        return;
      case 'reply':
        this.#replies.get(message.id)?.(message);
        this.#replies.delete(message.id);
        return;
      default:
        return;
    }
  }
}
