/** Plays what is heard: one audio element per voice, so that the browser's echo cancellation knows what comes out. */

import { playOn } from './loudspeaker.ts';

export class Speakers<Key extends string> {
  readonly #elements = new Map<Key, HTMLAudioElement>();
  readonly #place: HTMLElement;
  readonly #onBlocked: (blocked: boolean) => void;
  #isAudible: (key: Key) => boolean = () => true;
  #deviceId = '';

  /** `onBlocked` is told when the browser wants a click first, and when it has got one. */
  constructor(page: Document, onBlocked: (blocked: boolean) => void) {
    this.#onBlocked = onBlocked;
    this.#place = page.createElement('div');
    this.#place.hidden = true;
    page.body.append(this.#place);
  }

  play(key: Key, track: MediaStreamTrack): void {
    this.stop(key);
    const element = this.#place.ownerDocument.createElement('audio');
    element.autoplay = true;
    element.srcObject = new MediaStream([track]);
    element.muted = !this.#isAudible(key);
    this.#elements.set(key, element);
    this.#place.append(element);
    void playOn(element, this.#deviceId);
    void this.#start(element);
  }

  stop(key: Key): void {
    const element = this.#elements.get(key);
    if (element === undefined) return;
    this.#elements.delete(key);
    element.srcObject = null;
    element.remove();
  }

  /** Decides anew who can be heard in this browser; the others play on in silence. */
  setAudible(isAudible: (key: Key) => boolean): void {
    this.#isAudible = isAudible;
    for (const [key, element] of this.#elements) element.muted = !isAudible(key);
  }

  /** Everything plays on this device from now on; '' is the system's own choice. */
  setDevice(deviceId: string): void {
    this.#deviceId = deviceId;
    for (const element of this.#elements.values()) void playOn(element, deviceId);
  }

  /** To be called from a click: starts what the browser held back. */
  unlock(): void {
    this.#onBlocked(false);
    for (const element of this.#elements.values()) void this.#start(element);
  }

  close(): void {
    for (const key of [...this.#elements.keys()]) this.stop(key);
    this.#place.remove();
  }

  async #start(element: HTMLAudioElement): Promise<void> {
    try {
      await element.play();
    } catch (error) {
      // An element that is taken away while it starts rejects as well; only the refusal matters.
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.#onBlocked(true);
    }
  }
}
