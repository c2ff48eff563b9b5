/** A whole studio on air with one host who talks, and listeners on both mounts. For tests that end parts of it. */
import { onTestFinished } from 'vitest';
import { showSlug } from '#protocol/ids.ts';
import { descendant, descendantsOf } from '../../support/child-processes.ts';
import { Ear } from '../../support/ear.ts';
import { type Studio, startStudio } from '../../support/studio.ts';
import { StudioVisitor } from '../../support/studio-visitor.ts';
import { until } from '../../support/until.ts';

export const HOST_HZ = 1000;
const MOUNTS = ['main.mp3', 'main.opus'] as const;
const SERVER = /studio\.ts$/;

export class LiveShow {
  readonly studio: Studio;
  readonly host: StudioVisitor;
  ears: readonly Ear[] = [];

  /** Resolves when the show is on air, heard on both mounts, and has somewhere to fall back to. Ends with the test. */
  static async start(env: Readonly<Record<string, string>> = {}): Promise<LiveShow> {
    const show = await LiveShow.enter(env);
    await show.host.call('program.start', {});
    await show.isLive();
    return show;
  }

  /** The host is in the studio and has pressed nothing yet. */
  static async enter(env: Readonly<Record<string, string>> = {}): Promise<LiveShow> {
    const studio = await startStudio(env);
    onTestFinished(async () => {
      await studio.stop();
    });
    const claimed = await fetch(studio.ownerLink, { redirect: 'manual' });
    const host = await StudioVisitor.enter({
      studioUrl: studio.url,
      credential: { kind: 'owner', show: showSlug.parse('main') },
      cookie: claimed.headers.get('set-cookie')?.split(';')[0] ?? '',
      name: 'Hanna Host',
      toneHz: HOST_HZ,
      levelDb: -20,
    });
    onTestFinished(() => host.vanish());
    return new LiveShow(studio, host);
  }

  private constructor(studio: Studio, host: StudioVisitor) {
    this.studio = studio;
    this.host = host;
  }

  /** The process id of the server of now; null between two. */
  get serverPid(): number | null {
    return descendantsOf(this.studio.pid).find((entry) => SERVER.test(entry.commandLine))?.pid ?? null;
  }

  /** Sends a signal to the server; resolves with the process id it had. */
  signalServer(signal: NodeJS.Signals): number {
    const { pid } = descendant(this.studio.pid, SERVER);
    process.kill(pid, signal);
    return pid;
  }

  url(mount: string): string {
    return `http://127.0.0.1:${this.studio.icecastPort}/${mount}`;
  }

  /** Resolves with the status that a listener of each mount gets now. */
  async statuses(): Promise<readonly number[]> {
    const mounts = [...MOUNTS, 'main-standby.mp3', 'main-standby.opus'];
    const asked = mounts.map(async (mount) => {
      const response = await fetch(this.url(mount));
      await response.body?.cancel();
      return response.status;
    });
    return Promise.all(asked);
  }

  async isLive(): Promise<void> {
    await this.host.programIs(
      'both mounts are heard',
      ({ phase, mounts }) => phase === 'live' && mounts.every(({ evidence }) => evidence === 'heard'),
      40_000,
    );
    await until(
      'there is a standby',
      async () => (await this.statuses()).every((status) => status === 200),
      40_000,
    );
  }

  /** Opens listeners, two on each mount, and resolves when they have heard a while of the program. */
  async listen(): Promise<void> {
    this.ears = [...MOUNTS, ...MOUNTS].map((mount) => new Ear(this.url(mount)));
    for (const ear of this.ears) onTestFinished(() => ear.close());
    await this.goesOn(3);
  }

  /** Resolves when every listener has received sound for so long. */
  async goesOn(seconds: number): Promise<void> {
    await Promise.all(this.ears.map((ear) => ear.hearsFor(seconds)));
  }

  /** Resolves when another server than `pid` has the show on air, with the host back in it, and listeners have had a while of that. */
  async isTakenUpAgain(pid: number): Promise<void> {
    const fromMs = performance.now();
    await until('another server', () => this.serverPid !== null && this.serverPid !== pid, 30_000);
    await until(
      'the program is live again, and the host publishes',
      () =>
        this.host.programs.some(({ atMs, program }) => atMs > fromMs && program.phase === 'live') &&
        this.host.phase.kind === 'in' &&
        this.host.entry?.microphone != null,
      40_000,
    );
    await this.goesOn(4);
  }
}
