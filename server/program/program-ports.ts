/** What else a program needs of the world: ears on its mounts, a count of listeners, and somebody who plays when it cannot. */
import type { CloseReason } from '../lifecycle.ts';
import type { AirPlan } from './live-path-port.ts';

/** A listener of our own on one mount; says when it begins and ceases to hear audio. */
export type ProbeFactory = (mountName: string, onChange: (heard: boolean) => void) => Probe;

export type Probe = { close(reason: CloseReason): void };

/** Listeners per mount name, our own not counted; null or missing where Icecast does not say. */
export type ListenerCounts = Readonly<Record<string, number | null>>;

/** Never rejects. */
export type CountListeners = (mountNames: readonly string[]) => Promise<ListenerCounts>;

export type StandbyPlan = Pick<AirPlan, 'mounts' | 'title' | 'showName' | 'showUrl'>;

/** What listeners hear when our own process is gone. Implemented by keeper/, in a process that outlives this one. */
export type StandbyPort = {
  /** Once the broadcast is live, and again with every other title. */
  hold(plan: StandbyPlan): void;
  /** Before the mounts end, so that nobody is moved there; resolves when Icecast has let it go. Never rejects, and takes 2 s at most. */
  release(): Promise<void>;
};
