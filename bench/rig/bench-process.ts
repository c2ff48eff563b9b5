/** A process of a bench: runs on the core of what is measured, keeps its last words, and never outlives the bench. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { tieToUs } from '../../server/process/tie-to-us.ts';
import { onMeasuredCore } from './cores.ts';
import { descendantsOf } from './process-tree.ts';

export type BenchProcessOptions = {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it talks to us with `process.send`. */
  readonly talks?: boolean;
};

/** What a process gets to end by itself before it is killed with all its children. */
const TERM_GRACE_MS = 2000;
const LAST_WORDS_MAX = 4000;

const running = new Set<BenchProcess>();
process.on('exit', () => {
  for (const child of running) child.kill();
});

export class BenchProcess {
  readonly #child: ChildProcess;
  readonly #file: string;
  readonly exited: Promise<void>;
  #lastWords = '';

  /** Resolves when it runs. Rejects when there is no such program. */
  static async start(options: BenchProcessOptions): Promise<BenchProcess> {
    const tied = await tieToUs(options.file, options.args);
    const [command = options.file, ...args] = onMeasuredCore([tied.file, ...tied.args]);
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: options.talks === true ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
    });
    await once(child, 'spawn');
    return new BenchProcess(child, options.file);
  }

  private constructor(child: ChildProcess, file: string) {
    this.#child = child;
    this.#file = file;
    running.add(this);
    this.exited = new Promise((resolve) => {
      child.once('exit', () => {
        running.delete(this);
        resolve();
      });
    });
    const keep = (chunk: Buffer) => {
      this.#lastWords = (this.#lastWords + chunk.toString()).slice(-LAST_WORDS_MAX);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** The end of what it printed. */
  get lastWords(): string {
    return this.#lastWords.trim();
  }

  /** The first message that it sends. Rejects with its last words when it ends before, or is silent for too long. */
  async firstMessage(deadlineMs = 30_000): Promise<unknown> {
    const message = once(this.#child, 'message').then(([value]) => value);
    const ended = this.exited.then(() => this.#complain('ended'));
    const late = delay(deadlineMs, undefined, { ref: false }).then(() => this.#complain('is not ready'));
    return Promise.race([message, ended, late]);
  }

  /** Resolves when it has printed what matches; rejects like `firstMessage`. */
  async says(pattern: RegExp, deadlineMs = 30_000): Promise<void> {
    const said = Promise.withResolvers<void>();
    const look = () => {
      if (pattern.test(this.#lastWords)) said.resolve();
    };
    this.#child.stdout?.on('data', look);
    this.#child.stderr?.on('data', look);
    look();
    const ended = this.exited.then(() => this.#complain('ended'));
    const late = delay(deadlineMs, undefined, { ref: false }).then(() => this.#complain('is not ready'));
    await Promise.race([said.promise, ended, late]);
  }

  send(message: object): void {
    if (this.#child.connected) this.#child.send(message);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#child.on('message', listener);
  }

  /** Asks it to end, kills it with all its children when it does not, and resolves when it is gone. */
  async stop(): Promise<void> {
    // The id of a process that has ended may be somebody else's by now.
    const family = this.hasEnded ? [] : descendantsOf(this.pid);
    if (!this.hasEnded) {
      this.#child.kill('SIGTERM');
      await Promise.race([this.exited, delay(TERM_GRACE_MS)]);
    }
    this.kill();
    for (const pid of family) killQuietly(pid);
    if (!this.hasEnded) await this.exited;
  }

  /** Kills it at once. */
  kill(): void {
    if (!this.hasEnded) this.#child.kill('SIGKILL');
  }

  #complain(what: string): never {
    throw new Error(`${this.#file} ${what}. It said: ${this.lastWords || 'nothing'}`);
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went with its parent.
  }
}
