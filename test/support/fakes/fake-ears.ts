/** The ears of a program without Icecast: probes hear, and listeners are as many, as a test says. */
import type { CountListeners, EarEvents, EarFactory } from '../../../server/program/program-ports.ts';

export class FakeEars {
  /** The probes that are listening, by mount name. */
  readonly open = new Map<string, EarEvents>();
  /** What Icecast says about the number of listeners. */
  counts: Readonly<Record<string, number | null>> = {};

  /** What the ears were told of the program, each of them. */
  readonly program: number[] = [];

  readonly listenTo: EarFactory = (mountName, events) => {
    this.open.set(mountName, events);
    return {
      hearProgram: ({ levelsDb }) => this.program.push(...levelsDb),
      close: () => this.open.delete(mountName),
    };
  };

  readonly countListeners: CountListeners = async () => this.counts;

  /** The probe of `mountName` begins, or ceases, to hear audio. */
  hear(mountName: string, heard = true, complaint: string | null = null): void {
    this.#at(mountName).onChange(heard, complaint);
  }

  /** The probe of `mountName` finds the program so long after it was made. */
  findLag(mountName: string, lagMs: number | null): void {
    this.#at(mountName).onMeasure({ lagMs, arrivalLagMs: lagMs, loudnessDb: -20 });
  }

  #at(mountName: string): EarEvents {
    const ear = this.open.get(mountName);
    if (ear === undefined) throw new Error(`Nobody listens to ${mountName}.`);
    return ear;
  }
}
