/** Keeps a program running: starts it, sees that it answers, starts it again whenever it ends unasked. Knows no program by name. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Closable } from '../lifecycle.ts';
import { SetupProblem } from '../secrets.ts';
import { failuresAfter, restartDelayMs } from './backoff.ts';
import { type ChildCommand, ChildRun } from './child-run.ts';
import { LineRing } from './line-ring.ts';
import type { ProcessLog } from './process-log.ts';

export type ChildState = 'starting' | 'running' | 'failed';

/** `detail` is a phrase for log lines and people, without secrets. */
export type ChildStateListener = (state: ChildState, detail: string) => void;

/** Resolves when the program answers; rejects when it does not, and when `signal` aborts. */
export type Probe = (signal: AbortSignal) => Promise<unknown>;

export type SupervisionTiming = {
  /** How often a starting program is asked whether it is ready, and for how long. */
  readonly readyEveryMs: number;
  readonly readyWithinMs: number;
  /** The pause between two questions to a running program, and how long an answer may take. */
  readonly watchEveryMs: number;
  readonly answerWithinMs: number;
  /** So many answers missing in a row, and the program is replaced. After the first one it is woken (SIGCONT). */
  readonly missesAllowed: number;
};

/** How often a program that crashes at its very first start is tried. */
const FIRST_STARTS_MAX = 3;

export type SupervisedChildOptions = {
  /** For log lines and sentences. */
  readonly name: string;
  readonly command: ChildCommand;
  readonly probe: Probe;
  readonly log: ProcessLog;
  /** Done before every start: writes what the program reads. */
  readonly prepare?: () => Promise<unknown>;
  /** Texts that must not appear in the kept lines. */
  readonly redact?: readonly string[];
  readonly timing?: Partial<SupervisionTiming>;
};

/** A wrong alarm costs every listener, so a busy machine gets three chances; a stopped program still goes on within 4 s. */
const TIMING: SupervisionTiming = {
  readyEveryMs: 25,
  readyWithinMs: 10_000,
  watchEveryMs: 1500,
  answerWithinMs: 2000,
  missesAllowed: 3,
};

/** How many of the program's last lines go to the log with its unasked end. */
const LINES_TOLD = 5;

type RunEnd = { readonly upMs: number; readonly detail: string };

/** A program that is wanted for as long as this object is open. The owner of the process is this object alone. */
export class SupervisedChild extends Closable {
  readonly #options: SupervisedChildOptions;
  readonly #timing: SupervisionTiming;
  readonly #ring: LineRing;
  readonly #stateListeners = new Set<ChildStateListener>();
  #state: ChildState = 'starting';
  #run: ChildRun | null = null;
  #restarts = 0;
  #stopped: Promise<void> | null = null;

  private constructor(options: SupervisedChildOptions) {
    super();
    this.#options = options;
    this.#timing = { ...TIMING, ...options.timing };
    this.#ring = new LineRing(options.redact ?? []);
  }

  /**
   * Starts the program and resolves when it answers the probe. Throws SetupProblem when it ends before or never answers:
   * a first start that fails is a matter for a person. From then on it is started again for ever.
   */
  static async start(options: SupervisedChildOptions): Promise<SupervisedChild> {
    const child = new SupervisedChild(options);
    for (let attempt = 1; ; attempt += 1) {
      try {
        const run = await child.#launch();
        void child.#supervise(run);
        return child;
      } catch (error) {
        // Icecast 2.4.4 now and then crashes on a request that comes while it starts; a wrong setting ends with a code.
        if (child.#run?.crashed && attempt < FIRST_STARTS_MAX) continue;
        child.close('did not start');
        throw error instanceof SetupProblem
          ? error
          : new SetupProblem(`${options.name} ${phrase(error)}.`, { cause: error });
      }
    }
  }

  get state(): ChildState {
    return this.#state;
  }

  /** The process id of the present run, or null between two runs. */
  get pid(): number | null {
    return this.#run === null || this.#run.closed ? null : this.#run.pid;
  }

  /** How often the program was started again. */
  get restarts(): number {
    return this.#restarts;
  }

  /** The last lines of its outputs, oldest first, without secrets. */
  lastLines(count: number): readonly string[] {
    return this.#ring.last(count);
  }

  /** Tells `listener` of every change of state from now on. Returns the way to unsubscribe. */
  onState(listener: ChildStateListener): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  /** Asks the program to end (TERM, TERM after 1 s, KILL after 3 s), waits for that, and closes. */
  stop(): Promise<void> {
    this.#stopped ??= (this.#run?.end() ?? Promise.resolve()).finally(() => this.close('stopped'));
    return this.#stopped;
  }

  protected override onClose(): void {
    this.#stateListeners.clear();
  }

  get #wanted(): boolean {
    return !this.closed && this.#stopped === null;
  }

  /** One start. Throws an error whose message is a phrase that follows the program's name. */
  async #launch(): Promise<ChildRun> {
    this.#become('starting', '');
    await this.guard(this.#options.prepare?.() ?? Promise.resolve(), () => {});
    const starting = ChildRun.start(this.#options.command, this.#ring).catch((error: unknown) => {
      throw new Error(`could not be started (${error instanceof Error ? error.message : 'unknown error'})`, {
        cause: error,
      });
    });
    const run = this.own(await this.guard(starting, (late) => late.close('started too late')));
    this.#run = run;
    await this.#untilReady(run);
    this.#become('running', `process ${run.pid}`);
    return run;
  }

  async #untilReady(run: ChildRun): Promise<void> {
    const { readyEveryMs, readyWithinMs, answerWithinMs } = this.#timing;
    const deadline = performance.now() + readyWithinMs;
    while (!run.closed) {
      if (await this.#answers(run, answerWithinMs)) return;
      if (performance.now() > deadline) {
        await run.end();
        throw new Error(`did not answer within ${Math.round(readyWithinMs / 1000)} s${this.#lastWords()}`);
      }
      await this.#pause(run, readyEveryMs);
    }
    throw new Error(`${await run.ended} before it answered${this.#lastWords()}`);
  }

  async #supervise(first: ChildRun): Promise<void> {
    let failures = 0;
    let end: RunEnd = await this.#watch(first);
    while (this.#wanted) {
      failures = failuresAfter(failures, end.upMs);
      this.#fail(end.detail);
      await sleep(restartDelayMs(failures, Math.random()), undefined, { signal: this.signal }).catch(
        () => {},
      );
      if (!this.#wanted) return;
      this.#restarts += 1;
      end = await this.#launch().then(
        (run) => this.#watch(run),
        (error: unknown) => ({ upMs: 0, detail: phrase(error) }),
      );
    }
  }

  /** Asks the program again and again until it ends, and ends it when it stops answering. */
  async #watch(run: ChildRun): Promise<RunEnd> {
    const { watchEveryMs, answerWithinMs, missesAllowed } = this.#timing;
    const since = performance.now();
    let misses = 0;
    while (!run.closed) {
      await this.#pause(run, watchEveryMs);
      if (run.closed || !this.#wanted) break;
      misses = (await this.#answers(run, answerWithinMs)) ? 0 : misses + 1;
      if (misses === 0 || run.closed) continue;
      if (misses >= missesAllowed) {
        await run.end();
        return { upMs: performance.now() - since, detail: 'stopped answering and was ended' };
      }
      this.#options.log.warn({ program: this.#options.name, misses }, 'Program did not answer, woke it.');
      run.wake();
    }
    const detail = await run.ended;
    return { upMs: performance.now() - since, detail };
  }

  async #answers(run: ChildRun, withinMs: number): Promise<boolean> {
    const question = new AbortController();
    const timer = setTimeout(() => question.abort(), withinMs);
    const forget = run.onClosed(() => question.abort());
    try {
      await this.#options.probe(question.signal);
      return !run.closed;
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
      forget();
    }
  }

  async #pause(run: ChildRun, ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: run.signal }).catch(() => {});
  }

  #fail(detail: string): void {
    const { log, name } = this.#options;
    log.warn(
      { program: name, detail, lines: this.#ring.last(LINES_TOLD) },
      'Program failed, starting it again.',
    );
    this.#become('failed', detail);
  }

  #become(state: ChildState, detail: string): void {
    this.#state = state;
    this.#options.log.debug({ program: this.#options.name, state, detail }, 'Program changed state.');
    for (const listener of [...this.#stateListeners]) {
      try {
        listener(state, detail);
      } catch (error) {
        this.#options.log.warn({ program: this.#options.name, err: error }, 'A listener of its state threw.');
      }
    }
  }

  #lastWords(): string {
    const [line] = this.#ring.last(1);
    return line === undefined ? '' : `; its last words: ${line}`;
  }
}

function phrase(error: unknown): string {
  return error instanceof Error ? error.message : 'failed for an unknown reason';
}
