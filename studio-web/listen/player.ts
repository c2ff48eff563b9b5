/**
 * Plays a live mount in an audio element and keeps it playing: it opens the mount anew after every break, and lets go of it on pause, so
 * that Play always means now. Knows the element only by the few things it needs.
 */

export type PlayerState = 'stopped' | 'connecting' | 'playing' | 'reconnecting' | 'refused';

/** The part of an audio element that is used. */
export type PlayerElement = {
  src: string;
  readonly currentTime: number;
  /** What has arrived and is not forgotten yet. */
  readonly buffered: { readonly length: number; end(index: number): number };
  load(): void;
  play(): Promise<void>;
  pause(): void;
  removeAttribute(name: 'src'): void;
  addEventListener(name: 'playing' | 'ended' | 'error', listener: () => void): void;
};

/** Sound that stands still while nothing arrives counts as broken after this long. */
const STALL_MS = 2_000;
/** How long the sound may stand still while bytes arrive, and how long the first connection may take. */
const PATIENCE_MS = 8_000;
const LOOK_INTERVAL_MS = 500;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 15_000;
/**
 * Where a network drops packets, a connection that was begun before it healed may wait for many seconds more. So a try that got nothing is
 * given up soon and followed by another at once, which nobody has to answer. After some of them the way may be slow rather than broken.
 */
const QUICK_TRY_MS = 2_000;
const QUICK_TRIES = 6;
const QUICK_RETRY_MS = 250;

export class Player {
  readonly #element: PlayerElement;
  readonly #random: () => number;
  readonly #onState: (state: PlayerState) => void;
  #address: string;
  #state: PlayerState = 'stopped';
  #failures = 0;
  /** Tries in a row in which not a byte came. */
  #silentTries = 0;
  #lastTime = 0;
  #lastEnd = 0;
  #arrived = false;
  #movedAtMs = 0;
  #arrivedAtMs = 0;
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
    this.#silentTries = 0;
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

  /** Something is there to hear again, or the network is back: does not wait for the next try, nor for one that got nothing yet. */
  retryNow(): void {
    if (this.#state === 'reconnecting' && !this.#arrived) this.#open('reconnecting');
  }

  #open(state: 'connecting' | 'reconnecting'): void {
    this.#letGo();
    this.#set(state);
    this.#element.src = this.#address;
    this.#element.load();
    this.#lastTime = 0;
    this.#lastEnd = 0;
    this.#arrived = false;
    this.#movedAtMs = performance.now();
    this.#arrivedAtMs = this.#movedAtMs;
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
    const nowMs = performance.now();
    const { currentTime, buffered } = this.#element;
    const end = buffered.length === 0 ? 0 : buffered.end(buffered.length - 1);
    if (end > this.#lastEnd) {
      this.#lastEnd = end;
      this.#arrived = true;
      this.#arrivedAtMs = nowMs;
      this.#silentTries = 0;
    }
    if (currentTime > this.#lastTime) {
      this.#lastTime = currentTime;
      this.#movedAtMs = nowMs;
      this.#failures = 0;
      return;
    }
    const stillMs = nowMs - this.#movedAtMs;
    const nothingMs = Math.min(stillMs, nowMs - this.#arrivedAtMs);
    if (nothingMs >= (this.#arrived ? STALL_MS : this.#tryMs)) this.#silent();
    else if (stillMs >= PATIENCE_MS) this.#broken();
  }

  /** How long the present try may take until something arrives. */
  get #tryMs(): number {
    const isQuick = this.#state === 'reconnecting' && this.#silentTries <= QUICK_TRIES;
    return isQuick ? QUICK_TRY_MS : PATIENCE_MS;
  }

  /** Nothing comes any more, and nobody said why. */
  #silent(): void {
    this.#silentTries += 1;
    if (this.#silentTries <= QUICK_TRIES) this.#retryIn(QUICK_RETRY_MS);
    else this.#broken();
  }

  #broken(): void {
    if (!this.wantsToPlay || this.#retryTimer !== undefined) return;
    this.#failures += 1;
    this.#retryIn(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(this.#failures - 1, 8)));
  }

  /** Half of the time at least, so that not all listeners come at once. */
  #retryIn(ceilingMs: number): void {
    this.#letGo();
    this.#arrived = false;
    this.#set('reconnecting');
    const delayMs = ceilingMs * (0.5 + this.#random() / 2);
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
