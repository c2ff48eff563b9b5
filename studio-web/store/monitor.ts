/** What this person hears of the room and sees of its levels: everybody's voice, the own cue, and who is solo in these headphones. */
import type { ParticipantId } from '#protocol/ids.ts';
import type { RoomState } from '#protocol/state.ts';
import type { AudioGraph } from '../media/audio-graph.ts';
import type { Microphone } from '../media/microphone.ts';
import { Speakers } from '../media/speakers.ts';
import type { LevelHub } from './level-hub.ts';
import type { StudioStore } from './studio-state.ts';
import { talksTo } from './talks-to.ts';

export type MonitorOptions = {
  readonly store: StudioStore;
  readonly graph: AudioGraph;
  readonly levels: LevelHub;
  readonly microphone: Microphone;
};

export class Monitor {
  readonly #options: MonitorOptions;
  readonly #speakers: Speakers<ParticipantId>;
  #ownTrack: MediaStreamTrack | null = null;

  constructor(options: MonitorOptions) {
    this.#options = options;
    const { store } = options;
    this.#speakers = new Speakers(document, (playbackBlocked) => store.setState({ playbackBlocked }));
  }

  setDevice(deviceId: Parameters<Speakers<ParticipantId>['setDevice']>[0]): void {
    this.#speakers.setDevice(deviceId);
  }

  unlock(): void {
    this.#options.graph.resume();
    this.#speakers.unlock();
  }

  /** Adds somebody to those who alone are heard, or takes him out. */
  setCued(participantId: ParticipantId, cued: boolean): void {
    const { store } = this.#options;
    const next = new Set(store.getState().cued);
    if (cued) next.add(participantId);
    else next.delete(participantId);
    store.setState({ cued: next });
    this.#apply();
  }

  /** Forgets who has left, and lets through who talks back now. */
  follow(before: RoomState | null, room: RoomState): void {
    const { store } = this.#options;
    const { cued } = store.getState();
    if (cued.size > 0 && before?.participants !== room.participants) {
      const present = [...cued].filter((id) => room.participants[id] !== undefined);
      if (present.length !== cued.size) store.setState({ cued: new Set(present) });
      this.#apply();
    }
    this.measureSelf();
  }

  /** The own meter and the own cue follow the microphone. */
  measureSelf(): void {
    const { store, levels, graph, microphone } = this.#options;
    const { you } = store.getState();
    const { track } = microphone;
    if (you === null || track === this.#ownTrack) return;
    this.#ownTrack = track;
    levels.setReader(you.participantId, track === null ? null : graph.reader(track));
    this.#apply();
  }

  voiceChanged(participantId: ParticipantId, track: MediaStreamTrack | null): void {
    const { levels, graph } = this.#options;
    levels.setReader(participantId, track === null ? null : graph.reader(track));
    if (track === null) this.#speakers.stop(participantId);
    else this.#speakers.play(participantId, track);
  }

  close(): void {
    this.#speakers.close();
    this.#options.levels.close();
  }

  #apply(): void {
    const { cued, you } = this.#options.store.getState();
    if (you === null) return;
    this.#speakers.setAudible((id) => cued.size === 0 || cued.has(id) || this.#isSpokenToBy(id));
    const own = cued.has(you.participantId) ? this.#ownTrack : null;
    if (own === null) this.#speakers.stop(you.participantId);
    else this.#speakers.play(you.participantId, own);
  }

  #isSpokenToBy(id: ParticipantId): boolean {
    const { room, you } = this.#options.store.getState();
    return room !== null && you !== null && talksTo(room, id, you.participantId);
  }
}
