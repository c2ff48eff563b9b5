/** What a program is given: its mounts and texts, and the mechanisms behind its ports. */
import type { Log } from '../log.ts';
import type { DeadAirPlan, IcecastAccess, LivePathFactory, MountPlan } from './live-path-port.ts';
import type { CheckIcecast, CountListeners, EarFactory, StandbyPort } from './program-ports.ts';

export type ProgramOptions = {
  readonly mounts: readonly { readonly plan: MountPlan; readonly url: string }[];
  readonly icecast: () => IcecastAccess;
  readonly showName: string;
  readonly showUrl: string;
  readonly title: string;
  readonly deadAir: DeadAirPlan | null;
  readonly startLivePath: LivePathFactory;
  readonly listenTo: EarFactory;
  readonly countListeners: CountListeners;
  readonly checkIcecast: CheckIcecast;
  /** None when nobody outlives this process. */
  readonly standby?: StandbyPort;
  readonly log: Log;
};
