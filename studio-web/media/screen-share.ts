/** The screen, window or tab that this person shows, if any. The browser asks which, and ends it from a bar of its own. */
import { hasMediaDevices, stopTracks } from './media-devices.ts';

/** `blocked`: the computer does not let the browser see the screen. `failed`: anything else that nobody chose. */
export type ScreenProblem = 'blocked' | 'failed';

export type ScreenState = {
  /** `asking`: the browser asks which one. */
  readonly phase: 'off' | 'asking' | 'on';
  readonly problem: ScreenProblem | null;
};

/** Slides and text move little, and are to be sharp. */
const FRAMES_PER_SECOND_MAX = 15;

export class ScreenShare {
  readonly #listeners = new Set<() => void>();
  #state: ScreenState = { phase: 'off', problem: null };
  #track: MediaStreamTrack | null = null;

  /** Phones cannot. */
  get isPossible(): boolean {
    return hasMediaDevices() && 'getDisplayMedia' in navigator.mediaDevices;
  }

  get state(): ScreenState {
    return this.#state;
  }

  /** The live track, or null. */
  get track(): MediaStreamTrack | null {
    return this.#track;
  }

  /** Calls `listener` after every change of state or track. Returns the way to unsubscribe. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** To be called from a click. */
  async share(): Promise<void> {
    if (this.#state.phase !== 'off' || !this.isPossible) return;
    this.#set({ phase: 'asking', problem: null });
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia({
        video: { frameRate: { max: FRAMES_PER_SECOND_MAX } },
        audio: false,
      });
      this.#adopt(stream);
    } catch (error) {
      this.#set({ phase: 'off', problem: problemOf(error) });
    }
  }

  stop(): void {
    this.#track?.stop();
    this.#track = null;
    this.#set({ phase: 'off', problem: null });
  }

  #adopt(stream: MediaStream): void {
    const [track] = stream.getVideoTracks();
    if (track === undefined || this.#state.phase !== 'asking') {
      stopTracks(stream);
      this.#set({ phase: 'off', problem: null });
      return;
    }
    track.contentHint = 'detail';
    track.addEventListener('ended', () => {
      if (this.#track === track) this.stop();
    });
    this.#track = track;
    this.#set({ phase: 'on', problem: null });
  }

  #set(state: ScreenState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Whoever changed his mind has no problem. */
function problemOf(error: unknown): ScreenProblem | null {
  if (!(error instanceof DOMException)) return 'failed';
  if (error.name === 'NotAllowedError') return /system/i.test(error.message) ? 'blocked' : null;
  return error.name === 'AbortError' ? null : 'failed';
}
