/** Requests that wait for their reply, each with a deadline. */
import type { ReplyMessage } from '#protocol/messages.ts';
import { CommandError } from './command-error.ts';

/** More than this many at once means that nothing comes back. */
const PENDING_MAX = 256;

type Pending = {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: CommandError) => void;
  readonly timer: ReturnType<typeof setTimeout>;
};

export class PendingCalls {
  readonly #pending = new Map<number, Pending>();
  readonly #onTimeout: () => void;
  #nextId = 1;

  /** `onTimeout` is told when a reply is overdue: the socket is as good as dead. */
  constructor(onTimeout: () => void) {
    this.#onTimeout = onTimeout;
  }

  get full(): boolean {
    return this.#pending.size >= PENDING_MAX;
  }

  /** Registers a request; answers with its id and the promise of its output. */
  add(timeoutMs: number): { id: number; output: Promise<unknown> } {
    const id = this.#nextId++;
    const output = new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(this.#onTimeout, timeoutMs);
      this.#pending.set(id, { resolve, reject, timer });
    });
    return { id, output };
  }

  settle(reply: ReplyMessage): void {
    const pending = this.#pending.get(reply.id);
    if (pending === undefined) return;
    this.#pending.delete(reply.id);
    clearTimeout(pending.timer);
    if (reply.ok) pending.resolve(reply.output);
    else pending.reject(new CommandError(reply.error.code, reply.error.reference ?? null));
  }

  /** The socket is gone: nobody will answer. */
  rejectAll(): void {
    const all = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of all) {
      clearTimeout(pending.timer);
      pending.reject(new CommandError('connection_lost'));
    }
  }
}
