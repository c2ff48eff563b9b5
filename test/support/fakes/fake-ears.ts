/** The ears of a program without Icecast: probes hear, and listeners are as many, as a test says. */
import type { CountListeners, ProbeFactory } from '../../../server/program/program-ports.ts';

export class FakeEars {
  /** The probes that are listening, by mount name. */
  readonly open = new Map<string, (heard: boolean) => void>();
  /** What Icecast says about the number of listeners. */
  counts: Readonly<Record<string, number | null>> = {};

  readonly listenTo: ProbeFactory = (mountName, onChange) => {
    this.open.set(mountName, onChange);
    return { close: () => this.open.delete(mountName) };
  };

  readonly countListeners: CountListeners = async () => this.counts;

  /** The probe of `mountName` begins, or ceases, to hear audio. */
  hear(mountName: string, heard = true): void {
    const probe = this.open.get(mountName);
    if (probe === undefined) throw new Error(`Nobody listens to ${mountName}.`);
    probe(heard);
  }
}
