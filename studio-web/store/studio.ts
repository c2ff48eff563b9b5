/** One visit to a studio: binds connection, microphone, sound and state together. Pages call its actions and read its store. */
import type { CommandArguments, CommandName, CommandOutput } from '#protocol/commands.ts';
import type { ParticipantId } from '#protocol/ids.ts';
import type { RoomState } from '#protocol/state.ts';
import { browserSocket } from '../connection/browser-socket.ts';
import { CommandError } from '../connection/command-error.ts';
import type { ConnectionPhase } from '../connection/connection-phase.ts';
import { ResumeMemory } from '../connection/resume-memory.ts';
import { safeStorage } from '../connection/safe-storage.ts';
import { type EnterCredential, StudioConnection } from '../connection/studio-connection.ts';
import type { AudioGraph } from '../media/audio-graph.ts';
import type { Camera } from '../media/camera.ts';
import type { Loudspeaker } from '../media/loudspeaker.ts';
import { MediaLink } from '../media/media-link.ts';
import type { Microphone } from '../media/microphone.ts';
import { soundQuality } from '../media/microphone-sound.ts';
import { RoomSound } from '../media/room-sound.ts';
import { Speakers } from '../media/speakers.ts';
import { WakeLock } from '../media/wake-lock.ts';
import { type SoundStatus, wantedSound } from '../media/wanted-sound.ts';
import { errorSentence } from '../texts/error-texts.ts';
import { TEXTS } from '../texts/texts.ts';
import { announcements } from './announcements.ts';
import { ConnectionWatch } from './connection-watch.ts';
import { LevelHub } from './level-hub.ts';
import { createStudioStore, type StudioState, type StudioStore } from './studio-state.ts';

const NOTICE_MS = 7_000;
const NOTICES_MAX = 4;
const TOUCH_INTERVAL_MS = 5_000;

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
  /** For the preview; nothing of it is published here. */
  readonly camera: Camera;
  readonly loudspeaker: Loudspeaker;
  readonly graph: AudioGraph;
  readonly #memory: ResumeMemory;
  readonly #connection: StudioConnection;
  readonly #sound: RoomSound<MediaStreamTrack>;
  readonly #speakers: Speakers<ParticipantId>;
  readonly #watch: ConnectionWatch;
  readonly #wakeLock = new WakeLock(document);
  #ownTrack: MediaStreamTrack | null = null;
  #nextNoticeId = 1;

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
    this.#speakers = new Speakers(document, (playbackBlocked) => this.#set({ playbackBlocked }));
    this.#sound = new RoomSound({
      call: (name, input) => this.#connection.call(name, input),
      openLink: (link) => MediaLink.open(link),
      onStatus: (sound) => this.#set({ sound }),
      onVoice: (participantId, track) => this.#voiceChanged(participantId, track),
    });
    this.#connection = new StudioConnection({
      openSocket: browserSocket(window.location.href),
      credential: options.credential,
      memory: this.#memory,
      heldMediaEpoch: () => this.#sound.heldEpoch,
      nowMs: () => Date.now(),
      random: Math.random,
      events: {
        onPhase: (phase) => this.#phaseChanged(phase),
        onEntered: ({ media }) => {
          this.#watch.forget();
          this.#sound.entered(media);
        },
        onWelcome: ({ you, serverTimeMs }) => this.#set({ you, clockOffsetMs: serverTimeMs - Date.now() }),
        onState: (room) => this.#roomChanged(room),
        onLevels: (levels) => this.levels.setServerLevels(levels),
        onNotice: (notice) => this.notify(errorSentence(notice.code)),
      },
    });
    this.#watch = new ConnectionWatch({
      statistics: () => this.#sound.statistics(),
      sound: () => soundOf(this.#state.sound),
      tell: (report) => this.#connection.call('connection.report', report),
      nowMs: () => performance.now(),
    });
    this.microphone.onChange(() => this.#microphoneChanged());
    this.#microphoneChanged();
    this.loudspeaker.onChange(() => this.#speakers.setDevice(this.loudspeaker.state.deviceId));
    window.addEventListener('online', () => this.#connection.retryNow());
    document.addEventListener('visibilitychange', () => this.#connection.retryNow());
    window.addEventListener('pagehide', () => this.#touchMemory());
    setInterval(() => this.#touchMemory(), TOUCH_INTERVAL_MS);
  }

  /** Whether this page was in the room a moment ago and should go straight back, as after a reload. */
  get wasJustHere(): boolean {
    return this.#memory.isFresh();
  }

  enter(name: string): void {
    this.#connection.enter(name);
  }

  leave(): void {
    this.#connection.leave();
  }

  /** Sends a command; a refusal is shown as a notice. Answers null then. */
  async run<Name extends CommandName>(
    name: Name,
    input: CommandArguments<Name>,
  ): Promise<CommandOutput<Name> | null> {
    try {
      return await this.#connection.call(name, input);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      this.notify(errorSentence(error.code, error.reference));
      return null;
    }
  }

  setMuted(muted: boolean): void {
    this.#set({ muted });
    this.#sound.setMuted(muted);
  }

  /** Adds somebody to those who alone are heard in these headphones, or takes him out. Listeners notice nothing. */
  setCued(participantId: ParticipantId, cued: boolean): void {
    const next = new Set(this.#state.cued);
    if (cued) next.add(participantId);
    else next.delete(participantId);
    this.#set({ cued: next });
    this.#applyCue();
  }

  /** To be called from a click. */
  unlockSound(): void {
    this.graph.resume();
    this.#speakers.unlock();
  }

  notify(text: string): void {
    const id = this.#nextNoticeId++;
    const notices = [...this.#state.notices, { id, text }].slice(-NOTICES_MAX);
    this.#set({ notices });
    this.#say(text, false);
    setTimeout(() => this.dismiss(id), NOTICE_MS);
  }

  dismiss(id: number): void {
    this.#set({ notices: this.#state.notices.filter((notice) => notice.id !== id) });
  }

  get #state(): StudioState {
    return this.store.getState();
  }

  #set(change: Partial<StudioState>): void {
    this.store.setState(change);
  }

  #say(text: string, urgent: boolean): void {
    const { spoken } = this.#state;
    this.#set({ spoken: urgent ? { ...spoken, urgent: text } : { ...spoken, polite: text } });
  }

  #phaseChanged(phase: ConnectionPhase): void {
    const before = this.#state.phase.kind;
    this.#set({ phase });
    if (phase.kind === 'in') {
      this.#wakeLock.hold();
      if (before === 'lost') this.#say(TEXTS.announce.back, true);
      return;
    }
    this.#sound.offline();
    if (phase.kind === 'lost' && before === 'in') this.#say(TEXTS.announce.lost, true);
    if (phase.kind === 'ended' && phase.wasIn) this.#end();
  }

  #roomChanged(room: RoomState): void {
    const { room: before, you, cued } = this.#state;
    this.#set({ room });
    if (you === null) return;
    for (const { text, urgent } of before === null ? [] : announcements(before, room, you.participantId)) {
      this.#say(text, urgent);
    }
    const present = [...cued].filter((id) => room.participants[id] !== undefined);
    if (present.length !== cued.size) {
      this.#set({ cued: new Set(present) });
      this.#applyCue();
    }
    this.#sound.update(wantedSound(room, you.participantId));
    this.#measureSelf();
  }

  #microphoneChanged(): void {
    const { track, state } = this.microphone;
    this.#sound.setMicrophone(track, soundQuality(state.settings));
    this.#measureSelf();
  }

  /** The own meter and the own cue follow the microphone. */
  #measureSelf(): void {
    const { you } = this.#state;
    const { track } = this.microphone;
    if (you === null || track === this.#ownTrack) return;
    this.#ownTrack = track;
    this.levels.setReader(you.participantId, track === null ? null : this.graph.reader(track));
    this.#applyCue();
  }

  #voiceChanged(participantId: ParticipantId, track: MediaStreamTrack | null): void {
    this.levels.setReader(participantId, track === null ? null : this.graph.reader(track));
    if (track === null) this.#speakers.stop(participantId);
    else this.#speakers.play(participantId, track);
  }

  #applyCue(): void {
    const { cued, you } = this.#state;
    if (you === null) return;
    this.#speakers.setAudible((id) => cued.size === 0 || cued.has(id));
    const own = cued.has(you.participantId) ? this.#ownTrack : null;
    if (own === null) this.#speakers.stop(you.participantId);
    else this.#speakers.play(you.participantId, own);
  }

  #touchMemory(): void {
    const { kind } = this.#state.phase;
    if (kind === 'in' || kind === 'lost') this.#memory.touch();
  }

  #end(): void {
    this.#watch.close();
    this.#sound.close();
    this.#speakers.close();
    this.levels.close();
    this.#wakeLock.release();
    this.microphone.close();
    this.camera.close();
  }
}

function soundOf(status: SoundStatus): 'idle' | 'connected' | 'broken' {
  switch (status) {
    case 'connected':
      return 'connected';
    case 'recovering':
    case 'blocked':
      return 'broken';
    case 'idle':
    case 'connecting':
    case 'unsupported':
      return 'idle';
  }
}
