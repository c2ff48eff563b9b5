/** What outlives the server: the programs beside it, the server itself as a child that is started again, and the standbys of shows on air. */
import { Closable } from '../lifecycle.ts';
import type { ProcessLog } from '../process/process-log.ts';
import type { KeeperSays } from './messages.ts';
import { ServerKeeper, type Wish } from './server-keeper.ts';
import type { ServerCommand } from './server-run.ts';
import { Standbys, type StandbysOptions } from './standbys.ts';

/** A program of this machine that we run: Icecast, coturn. */
export type LocalProgram = Closable & { stop(): Promise<void> };

export type KeeperOptions = Pick<StandbysOptions, 'icecast' | 'makeBed'> & {
  /** False when another process holds the standbys, as in a container beside ours. */
  readonly holdsStandbys: boolean;
  readonly server: ServerCommand;
  /** Starts one program each, or says null when the settings name one elsewhere. Throws SetupProblem. */
  readonly programs: readonly (() => Promise<LocalProgram | null>)[];
  readonly log: ProcessLog;
};

export class Keeper extends Closable {
  readonly #options: KeeperOptions;
  readonly #standbys: Standbys;
  readonly #server: ServerKeeper;
  #programs: readonly LocalProgram[] = [];
  #ownerLink = '';

  constructor(options: KeeperOptions) {
    super();
    const { icecast, makeBed, log } = options;
    this.#options = options;
    this.#standbys = this.own(new Standbys({ icecast, makeBed, log }));
    this.#server = this.own(
      new ServerKeeper({
        command: options.server,
        onProcess: (pid) => log.info({ serverPid: pid }, 'server started'),
        onReady: ({ ownerLink, wanted }) => {
          this.#ownerLink = ownerLink;
          void this.#standbys.retain(wanted);
        },
        onWish: (wish, answer) => this.#grant(wish, answer),
        log,
      }),
    );
  }

  /**
   * Starts everything at once and resolves with the owner's link when the studio can be used. Throws SetupProblem with a sentence for
   * people; nothing is left running then.
   */
  async start(): Promise<string> {
    const starts = [this.#startPrograms(), this.#server.start()];
    try {
      await Promise.all(starts);
    } catch (error) {
      this.#server.close('start failed');
      await Promise.allSettled(starts);
      this.close('start failed');
      throw error;
    }
    if (this.#options.holdsStandbys) this.#standbys.prepare();
    return this.#ownerLink;
  }

  /** The server leaves the air and ends, then the standbys, then the programs. Resolves when none is left. */
  async stop(reason: string): Promise<void> {
    // Told before anything else is done: from now on nobody new may be sent to it.
    const stopping = this.#server.stop(reason);
    this.#options.log.info({ reason }, 'stopping');
    await stopping;
    await this.#standbys.stop();
    await Promise.all(this.#programs.map((program) => program.stop()));
    this.close(reason);
    this.#options.log.info({}, 'stopped');
  }

  /** Waits for all of them even when one fails, so that what came up late is owned and can be closed. */
  async #startPrograms(): Promise<void> {
    const starts = this.#options.programs.map(async (start) => {
      const program = await start();
      return program === null ? [] : [this.own(program)];
    });
    await Promise.allSettled(starts);
    this.#programs = (await Promise.all(starts)).flat();
  }

  #grant(wish: Wish, answer: (message: KeeperSays) => void): void {
    switch (wish.kind) {
      case 'hold':
        if (this.#options.holdsStandbys) this.#standbys.hold(wish.show, wish.plan);
        return;
      case 'release':
        void this.#standbys
          .release(wish.show)
          .finally(() => answer({ kind: 'released', request: wish.request }));
    }
  }
}
