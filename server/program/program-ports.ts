/** What else a program needs of the world: ears on its mounts, a count of listeners, and somebody who plays when it cannot. */
import type { ErrorCode } from '#protocol/error-codes.ts';
import type { CloseReason } from '../lifecycle.ts';
import type { AirPlan, ProgramEnvelope } from './live-path-port.ts';

/** A listener of our own on one mount. */
export type EarFactory = (mountName: string, events: EarEvents) => Ear;

export type EarEvents = {
  /** It begins or ceases to hear what can be the program. `complaint` says in words for hosts what is wrong with what it hears. */
  readonly onChange: (heard: boolean, complaint: string | null) => void;
  /** Every few seconds; null while nothing comes from the mount. */
  readonly onMeasure: (measure: MountMeasure | null) => void;
};

export type Ear = {
  /** How loud the program was, so that it can be found again in the mount. */
  hearProgram(envelope: ProgramEnvelope): void;
  close(reason: CloseReason): void;
};

/**
 * `lagMs`: how long after the program a player sounds it, that waits when it has nothing and never skips. `arrivalLagMs`: how long after
 * the program its bytes arrive. Null where the sound does not tell. `loudnessDb`: RMS of the newest second in dBFS.
 */
export type MountMeasure = {
  readonly lagMs: number | null;
  readonly arrivalLagMs: number | null;
  readonly loudnessDb: number | null;
};

/** A mount that is wanted on air, as our own listener finds it. */
export type MountSounding = {
  readonly name: string;
  readonly heard: boolean;
  readonly measure: MountMeasure | null;
};

/** Listeners per mount name, our own not counted; null or missing where Icecast does not say. */
export type ListenerCounts = Readonly<Record<string, number | null>>;

/** Never rejects. */
export type CountListeners = (mountNames: readonly string[]) => Promise<ListenerCounts>;

/** What stands in the way of going live: the code of what is wrong with Icecast, and the mounts that have a source. */
export type IcecastCheck = { readonly problem: ErrorCode | null; readonly takenMounts: readonly string[] };

/** Never rejects. */
export type CheckIcecast = (mountNames: readonly string[]) => Promise<IcecastCheck>;

export type StandbyPlan = Pick<AirPlan, 'mounts' | 'title' | 'showName' | 'showUrl'>;

/** What listeners hear when our own process is gone. Implemented by keeper/, in a process that outlives this one. */
export type StandbyPort = {
  /** Once the broadcast is live, and again with every other title. */
  hold(plan: StandbyPlan): void;
  /** Before the mounts end, so that nobody is moved there; resolves when Icecast has let it go. Never rejects, and takes 2 s at most. */
  release(): Promise<void>;
};
