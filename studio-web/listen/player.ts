/**
 * Plays a live mount in an audio element and keeps it playing: it opens the mount anew after every break, and lets go of it on pause, so
 * that Play always means now. Knows the element only by the few things it needs.
 */

export type PlayerState = 'stopped' | 'connecting' | 'playing' | 'reconnecting' | 'refused';

/** The part of an audio element that is used. */
export type PlayerElement = {
  src: string;
  readonly currentTime: number;
  load(): void;
  play(): Promise<void>;
  pause(): void;
  removeAttribute(name: 'src'): void;
  addEventListener(name: 'playing' | 'ended' | 'error', listener: () => void): void;
};

/** Without progress for this long the sound counts as broken. */
const STALL_MS = 8_000;
const LOOK_INTERVAL_MS = 1_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 15_000;

export class Player {
  readonly #element: PlayerElement;
  readonly #random: () => number;
  readonly #onState: (state: PlayerState) => void;
  #address: string;
  #state: PlayerState = 'stopped';
  #failures = 0;
  #lastTime = 0;
  #silentMs = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #watchTimer: ReturnType<typeof setInterval> | undefined;

  constructor(options: {
    element: PlayerElement;
    address: string;
    random: () => number;
    onState: (state: PlayerState) => void;
  }) {
    this.#element = options.element;
    this.#address = options.address;
    this.#random = options.random;
    this.#onState = options.onState;
    this.#element.addEventListener('playing', () => this.#playing());
    this.#element.addEventListener('ended', () => this.#broken());
    this.#element.addEventListener('error', () => this.#broken());
  }

  get wantsToPlay(): boolean {
    return this.#state !== 'stopped' && this.#state !== 'refused';
  }

  play(): void {
    if (this.wantsToPlay) return;
    this.#failures = 0;
    this.#open('connecting');
  }

  pause(): void {
    this.#letGo();
    this.#set('stopped');
  }

  /** Changes to another mount; goes on playing if it was. */
  setAddress(address: string): void {
    if (address === this.#address) return;
    this.#address = address;
    if (this.wantsToPlay) this.#open('connecting');
  }

  /** Something is there to hear again: does not wait for the next try. */
  retryNow(): void {
    if (this.#retryTimer !== undefined) this.#open('reconnecting');
  }

  #open(state: 'connecting' | 'reconnecting'): void {
    this.#letGo();
    this.#set(state);
    this.#element.src = this.#address;
    this.#element.load();
    this.#lastTime = 0;
    this.#silentMs = 0;
    this.#watchTimer = setInterval(() => this.#look(), LOOK_INTERVAL_MS);
    this.#element.play().catch((error: unknown) => this.#playRefused(error));
  }

  /** The browser wants a click first, or the mount is not there yet; the latter comes as an error event as well. */
  #playRefused(error: unknown): void {
    if (!(error instanceof Error) || error.name !== 'NotAllowedError') return;
    this.#letGo();
    this.#set('refused');
  }

  #playing(): void {
    if (!this.wantsToPlay) return;
    this.#set('playing');
  }

  #look(): void {
    const time = this.#element.currentTime;
    if (time > this.#lastTime) {
      this.#lastTime = time;
      this.#silentMs = 0;
      this.#failures = 0;
      return;
    }
    this.#silentMs += LOOK_INTERVAL_MS;
    if (this.#silentMs >= STALL_MS) this.#broken();
  }

  #broken(): void {
    if (!this.wantsToPlay || this.#retryTimer !== undefined) return;
    this.#letGo();
    this.#failures += 1;
    this.#set('reconnecting');
    const ceiling = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(this.#failures - 1, 8));
    const delayMs = ceiling * (0.5 + this.#random() / 2);
    this.#retryTimer = setTimeout(() => this.#open('reconnecting'), delayMs);
  }

  /** Ends the connection to the mount, so that no old sound is kept. */
  #letGo(): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    clearInterval(this.#watchTimer);
    this.#element.pause();
    this.#element.removeAttribute('src');
    this.#element.load();
  }

  #set(state: PlayerState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#onState(state);
  }
}
