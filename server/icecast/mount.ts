/** Holds one mount for a whole show: connects, connects again for ever, drops what cannot be sent now, and ends properly. */
import { toStudioError } from '../errors.ts';
import { Closable, type CloseReason } from '../lifecycle.ts';
import type { IcecastAccess, MountPlan, MountProblem } from '../program/live-path-port.ts';
import { AdminClient } from './admin-client.ts';
import { backoffMs } from './backoff.ts';
import { createMountFlow } from './create-mount-flow.ts';
import type { MountFlow } from './mount-flow.ts';
import { SourceClient } from './source-client.ts';
import { TitleSender } from './title-sender.ts';

/** `attempt` counts connection tries since the mount was last accepted. */
export type MountState =
  | { readonly state: 'connecting'; readonly attempt: number }
  | { readonly state: 'accepted' }
  | { readonly state: 'lost'; readonly attempt: number; readonly problem: MountProblem };

export type MountOptions = {
  readonly plan: MountPlan;
  readonly icecast: IcecastAccess;
  readonly title: string;
  readonly showName: string;
  readonly showUrl: string;
  /**
   * False for a mount that others fall back to: while a dead source of ours still stands there, Icecast keeps listeners who wait on it or
   * are about to, and whoever removes it cuts them off. It goes by itself, after Icecast's `source-timeout`.
   */
  readonly removesDeadSource?: boolean;
  readonly onState: (state: MountState) => void;
  /** Something that does not concern the sound: worth a line in the log. */
  readonly onWarning: (warning: string) => void;
};

/** A fault of the network heals by itself: look often, so that a mount is ours within a second of Icecast being back. A refusal needs a person. */
const FAULT_CAP_MS = 600;
const REFUSAL_CAP_MS = 5000;

/** A mount that was lost sooner than this did not really hold: an Icecast that accepts and drops must not be hammered. */
const HELD_MS = 5000;

const GONE_TIMEOUT_MS = 1000;
const GONE_LOOK_EVERY_MS = 50;
const DOUBT_TRIES = 2;
const DOUBT_PAUSE_MS = 250;

export class Mount extends Closable {
  readonly #options: MountOptions;
  readonly #admin: AdminClient;
  readonly #flow: MountFlow;
  readonly #titles: TitleSender | null;
  #title: string;
  #source: SourceClient | null = null;
  #attempt = 0;
  /** Tries in a row that gave no mount worth its name; decides the wait. */
  #failures = 0;
  #acceptedAtMs = Number.NEGATIVE_INFINITY;
  #heldBefore = false;
  #killedThisOutage = false;
  #doubting = false;
  #ending = false;

  /** Connects at once. */
  constructor(options: MountOptions) {
    super();
    this.#options = options;
    this.#title = options.title;
    this.#admin = new AdminClient(options.icecast);
    this.#flow = createMountFlow(options.plan.codec, options.title);
    this.#titles =
      options.plan.codec === 'mp3'
        ? this.own(
            new TitleSender({
              admin: this.#admin,
              mount: this.name,
              title: options.title,
              onFailed: (error) => options.onWarning(`The title was not set: ${error.message}`),
            }),
          )
        : null;
    this.#connect();
  }

  get name(): string {
    return this.#options.plan.name;
  }

  /** Whole frames or packets of the encoder: sent when the mount is ours, dropped otherwise, so that a reconnect is live. */
  write(units: readonly Uint8Array[]): void {
    const bytes = this.#flow.push(units);
    this.#source?.write(bytes);
  }

  setTitle(title: string): void {
    if (title === this.#title) return;
    this.#title = title;
    this.#titles?.setTitle(title);
    const bytes = this.#flow.retitle(title);
    this.#source?.write(bytes);
  }

  /**
   * A listener hears nothing from this mount. Icecast is asked; when it does not answer either, or does not know the mount, the connection
   * is given up: what the kernel took for it is late sound by now.
   */
  doubt(): void {
    const source = this.#source;
    if (this.#doubting || source === null || !source.accepted) return;
    this.#doubting = true;
    void this.#accusation().then((problem) => {
      this.#doubting = false;
      if (problem !== null && source === this.#source && source.accepted) this.#lose(problem);
    });
  }

  /** Ends the source properly; resolves when its socket is closed and Icecast has let the mount go, after about 3 s at most. */
  async end(): Promise<void> {
    if (this.closed || this.#ending) return;
    this.#ending = true;
    this.#titles?.close('mount ends');
    const source = this.#source;
    if (source?.accepted) {
      await source.stop(this.#flow.end());
      await this.#gone();
    }
    this.close('ended');
  }

  protected override onClose(_reason: CloseReason): void {
    this.#source = null;
  }

  #connect(): void {
    if (this.closed || this.#ending) return;
    this.#attempt += 1;
    const { icecast, plan, showName, showUrl } = this.#options;
    this.#source = this.own(
      new SourceClient({
        address: { host: icecast.host, port: icecast.port, password: icecast.sourcePassword },
        source: {
          mount: plan.name,
          contentType: this.#flow.contentType,
          bitrateKbps: this.#flow.bitrateKbps,
          name: showName,
          description: showName,
          url: showUrl,
        },
        confirm: async () => (await this.#admin.mounts()).has(this.name),
        onAccepted: () => this.#onAccepted(),
        onLost: (problem) => this.#onLost(problem),
      }),
    );
    this.#options.onState({ state: 'connecting', attempt: this.#attempt });
  }

  #onAccepted(): void {
    this.#attempt = 0;
    this.#acceptedAtMs = performance.now();
    this.#heldBefore = true;
    this.#killedThisOutage = false;
    this.#source?.write(this.#flow.begin());
    this.#titles?.connected();
    this.#options.onState({ state: 'accepted' });
  }

  #lose(problem: MountProblem): void {
    this.#source?.close(problem.detail);
    this.#onLost(problem);
  }

  #onLost(problem: MountProblem): void {
    this.#source = null;
    this.#titles?.disconnected();
    if (this.closed || this.#ending) return;
    this.#options.onState({ state: 'lost', attempt: this.#attempt, problem });
    void this.#reconnect(problem);
  }

  async #reconnect(problem: MountProblem): Promise<void> {
    const wasHeld = this.#attempt === 0 && performance.now() - this.#acceptedAtMs >= HELD_MS;
    this.#failures = wasHeld ? 0 : this.#failures + 1;
    if (!wasHeld && !(await this.#removedDeadSource(problem))) {
      await this.pause(this.#waitMs(problem));
    }
    this.#connect();
  }

  /** We held this mount and now somebody does: most likely our own connection that Icecast has not missed yet. Done once an outage: who is there afterwards is a stranger. */
  async #removedDeadSource(problem: MountProblem): Promise<boolean> {
    if (problem.code !== 'mount_in_use' || !this.#heldBefore || this.#killedThisOutage) return false;
    if (this.#options.removesDeadSource === false) return false;
    try {
      await this.#admin.killSource(this.name);
      this.#killedThisOutage = true;
      return true;
    } catch {
      return false;
    }
  }

  #waitMs(problem: MountProblem): number {
    const refused = problem.code === 'mount_refused' || problem.code === 'mount_rejected';
    return backoffMs({ failures: this.#failures, capMs: refused ? REFUSAL_CAP_MS : FAULT_CAP_MS });
  }

  /** What speaks against a mount that is silent, or null when Icecast answers and has it. Asked twice: the list lags a little. */
  async #accusation(): Promise<MountProblem | null> {
    let accusation: MountProblem | null = null;
    for (let tries = 0; tries < DOUBT_TRIES; tries += 1) {
      if (tries > 0) await this.pause(DOUBT_PAUSE_MS);
      try {
        if ((await this.#admin.mounts()).has(this.name)) return null;
        accusation = { code: 'mount_lost', detail: 'Icecast does not have the mount any more.' };
      } catch (error) {
        if (toStudioError(error).code !== 'icecast_unreachable') return null;
        accusation = {
          code: 'icecast_unreachable',
          detail: 'Icecast holds the connection but does not answer.',
        };
      }
    }
    return accusation;
  }

  async #gone(): Promise<void> {
    const giveUpAt = performance.now() + GONE_TIMEOUT_MS;
    while (performance.now() < giveUpAt) {
      const mounts = await this.#admin.mounts().catch(() => null);
      if (mounts === null || !mounts.has(this.name)) return;
      await this.pause(GONE_LOOK_EVERY_MS);
    }
  }
}
