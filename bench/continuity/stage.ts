/**
 * The show that faults are tried on: the real server on air with a host and guests who each speak in a tone of their own, listeners on
 * every way to listen, and judges who decode. Everything ends with `close`.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AirJudge, type Span } from '../../test/support/air-judge.ts';
import { descendant, descendantsOf, type ProcessEntry } from '../../test/support/child-processes.ts';
import { ListenerCrowd } from '../../test/support/listener-crowd.ts';
import { type Studio, startStudio } from '../../test/support/studio.ts';
import type { StudioVisitor } from '../../test/support/studio-visitor.ts';
import { until } from '../../test/support/until.ts';
import type { BenchIcecast } from './bench-icecast.ts';
import { Closings } from './closings.ts';
import { type ExternalIcecast, openExternalIcecast, settingsFor } from './external-icecast.ts';
import type { NetworkNamespace } from './impairments/network-namespace.ts';
import { undoAtExit } from './impairments/undo-at-exit.ts';
import { enterGuests, enterHost, type GuestOptions } from './people.ts';
import { StallWatch } from './stall-watch.ts';

const LISTENERS = { mp3: 20, opus: 3, relay: 5 } as const;
const GUESTS: GuestOptions = { count: 4, spoilable: false, hears: false, clockPpm: () => 0 };
const LIVE_DEADLINE_MS = 30_000;
const STANDBY_DEADLINE_MS = 15_000;
const SERVER = /node .*server\/studio\.ts/;
const ENCODER = /^(\S*\/)?ffmpeg .*pipe:/;

export type StageOptions = {
  readonly guests?: Partial<GuestOptions>;
  /** `external`: an Icecast of the bench behind a cut instead of the studio's own. */
  readonly icecast?: 'local' | 'external';
  /** For faults that need packets to be dropped. */
  readonly namespace?: NetworkNamespace;
  /** An Icecast in that namespace instead of the studio's own. Listeners come to it from the second address of this machine. */
  readonly farIcecast?: BenchIcecast;
  readonly env?: Readonly<Record<string, string>>;
  /** False for faults that come before the show is on air. */
  readonly goLive?: boolean;
};

/** What listeners had in a span of time. */
export type ListenerFigures = {
  /** Longest pause between two reads: of the judge and of anybody in the crowd. */
  readonly byteGapMs: number;
  /** Longest time without the expected tones: in the sound itself, and on the clock. */
  readonly airGapMs: number;
  readonly waitMs: number;
  /** Listeners that were cut off, of 20 on the MP3 mount, 3 on the Opus mount, and 5 on the studio's own address. */
  readonly dropped: number;
  readonly droppedOpus: number;
  readonly droppedRelay: number;
  /** The longest that this process itself stood still: no gap can be told that is shorter. */
  readonly ownStallMs: number;
};

type Audience = {
  readonly judge: AirJudge;
  readonly relayJudge: AirJudge;
  /** Those two, and the one of the Opus mount. */
  readonly judges: readonly AirJudge[];
  readonly mp3: ListenerCrowd;
  readonly opus: ListenerCrowd;
  readonly relay: ListenerCrowd;
};

type Parts = {
  readonly studio: Studio;
  readonly host: StudioVisitor;
  readonly guests: readonly StudioVisitor[];
  readonly external: ExternalIcecast | null;
  readonly farIcecast: BenchIcecast | null;
  readonly namespace: NetworkNamespace | null;
};

export class Stage {
  readonly #parts: Parts;
  readonly #closings: Closings;
  readonly #stalls = new StallWatch();
  #audience: Audience | null = null;

  /** Resolves when the show is on air and everybody is heard by every judge. */
  static async open(
    wanted: StageOptions | ((closings: Closings) => Promise<StageOptions>) = {},
  ): Promise<Stage> {
    const closings = new Closings();
    try {
      const options = typeof wanted === 'function' ? await wanted(closings) : wanted;
      const external = options.icecast === 'external' ? await openExternalIcecast(closings) : null;
      const { farIcecast = null, namespace = null } = options;
      const settings = icecastSettings(external, farIcecast);
      const studio = await startStudio({ ...settings, ...options.env });
      const forget = undoAtExit(() => process.kill(studio.pid, 'SIGKILL'));
      closings.add(studio, (it) => it.stop().finally(forget));
      const host = closings.add(await enterHost(studio), (it) => it.vanish());
      const guests = await enterGuests({ studio, host, closings }, { ...GUESTS, ...options.guests });
      const stage = new Stage({ studio, host, guests, external, farIcecast, namespace }, closings);
      if (options.goLive === false) return stage;
      await stage.goLive();
      await stage.openAudience();
      return stage;
    } catch (error) {
      await closings.close();
      throw error;
    }
  }

  private constructor(parts: Parts, closings: Closings) {
    this.#parts = parts;
    this.#closings = closings;
    closings.add(this.#stalls, (it) => it.close());
  }

  get studio(): Studio {
    return this.#parts.studio;
  }

  get host(): StudioVisitor {
    return this.#parts.host;
  }

  get guests(): readonly StudioVisitor[] {
    return this.#parts.guests;
  }

  /** Throws on a stage that uses the studio's own. */
  get external(): ExternalIcecast {
    if (this.#parts.external === null) throw new Error('This stage has no Icecast of its own.');
    return this.#parts.external;
  }

  /** Throws on a stage without one. */
  get namespace(): NetworkNamespace {
    if (this.#parts.namespace === null) throw new Error('This stage has no network namespace.');
    return this.#parts.namespace;
  }

  /** Throws before `openAudience`. */
  get audience(): Audience {
    if (this.#audience === null) throw new Error('The show has no audience yet.');
    return this.#audience;
  }

  /** Hears the MP3 mount. */
  get judge(): AirJudge {
    return this.audience.judge;
  }

  get everybody(): readonly StudioVisitor[] {
    return [this.host, ...this.guests];
  }

  get tonesHz(): readonly number[] {
    return this.everybody.map(({ toneHz }) => toneHz);
  }

  guest(index: number): StudioVisitor {
    const guest = this.guests[index];
    if (guest === undefined) throw new Error(`There is no guest ${index}.`);
    return guest;
  }

  /** Where listeners find the mounts. */
  get icecastUrl(): string {
    const access = this.#benchIcecast?.access;
    return access === undefined
      ? `http://127.0.0.1:${this.studio.icecastPort}`
      : `http://${access.host}:${access.port}`;
  }

  /** The server itself, which the process that was started keeps running. */
  get server(): ProcessEntry {
    return descendant(this.studio.pid, SERVER);
  }

  /** The encoder of now. */
  get encoder(): ProcessEntry {
    return descendant(this.server.pid, ENCODER);
  }

  /** Waits until another encoder runs than the one with this process id. */
  async replaced(encoderPid: number): Promise<void> {
    await until('another encoder runs', () =>
      descendantsOf(this.server.pid).some(
        ({ pid, commandLine }) => pid !== encoderPid && ENCODER.test(commandLine),
      ),
    );
  }

  /** Opened later than the stage and closed with it. */
  add<T>(thing: T, close: (thing: T) => unknown): T {
    return this.#closings.add(thing, close);
  }

  /** Puts everybody on air and goes live; resolves when both mounts are heard. */
  async goLive(): Promise<void> {
    for (const { strip } of this.everybody)
      await this.host.call('strip.setOn', { stripId: strip.id, on: true });
    await this.host.call('program.start', {});
    await this.isLive();
  }

  async isLive(): Promise<void> {
    await this.host.programIs(
      'the program is live and both mounts are heard',
      ({ phase, mounts }) => phase === 'live' && mounts.every(({ evidence }) => evidence === 'heard'),
      LIVE_DEADLINE_MS,
    );
  }

  /** Lets listeners in, once Icecast has somewhere to move them to. */
  async openAudience(): Promise<void> {
    await this.#standbyPlays();
    const { icecastUrl, tonesHz } = this;
    const [mp3Url, opusUrl] = [`${icecastUrl}/main.mp3`, `${icecastUrl}/main.opus`];
    const relayUrl = `${this.studio.url}/live/main.mp3`;
    const far = this.#parts.farIcecast === null ? undefined : this.namespace.outsideToo;
    const from = (url: string) => (far === undefined || url === relayUrl ? {} : { localAddress: far });
    const judged = async (url: string) =>
      this.add(await AirJudge.open({ url, tonesHz, comesBack: true, ...from(url) }), (it) => it.close());
    const crowded = async (url: string, count: number) =>
      this.add(await ListenerCrowd.open({ url, count, ...from(url) }), (it) => it.close());
    const [judge, opusJudge, relayJudge, mp3, opus, relay] = await Promise.all([
      judged(mp3Url),
      judged(opusUrl),
      judged(relayUrl),
      crowded(mp3Url, LISTENERS.mp3),
      crowded(opusUrl, LISTENERS.opus),
      crowded(relayUrl, LISTENERS.relay),
    ]);
    this.#audience = { judge, relayJudge, judges: [judge, opusJudge, relayJudge], mp3, opus, relay };
  }

  /** All is well again: the program is live and every judge hears everybody. */
  async settle(): Promise<void> {
    await this.isLive();
    await Promise.all(this.audience.judges.map((one) => one.steady()));
  }

  /** What listeners had of a span, given who should be heard. */
  figures(span: Span, tonesHz: readonly number[] = this.tonesHz): ListenerFigures {
    const { judge, mp3, opus, relay } = this.audience;
    return {
      byteGapMs: Math.max(judge.byteGapMs(span), mp3.byteGapMs(span.fromMs)),
      airGapMs: judge.airGapMs(tonesHz, span),
      waitMs: judge.waitMs(tonesHz, span),
      dropped: mp3.dropped(span.fromMs),
      droppedOpus: opus.dropped(span.fromMs),
      droppedRelay: relay.dropped(span.fromMs),
      ownStallMs: this.#stalls.longestMs(span.fromMs),
    };
  }

  /** How many source connections Icecast has taken since it was started. */
  async sourceConnections(): Promise<number> {
    const total = /<source_total_connections>(\d+)</.exec(await this.askIcecast('stats'))?.[1];
    if (total === undefined) throw new Error('Icecast does not count its source connections.');
    return Number(total);
  }

  /** A show without a standby is on air all the same, so it is not waited for any longer. */
  async #standbyPlays(): Promise<void> {
    await until(
      'the standby plays',
      async () => (await this.askIcecast('stats')).includes('"/main-standby.mp3"'),
      STANDBY_DEADLINE_MS,
    ).catch(() => {});
  }

  get #benchIcecast(): BenchIcecast | null {
    return this.#parts.external?.icecast ?? this.#parts.farIcecast;
  }

  /** What Icecast answers its admin to `stats`, `killsource?mount=/main.mp3` and the like, as XML. */
  async askIcecast(command: string): Promise<string> {
    const secret = path.join(this.studio.dataDir, 'secrets/icecast-admin-password');
    const password = this.#benchIcecast?.access.adminPassword ?? (await readFile(secret, 'utf8')).trim();
    const authorization = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`;
    const response = await fetch(`${this.icecastUrl}/admin/${command}`, { headers: { authorization } });
    return response.text();
  }

  /** One figure of /metrics; labels are part of the name. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.studio.url}/metrics`)).text();
    const line = text.split('\n').find((each) => each.startsWith(`${name} `));
    if (line === undefined) throw new Error(`There is no metric ${name}.`);
    return Number(line.slice(name.length + 1));
  }

  close(): Promise<void> {
    return this.#closings.close();
  }
}

function icecastSettings(external: ExternalIcecast | null, far: BenchIcecast | null): Record<string, string> {
  if (external !== null) return settingsFor(external.icecast, { host: '127.0.0.1', port: external.cut.port });
  return far === null ? {} : settingsFor(far, far.access);
}
