<<<<<<< HEAD
/** What a program is made with. */
=======
/** What a program is given: its mounts and texts, and the mechanisms behind its ports. */
>>>>>>> 3707b73 (Let the server know producers, a lobby, talkback, chat and the mute of a host)
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
