/** The second source of one show: plays the bed on a mount beside each of its mounts, all the time, so that Icecast has somewhere to move listeners. */
import type { Codec } from '#protocol/state.ts';
import { Mount, type MountState } from '../icecast/mount.ts';
import { standbyName } from '../icecast/mount-names.ts';
import { Closable } from '../lifecycle.ts';
import type { ProcessLog } from '../process/process-log.ts';
import type { IcecastAccess } from '../program/live-path-port.ts';
import type { StandbyPlan } from '../program/program-ports.ts';
import type { Bed } from './bed.ts';
import { UNIT_MS, UnitPacer } from './unit-pacer.ts';

const WRITE_EVERY_MS = 100;

export type StandbyOptions = {
  readonly plan: StandbyPlan;
  readonly icecast: IcecastAccess;
  /** Never rejects. */
  readonly bed: Promise<Bed>;
  readonly log: ProcessLog;
};

export class Standby extends Closable {
  readonly #options: StandbyOptions;
  readonly #mounts: Mount[] = [];
  #title: string;

  /** Connects as soon as there is a bed to play. */
  constructor(options: StandbyOptions) {
    super();
    this.#options = options;
    this.#title = options.plan.title;
    void options.bed.then((bed) => this.#play(bed));
  }

  /** What listeners who are moved here read; the title of the show, so that it does not flicker. */
  setTitle(title: string): void {
    this.#title = title;
    for (const mount of this.#mounts) mount.setTitle(title);
  }

  /** Leaves Icecast; resolves when it has let the mounts go. */
  async end(): Promise<void> {
    await Promise.all(this.#mounts.map((mount) => mount.end()));
    this.close('ended');
  }

  #play(bed: Bed): void {
    if (this.closed) return;
    const { plan } = this.#options;
    const startMs = performance.now();
    for (const { name, codec } of plan.mounts) {
      const mount = this.#connect(standbyName(name), codec);
      const pacer = new UnitPacer({ units: bed[codec], unitMs: UNIT_MS[codec], startMs });
      const timer = setInterval(() => mount.write(pacer.due(performance.now())), WRITE_EVERY_MS);
      this.own({ close: () => clearInterval(timer) });
    }
  }

  #connect(name: string, codec: Codec): Mount {
    const { icecast, log, plan } = this.#options;
    const mount = this.own(
      new Mount({
        plan: { name, codec },
        icecast,
        title: this.#title,
        showName: plan.showName,
        showUrl: plan.showUrl,
        removesDeadSource: false,
        onState: (state) => this.#tell(name, state),
        onWarning: (warning) => log.debug({ mount: name, warning }, 'standby warned'),
      }),
    );
    this.#mounts.push(mount);
    return mount;
  }

  #tell(mount: string, state: MountState): void {
    const { log } = this.#options;
    if (state.state === 'accepted') log.info({ mount }, 'standby plays');
    if (state.state === 'lost' && state.attempt <= 1) {
      log.warn({ mount, code: state.problem.code, detail: state.problem.detail }, 'standby lost');
    }
  }
}
