/** One visit to a studio: binds connection, microphone, sound and state together. Pages call its actions and read its store. */
import type { CommandArguments, CommandName, CommandOutput } from '#protocol/commands.ts';
import type { ParticipantId } from '#protocol/ids.ts';
import { runsConsole, type TalkbackTarget } from '#protocol/people.ts';
import type { RoomState } from '#protocol/state.ts';
import { browserId } from '../connection/browser-id.ts';
import { browserSocket } from '../connection/browser-socket.ts';
import { CommandError } from '../connection/command-error.ts';
import type { EnterCredential } from '../connection/connection-options.ts';
import type { ConnectionPhase } from '../connection/connection-phase.ts';
import { ResumeMemory } from '../connection/resume-memory.ts';
import { safeStorage } from '../connection/safe-storage.ts';
import { StudioConnection } from '../connection/studio-connection.ts';
import type { AudioGraph } from '../media/audio-graph.ts';
import type { Camera } from '../media/camera.ts';
import { ringDoorbell } from '../media/doorbell.ts';
import type { Loudspeaker } from '../media/loudspeaker.ts';
import { MediaLink } from '../media/media-link.ts';
import type { Microphone } from '../media/microphone.ts';
import { soundQuality } from '../media/microphone-sound.ts';
import { RoomSound } from '../media/room-sound.ts';
import { WakeLock } from '../media/wake-lock.ts';
import { wantedSound } from '../media/wanted-sound.ts';
import { errorSentence } from '../texts/error-texts.ts';
import { TEXTS } from '../texts/texts.ts';
import { announcements } from './announcements.ts';
import { ConnectionWatch, soundOf } from './connection-watch.ts';
import { followNetwork } from './follow-network.ts';
import { type CheckLine, goLiveCheck, inTime, stripsToBe } from './go-live-check.ts';
import { hasNewcomer } from './has-newcomer.ts';
import { LevelHub } from './level-hub.ts';
import type { MicrophoneWatch } from './microphone-watch.ts';
import { Monitor } from './monitor.ts';
import { Notices } from './notices.ts';
import { OwnVoice } from './own-voice.ts';
import { Pictures } from './pictures.ts';
import { RecentPeaks } from './recent-peaks.ts';
import { rememberVisit } from './remember-visit.ts';
import { createStudioStore, type StudioState, type StudioStore } from './studio-state.ts';
import { watchMicrophone } from './watch-microphone.ts';

export type StudioOptions = {
  readonly credential: EnterCredential;
  readonly microphone: Microphone;
  readonly camera: Camera;
  readonly loudspeaker: Loudspeaker;
  readonly graph: AudioGraph;
};

export class Studio {
  readonly store: StudioStore = createStudioStore();
  readonly levels = new LevelHub(() => performance.now());
  readonly credential: EnterCredential;
  readonly microphone: Microphone;
  readonly camera: Camera;
  /** What this person shows and sees. */
  readonly pictures: Pictures;
  readonly loudspeaker: Loudspeaker;
  readonly graph: AudioGraph;
  readonly #memory: ResumeMemory;
  readonly #connection: StudioConnection;
  readonly #sound: RoomSound<MediaStreamTrack, MediaLink>;
  readonly #monitor: Monitor;
  readonly #watch: ConnectionWatch;
  readonly #microphoneWatch: MicrophoneWatch;
  readonly #wakeLock = new WakeLock({
    page: document,
    request: 'wakeLock' in navigator ? () => navigator.wakeLock.request('screen') : null,
  });
  readonly #peaks = new RecentPeaks();
  readonly #voice: OwnVoice;
  readonly #notices = new Notices(this.store);

  constructor(options: StudioOptions) {
    this.credential = options.credential;
    this.microphone = options.microphone;
    this.camera = options.camera;
    this.loudspeaker = options.loudspeaker;
    this.graph = options.graph;
    this.#memory = new ResumeMemory({
      storage: safeStorage(() => window.sessionStorage),
      place: window.location.pathname,
      nowMs: () => Date.now(),
    });
    this.#monitor = new Monitor({ ...options, store: this.store, levels: this.levels });
    this.#sound = new RoomSound({
      call: (name, input) => this.#connection.call(name, input),
      openLink: (link) => MediaLink.open(link),
      onStatus: (sound) => this.#set({ sound }),
      onVoice: (participantId, track) => this.#monitor.voiceChanged(participantId, track),
      onSettled: (link) => this.pictures.setLink(link),
    });
    this.#connection = new StudioConnection({
      openSocket: browserSocket(window.location.href),
      credential: options.credential,
      memory: this.#memory,
      browser: browserId(safeStorage(() => window.localStorage)),
      heldMediaEpoch: () => this.#sound.heldEpoch,
      nowMs: () => Date.now(),
      random: Math.random,
      events: {
        onPhase: (phase) => this.#phaseChanged(phase),
        onEntered: ({ media }) => {
          this.#watch.forget();
          this.#microphoneWatch.forget();
          this.#sound.entered(media);
          this.pictures.entered();
        },
        onWelcome: ({ you, serverTimeMs }) => this.#set({ you, clockOffsetMs: serverTimeMs - Date.now() }),
        onState: (room) => this.#roomChanged(room),
        onLevels: (levels) => {
          this.levels.setServerLevels(levels);
          this.#peaks.add(levels, performance.now());
        },
        onNotice: ({ code }) => {
          this.pictures.noticed(code);
          this.notify(errorSentence(code));
        },
      },
    });
    this.pictures = new Pictures({
      ...{ store: this.store, camera: options.camera },
      call: (name, input) => this.#connection.call(name, input),
      notify: (text) => this.notify(text),
    });
    this.#voice = new OwnVoice({
      store: this.store,
      call: (name, input) => this.#connection.call(name, input),
      setMuted: (muted) => this.#sound.setMuted(muted),
      notify: (text) => this.notify(text),
    });
    this.#microphoneWatch = watchMicrophone(window, {
      ...{ ...options, store: this.store, levels: this.levels },
      call: (name, input) => this.#connection.call(name, input),
    });
    this.#watch = new ConnectionWatch({
      statistics: () => this.#sound.statistics(),
      sound: () => soundOf(this.#state.sound),
      tell: (report) => this.#connection.call('connection.report', report),
      nowMs: () => performance.now(),
    });
    this.microphone.onChange(() => this.#microphoneChanged());
    this.#microphoneChanged();
    this.loudspeaker.onChange(() => this.#monitor.setDevice(this.loudspeaker.state.deviceId));
    followNetwork(window, { store: this.store, connection: this.#connection, sound: this.#sound });
    rememberVisit(window, this.#memory, () => this.isInside);
  }

  /** Whether this page was in the room a moment ago and should go straight back, as after a reload. */
  get wasJustHere(): boolean {
    return this.#memory.isFresh();
  }

  /** In the room, or about to be again. */
  get isInside(): boolean {
    const { kind } = this.#state.phase;
    return kind === 'in' || kind === 'lost';
  }

  enter(name: string): void {
    this.#connection.enter(name);
  }

  /** Asks once more to be let in, after a refusal. */
  askAgain(): void {
    this.#connection.askAgain();
  }

  leave(): void {
    this.#connection.leave();
  }

  /** Sends a command; a refusal is shown as a notice. Answers null then. */
  async run<Name extends CommandName>(
    name: Name,
    input: CommandArguments<Name>,
  ): Promise<CommandOutput<Name> | null> {
    const attempt = await this.#attempt(name, input);
    return attempt.done ? attempt.output : null;
  }

  /** What is missing for going live. A server that does not answer soon is not waited for. */
  async checkBeforeLive(): Promise<readonly CheckLine[]> {
    const icecast = await inTime(this.#connection.call('program.check', {}));
    const { room, you } = this.#state;
    if (room === null || you === null) return [];
    const ownId = you.participantId;
    const isHeard = this.#peaks.isHeard(stripsToBe(room, ownId), performance.now());
    return goLiveCheck({ room, ownId, hasMicrophone: this.microphone.track !== null, icecast, isHeard });
  }

  /** Writes to everybody in the room; says whether it was taken. */
  async send(text: string): Promise<boolean> {
    return (await this.#attempt('chat.send', { text })).done;
  }

  /** The own mute button. While a host has muted this person it says so and changes nothing. */
  setMuted(muted: boolean): void {
    this.#voice.setMuted(muted);
  }

  /** The talkback key goes down. Only those who run the console have one. */
  holdTalkback(to: TalkbackTarget): void {
    this.#voice.hold(to);
  }

  releaseTalkback(): void {
    this.#voice.release();
  }

  /** All messages up to this one were on the screen. */
  seeMessages(upTo: number): void {
    if (upTo > this.#state.seenMessage) this.#set({ seenMessage: upTo });
  }

  /** Adds somebody to those who alone are heard in these headphones, or takes him out. Listeners notice nothing. */
  setCued(participantId: ParticipantId, cued: boolean): void {
    this.#monitor.setCued(participantId, cued);
  }

  /** To be called from a click. */
  unlockSound(): void {
    this.#monitor.unlock();
  }

  notify(text: string): void {
    this.#notices.show(text);
  }

  dismiss(id: number): void {
    this.#notices.dismiss(id);
  }

  async #attempt<Name extends CommandName>(
    name: Name,
    input: CommandArguments<Name>,
  ): Promise<{ readonly done: true; readonly output: CommandOutput<Name> } | { readonly done: false }> {
    try {
      return { done: true, output: await this.#connection.call(name, input) };
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      this.notify(errorSentence(error.code, error.reference));
      return { done: false };
    }
  }

  get #state(): StudioState {
    return this.store.getState();
  }

  #set(change: Partial<StudioState>): void {
    this.store.setState(change);
  }

  #phaseChanged(phase: ConnectionPhase): void {
    const before = this.#state.phase.kind;
    this.#set({ phase });
    if (phase.kind === 'in') {
      this.#wakeLock.hold();
      if (before === 'lost') this.#notices.say(TEXTS.announce.back, true);
      return;
    }
    this.#sound.offline();
    this.#voice.release();
    if (phase.kind === 'lost' && before === 'in') this.#notices.say(TEXTS.announce.lost, true);
    if (phase.kind === 'ended' && phase.wasIn) this.#end();
  }

  #roomChanged(room: RoomState): void {
    const { room: before, you } = this.#state;
    this.#set({ room });
    if (you === null) return;
    this.#voice.follow(before?.participants[you.participantId], room.participants[you.participantId]);
    if (before !== null && runsConsole(you.role) && hasNewcomer(before, room)) this.graph.play(ringDoorbell);
    for (const { text, urgent } of before === null ? [] : announcements(before, room, you.participantId)) {
      this.#notices.say(text, urgent);
    }
    this.#sound.update(wantedSound(room, you.participantId));
    this.pictures.follow(room, you.participantId);
    this.#monitor.follow(before, room);
  }

  #microphoneChanged(): void {
    const { track, state } = this.microphone;
    this.#sound.setMicrophone(track, soundQuality(state.settings));
    this.#monitor.measureSelf();
  }

  #end(): void {
    this.#watch.close();
    this.#microphoneWatch.close();
    this.#sound.close();
    this.#monitor.close();
    this.#wakeLock.release();
    this.microphone.close();
    this.pictures.close();
  }
}
