/** What else a program needs of the world: ears on its mounts and a count of listeners. Implemented by icecast/. */
import type { CloseReason } from '../lifecycle.ts';

/** A listener of our own on one mount; says when it begins and ceases to hear audio. */
export type ProbeFactory = (mountName: string, onChange: (heard: boolean) => void) => Probe;

export type Probe = { close(reason: CloseReason): void };

/** Listeners per mount name, our own not counted; null or missing where Icecast does not say. */
export type ListenerCounts = Readonly<Record<string, number | null>>;

/** Never rejects. */
export type CountListeners = (mountNames: readonly string[]) => Promise<ListenerCounts>;
