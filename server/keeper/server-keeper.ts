/** Keeps the server running: starts it, hears whether it lives, and starts it again whenever it ends unasked. Knows no room and no mount. */
import { Closable } from '../lifecycle.ts';
import { failuresAfter, restartDelayMs } from '../process/backoff.ts';
import type { ProcessLog } from '../process/process-log.ts';
import { processorTime } from '../process/processor-time.ts';
import { SetupProblem } from '../secrets.ts';
import { BeatWatch, LOOK_EVERY_MS } from './beat-watch.ts';
import type { KeeperSays, ServerSays } from './messages.ts';
import { type ServerCommand, ServerRun } from './server-run.ts';

export type Ready = Extract<ServerSays, { kind: 'ready' }>;
/** What the server says that is not about its own life. */
export type Wish = Extract<ServerSays, { kind: 'hold' | 'release' }>;

export type ServerKeeperOptions = {
  readonly command: ServerCommand;
  /** At the start of every process. */
  readonly onProcess: (pid: number) => void;
  /** Each time a server can be used, the first time included. */
  readonly onReady: (ready: Ready) => void;
  /** `answer` reaches the server that wished. */
  readonly onWish: (wish: Wish, answer: (message: KeeperSays) => void) => void;
  readonly log: ProcessLog;
};

/** What the drain may take before the process is ended. */
const DRAIN_DEADLINE_MS = 6_000;

/** What is known about one run. `ownWords` are its last, for people. */
type RunFacts = { readyAtMs: number | null; ownWords: string | null; hung: boolean };
/** `upMs` is 0 for a run that never was ready. */
type RunEnd = { readonly upMs: number; readonly detail: string };

export class ServerKeeper extends Closable {
  readonly #options: ServerKeeperOptions;
  readonly #firstReady = Promise.withResolvers<void>();
  #run: ServerRun | null = null;
  #everReady = false;
  #restarts = 0;
  #stopped: Promise<void> | null = null;

  constructor(options: ServerKeeperOptions) {
    super();
    this.#options = options;
  }

  /** The process id of the present run, or null between two runs. */
  get pid(): number | null {
    return this.#run === null || this.#run.closed ? null : this.#run.pid;
  }

  /** How often the server was started again. */
  get restarts(): number {
    return this.#restarts;
  }

  /**
   * Starts the server and resolves when it is ready. Throws SetupProblem, with the server's own words where it has some, when it ends
   * before: a first start that fails is a matter for a person. From then on it is started again for ever.
   */
  async start(): Promise<void> {
    void this.#keep();
    await this.#firstReady.promise;
  }

  /** Lets the server leave the air and say goodbye, then closes. Asked for twice, both wait for the same end. */
  stop(reason: string): Promise<void> {
    this.#stopped ??= this.#drain(reason).finally(() => this.close(reason));
    return this.#stopped;
  }

  get #wanted(): boolean {
    return !this.closed && this.#stopped === null;
  }

  async #drain(reason: string): Promise<void> {
    const run = this.#run;
    if (run === null || run.closed) return;
    run.wake();
    run.send({ kind: 'stop', reason });
    if (await run.endsWithin(DRAIN_DEADLINE_MS)) return;
    this.#options.log.warn({ pid: run.pid }, 'The server does not end, killing it.');
    run.close('did not end in time');
    await run.ended;
  }

  async #keep(): Promise<void> {
    let failures = 0;
    while (this.#wanted) {
      const { upMs, detail } = await this.#runOnce();
      if (!this.#everReady) {
        this.#firstReady.reject(new SetupProblem(detail));
        return;
      }
      if (!this.#wanted) return;
      failures = failuresAfter(failures, upMs);
      const delayMs = Math.round(restartDelayMs(failures, Math.random()));
      this.#options.log.warn({ detail, failures, delayMs }, 'The server ended unasked, starting it again.');
      await this.pause(delayMs);
      this.#restarts += 1;
    }
  }

  async #runOnce(): Promise<RunEnd> {
    const facts: RunFacts = { readyAtMs: null, ownWords: null, hung: false };
    try {
      const starting = ServerRun.start(this.#options.command);
      const run = this.own(await this.guard(starting, (late) => late.close('started too late')));
      this.#run = run;
      this.#options.onProcess(run.pid);
      this.#follow(run, facts);
      const phrase = await run.ended;
      const { readyAtMs, ownWords, hung } = facts;
      const how = `${hung ? 'hung and ' : ''}${phrase}${readyAtMs === null ? ' before it was ready' : ''}`;
      return {
        upMs: readyAtMs === null ? 0 : performance.now() - readyAtMs,
        detail: ownWords ?? `The server ${how}.`,
      };
    } catch (error) {
      return { upMs: 0, detail: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Hears a run until it ends, and ends it when it hangs. */
  #follow(run: ServerRun, facts: RunFacts): void {
    const watch = new BeatWatch();
    run.onMessage((message) => {
      switch (message.kind) {
        case 'beat':
          watch.beat();
          return;
        case 'ready':
          facts.readyAtMs = performance.now();
          watch.ready();
          this.#everReady = true;
          this.#options.onReady(message);
          this.#firstReady.resolve();
          return;
        case 'failed':
          facts.ownWords = message.text;
          return;
        default:
          this.#options.onWish(message, (answer) => run.send(answer));
      }
    });
    const look = setInterval(() => {
      if (this.#stopped === null && !facts.hung) this.#look(run, watch, facts);
    }, LOOK_EVERY_MS);
    run.onClosed(() => clearInterval(look));
  }

  #look(run: ServerRun, watch: BeatWatch, facts: RunFacts): void {
    switch (watch.look(() => processorTime(run.pid))) {
      case 'well':
        return;
      case 'silent':
        this.#options.log.warn({ pid: run.pid }, 'The server is silent, waking it.');
        run.wake();
        return;
      case 'still silent':
        run.wake();
        return;
      case 'hangs':
        facts.hung = true;
        void run.end();
    }
  }
}
