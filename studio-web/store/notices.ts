/** Sentences that are shown for a while, and what is said to screen readers. */
import type { StudioStore } from './studio-state.ts';

const NOTICE_MS = 7_000;
const NOTICES_MAX = 4;

export class Notices {
  readonly #store: StudioStore;
  #nextId = 1;

  constructor(store: StudioStore) {
    this.#store = store;
  }

  show(text: string): void {
    const id = this.#nextId++;
    const others = this.#store.getState().notices.filter((notice) => notice.text !== text);
    this.#store.setState({ notices: [...others, { id, text }].slice(-NOTICES_MAX) });
    this.say(text, false);
    setTimeout(() => this.dismiss(id), NOTICE_MS);
  }

  dismiss(id: number): void {
    const { notices } = this.#store.getState();
    this.#store.setState({ notices: notices.filter((notice) => notice.id !== id) });
  }

  /** `urgent` interrupts what is being read. */
  say(text: string, urgent: boolean): void {
    const { spoken } = this.#store.getState();
    this.#store.setState({ spoken: urgent ? { ...spoken, urgent: text } : { ...spoken, polite: text } });
  }
}
