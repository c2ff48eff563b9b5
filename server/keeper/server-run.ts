/** One run of the server process, from its start to its end. What happens after the end is its owner's matter. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Closable } from '../lifecycle.ts';
import { tieToUs } from '../process/tie-to-us.ts';
import { type KeeperSays, readServerMessage, type ServerSays } from './messages.ts';

const SECOND_TERM_AFTER_MS = 1000;
/** Every second of it is one without a host; a server that can still leave in order needs less than one. */
const KILL_AFTER_MS = 2000;
/** After SIGKILL a process is gone at once, unless the kernel holds it; then we do not wait for it. */
const GIVE_UP_AFTER_MS = 3000;

/** It gets all of our settings and prints where we print. */
export type ServerCommand = { readonly file: string; readonly args: readonly string[] };

/** A running server. Closes by itself when the process ends; `close` kills it. */
export class ServerRun extends Closable {
  readonly pid: number;
  /** Resolves with the manner of the end as a phrase: `ended with exit code 0`, `was ended by SIGKILL`. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  readonly #listeners = new Set<(message: ServerSays) => void>();

  /** Rejects with the system's error when it cannot be started. */
  static async start(command: ServerCommand): Promise<ServerRun> {
    const tied = await tieToUs(command.file, command.args);
    const child = spawn(tied.file, tied.args, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: tied.detached,
    });
    await once(child, 'spawn');
    return new ServerRun(child, child.pid ?? 0);
  }

  private constructor(child: ChildProcess, pid: number) {
    super();
    this.#child = child;
    this.pid = pid;
    child.on('error', () => {});
    child.on('message', (message) => {
      const said = readServerMessage(message);
      if (said !== null) for (const listener of [...this.#listeners]) listener(said);
    });
    this.ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        const phrase = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
        // Its last words may still be in the pipe; they come before `disconnect`.
        const over = () => {
          resolve(phrase);
          this.close(phrase);
        };
        if (child.connected) child.once('disconnect', over);
        else over();
      });
    });
  }

  onMessage(listener: (message: ServerSays) => void): void {
    this.#listeners.add(listener);
  }

  /** Says something to the server; nothing happens when it is gone. */
  send(message: KeeperSays): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  /** Lets a stopped process go on. Nothing happens to one that runs. */
  wake(): void {
    this.#child.kill('SIGCONT');
  }

  /** Resolves when it has ended, or after `ms`, with whether it has. */
  async endsWithin(ms: number): Promise<boolean> {
    const { promise: late, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), ms);
    const over = await Promise.race([this.ended.then(() => true), late]);
    clearTimeout(timer);
    return over;
  }

  /** Asks the process to end, once more after 1 s, and kills it after 2 s. Resolves when it has ended. */
  async end(): Promise<void> {
    for (const pauseMs of [SECOND_TERM_AFTER_MS, KILL_AFTER_MS - SECOND_TERM_AFTER_MS]) {
      if (this.closed) return;
      this.wake();
      this.#child.kill('SIGTERM');
      if (await this.endsWithin(pauseMs)) return;
    }
    this.#child.kill('SIGKILL');
    await this.endsWithin(GIVE_UP_AFTER_MS - KILL_AFTER_MS);
    this.close('ended by us');
  }

  protected override onClose(): void {
    this.#listeners.clear();
    this.#child.kill('SIGKILL');
  }
}
