/**
 * Somebody in the studio without a browser. Connection, resuming and the rebuilding of media are the studio page's own code, over a real
 * WebSocket; only microphone and transports are synthetic. So what a fault does to him it does to people.
 */
import { lookup } from 'node:dns/promises';
import { WebSocket } from 'ws';
import type { CommandArguments, CommandName, CommandOutput } from '#protocol/commands.ts';
import type { ParticipantId } from '#protocol/ids.ts';
import { SUBPROTOCOL } from '#protocol/limits.ts';
import type { ParticipantEntry, ProgramEntry, RoomState, StripEntry } from '#protocol/state.ts';
import type { EnterCredential } from '../../studio-web/connection/connection-options.ts';
import type { ConnectionPhase } from '../../studio-web/connection/connection-phase.ts';
import { ResumeMemory } from '../../studio-web/connection/resume-memory.ts';
import type { OpenSocket } from '../../studio-web/connection/socket.ts';
import { StudioConnection } from '../../studio-web/connection/studio-connection.ts';
import { RoomSound } from '../../studio-web/media/room-sound.ts';
import type { SoundLinkOptions } from '../../studio-web/media/sound-link.ts';
import { wantedSound } from '../../studio-web/media/wanted-sound.ts';
import { SyntheticLink } from './synthetic-link.ts';
import { SyntheticMicrophone, type SyntheticMicrophoneOptions } from './synthetic-microphone.ts';
import { until } from './until.ts';
import type { VisitorNetwork } from './visitor-network.ts';

export type VisitorOptions = SyntheticMicrophoneOptions & {
  /** Origin of the studio. */
  readonly studioUrl: string;
  /** As a browser would send it, where the studio's public address is another one. */
  readonly origin?: string;
  readonly credential: EnterCredential;
  /** Where media goes instead of to the address that the server names: a name or an address. */
  readonly mediaHost?: string;
  /** The owner's, from the claim link. */
  readonly cookie?: string;
  readonly name: string;
  /** Whether he receives the others; fifty who do not cost little. */
  readonly hears?: boolean;
  /** Whether his microphone is off when he enters. */
  readonly muted?: boolean;
  readonly network?: VisitorNetwork;
};

export type SeenPhase = { readonly kind: ConnectionPhase['kind']; readonly atMs: number };

/** Some minutes of a show on air; a soak lasts for hours. */
const PROGRAMS_MAX = 1_000;

/** What a program entry was, and when it came, on the scale of `performance.now()`. */
export type SeenProgram = { readonly program: ProgramEntry; readonly atMs: number };

export class StudioVisitor {
  readonly name: string;
  readonly toneHz: number;
  readonly microphone: SyntheticMicrophone;
  readonly network: VisitorNetwork | null;
  /** Every phase of the connection, oldest first. */
  readonly phases: SeenPhase[] = [];
  /** The states of the program that came, oldest first: the last PROGRAMS_MAX of them. */
  readonly programs: SeenProgram[] = [];
  readonly #options: VisitorOptions;
  readonly #connection: StudioConnection;
  readonly #sound: RoomSound<SyntheticMicrophone, SyntheticLink>;
  readonly #links = new Set<SyntheticLink>();
  readonly #voices = new Set<ParticipantId>();
  #socket: WebSocket | null = null;
  #id: ParticipantId | null = null;
  #state: RoomState | null = null;

  /** Resolves when he is in the room and his microphone is published. */
  static async enter(options: VisitorOptions): Promise<StudioVisitor> {
    const visitor = new StudioVisitor(options);
    try {
      visitor.#connection.enter(options.name);
      await until(`${options.name} is in and published`, () => {
        if (visitor.phase.kind === 'ended')
          throw new Error(`${options.name} was not let in: ${visitor.phase.code}.`);
        return visitor.phase.kind === 'in' && visitor.entry?.microphone != null;
      });
      return visitor;
    } catch (error) {
      visitor.vanish();
      throw error;
    }
  }

  private constructor(options: VisitorOptions) {
    this.#options = options;
    this.name = options.name;
    this.toneHz = options.toneHz;
    this.network = options.network ?? null;
    this.microphone = new SyntheticMicrophone(options);
    this.#sound = new RoomSound({
      call: (name, input) => this.#connection.call(name, input),
      openLink: (link) => this.#openLink(link),
      onStatus: () => {},
      onVoice: (id, track) => void (track === null ? this.#voices.delete(id) : this.#voices.add(id)),
    });
    this.#connection = new StudioConnection({
      openSocket: this.#openSocket(),
      credential: options.credential,
      memory: new ResumeMemory({ storage: memoryStorage(), place: '/', nowMs: () => performance.now() }),
      heldMediaEpoch: () => this.#sound.heldEpoch,
      nowMs: () => performance.now(),
      random: Math.random,
      events: {
        onPhase: (phase) => {
          this.phases.push({ kind: phase.kind, atMs: performance.now() });
          if (phase.kind !== 'in') this.#sound.offline();
        },
        onEntered: ({ media }) => this.#sound.entered(media),
        onWelcome: ({ you }) => {
          this.#id = you.participantId;
        },
        onState: (state) => this.#follow(state),
        onLevels: () => {},
        onNotice: () => {},
      },
    });
    this.#sound.setMicrophone(this.microphone, 'speech');
    if (options.muted === true) this.#sound.setMuted(true);
  }

  get phase(): ConnectionPhase {
    return this.#connection.phase;
  }

  get id(): ParticipantId {
    if (this.#id === null) throw new Error(`${this.name} has not entered.`);
    return this.#id;
  }

  /** The room as he last saw it. */
  get state(): RoomState {
    if (this.#state === null) throw new Error(`${this.name} has seen no state.`);
    return this.#state;
  }

  /** His own entry, while he sees one. */
  get entry(): ParticipantEntry | null {
    return this.#id === null ? null : (this.#state?.participants[this.#id] ?? null);
  }

  /** The port that the server named for his media. */
  get mediaPort(): number {
    const link = [...this.#links].find(({ closed }) => !closed);
    if (link === undefined) throw new Error(`${this.name} has no media.`);
    return link.serverPort;
  }

  get strip(): StripEntry {
    const strip = Object.values(this.state.strips).find(({ participantId }) => participantId === this.#id);
    if (strip === undefined) throw new Error(`${this.name} has no strip.`);
    return strip;
  }

  /** Whether the voice of somebody reaches him. */
  hears(id: ParticipantId): boolean {
    return this.#voices.has(id);
  }

  call<Name extends CommandName>(name: Name, input: CommandArguments<Name>): Promise<CommandOutput<Name>> {
    return this.#connection.call(name, input);
  }

  /** Waits until the program fulfils a condition. */
  async programIs(
    what: string,
    test: (program: ProgramEntry) => boolean,
    deadlineMs = 20_000,
  ): Promise<void> {
    await until(what, () => this.#state !== null && test(this.#state.program), deadlineMs);
  }

  setMuted(muted: boolean): void {
    this.#sound.setMuted(muted);
  }

  /** Publishes anew, as another SSRC with random numbers. Resolves when the room has it. */
  async republish(): Promise<void> {
    // The room shows a microphone before its owner has the reply: what is still under way would undo this. Until then it may show another.
    const before = await until(`${this.name} knows what he published`, () => {
      const shown = this.entry?.microphone?.producerId;
      return [...this.#links].some(({ closed, producerId }) => !closed && producerId === shown) && shown;
    });
    for (const link of this.#links) link.unpublish();
    this.#follow(this.state);
    await until(`${this.name} is published anew`, () => {
      const now = this.entry?.microphone?.producerId ?? null;
      return now !== null && now !== before;
    });
  }

  /** Leaves for good, with a word. */
  leave(): void {
    this.#connection.leave();
    this.vanish();
  }

  /** Is gone from one moment to the next; his sockets close. */
  vanish(): void {
    this.#sound.close();
    for (const link of this.#links) link.close();
    this.#connection.leave();
    this.#socket?.terminate();
  }

  async #openLink(options: SoundLinkOptions): Promise<SyntheticLink> {
    const { network, mediaHost } = this.#options;
    const link = await SyntheticLink.open({
      ...options,
      route: async (target) => {
        if (mediaHost !== undefined) return { ...target, ip: (await lookup(mediaHost, 4)).address };
        return network === undefined ? target : network.mediaAddress(target);
      },
    });
    for (const earlier of this.#links) if (earlier.closed) this.#links.delete(earlier);
    this.#links.add(link);
    return link;
  }

  #follow(state: RoomState): void {
    const before = this.#state?.program;
    this.#state = state;
    if (state.program !== before) this.programs.push({ program: state.program, atMs: performance.now() });
    if (this.programs.length > PROGRAMS_MAX) this.programs.shift();
    if (this.#id === null) return;
    const wanted = wantedSound(state, this.#id);
    this.#sound.update(this.#options.hears === true ? wanted : { ...wanted, voices: new Map() });
  }

  #openSocket(): OpenSocket {
    const { studioUrl, origin = studioUrl, cookie, network } = this.#options;
    const url = new URL('/ws', studioUrl);
    url.protocol = 'ws:';
    if (network !== undefined) {
      url.hostname = network.socketAddress.host;
      url.port = String(network.socketAddress.port);
    }
    const headers = { origin, ...(cookie === undefined ? {} : { cookie }) };
    return (events) => {
      const socket = new WebSocket(url, SUBPROTOCOL, { headers });
      this.#socket = socket;
      socket.on('open', () => events.onOpen());
      socket.on('message', (data) => events.onText(String(data)));
      socket.on('error', () => {});
      socket.on('close', (code) => events.onClose(code));
      return {
        send: (text) => {
          if (socket.readyState === WebSocket.OPEN) socket.send(text);
        },
        close: () => (socket.readyState === WebSocket.CONNECTING ? socket.terminate() : socket.close()),
      };
    };
  }
}

function memoryStorage(): {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
} {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}
