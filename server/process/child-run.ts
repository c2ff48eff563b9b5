/** One run of a program, from its start to its end. What happens after the end is its owner's matter. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Closable } from '../lifecycle.ts';
import type { Account } from './account.ts';
import type { LineRing } from './line-ring.ts';
import { tieToUs } from './tie-to-us.ts';

const SECOND_TERM_AFTER_MS = 1000;
const KILL_AFTER_MS = 3000;
/** After SIGKILL a process is gone at once, unless the kernel holds it; then we do not wait for it. */
const GIVE_UP_AFTER_MS = 4000;
/** A grandchild may hold the outputs open after the program ended; its last lines are not waited for longer than this. */
const LAST_WORDS_MS = 250;

/** Our own settings hold secrets, so a program inherits only these. */
const INHERITED_SETTINGS = ['PATH', 'TZ', 'LANG', 'LC_ALL'];

/** What to run. `args` are visible to every account of the machine: never a secret in them. */
export type ChildCommand = {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Added to the few settings every program inherits. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whom to run it as; null or missing: as ourselves. */
  readonly account?: Account | null;
};

type Spawned = ChildProcessByStdio<null, Readable, Readable>;

/** A running program. Closes by itself when the program ends; `close` kills it. */
export class ChildRun extends Closable {
  readonly pid: number;
  /** Resolves with the manner of the end as a phrase: `ended with exit code 0`, `was ended by SIGKILL`. */
  readonly ended: Promise<string>;
  readonly #child: Spawned;
  #crashed = false;

  private constructor(child: Spawned, pid: number) {
    super();
    this.#child = child;
    this.pid = pid;
    this.ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#crashed = signal !== null;
        const phrase = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
        child.once('close', () => {
          resolve(phrase);
          this.close(phrase);
        });
        setTimeout(() => this.#letGoOfOutputs(), LAST_WORDS_MS).unref();
      });
    });
  }

  /** Whether a signal ended it: a crash, unless we sent that signal. */
  get crashed(): boolean {
    return this.#crashed;
  }

  /** Starts the program; all it prints goes to `ring`. Rejects with the system's error when it cannot be started. */
  static async start(command: ChildCommand, ring: LineRing): Promise<ChildRun> {
    const tied = await tieToUs(command.file, command.args);
    const child = spawn(tied.file, tied.args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: tied.detached,
      env: { ...inheritedSettings(), ...command.env },
      ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
      ...(command.account ? { uid: command.account.uid, gid: command.account.gid } : {}),
    });
    for (const output of [child.stdout, child.stderr]) {
      const sink = ring.sink();
      output.on('data', sink.write);
      output.once('close', sink.end);
      output.on('error', () => {});
    }
    await once(child, 'spawn');
    child.on('error', () => {});
    return new ChildRun(child, child.pid ?? 0);
  }

  /** Lets a stopped program go on. Nothing happens to one that runs. */
  wake(): void {
    this.#child.kill('SIGCONT');
  }

  /** Asks the program to end, once more after 1 s, and kills it after 3 s. Resolves when it has ended. */
  async end(): Promise<void> {
    const over = this.ended.then(() => true);
    const within = (ms: number) =>
      Promise.race([over, sleep(ms, false, { signal: this.signal }).catch(() => true)]);
    for (const pauseMs of [SECOND_TERM_AFTER_MS, KILL_AFTER_MS - SECOND_TERM_AFTER_MS]) {
      if (this.closed) return;
      this.wake();
      this.#child.kill('SIGTERM');
      if (await within(pauseMs)) return;
    }
    this.#child.kill('SIGKILL');
    await within(GIVE_UP_AFTER_MS - KILL_AFTER_MS);
    this.close('ended by us');
  }

  protected override onClose(): void {
    this.#child.kill('SIGKILL');
  }

  #letGoOfOutputs(): void {
    this.#child.stdout.destroy();
    this.#child.stderr.destroy();
  }
}

function inheritedSettings(): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const name of INHERITED_SETTINGS) {
    const value = process.env[name];
    if (value !== undefined) settings[name] = value;
  }
  return settings;
}
