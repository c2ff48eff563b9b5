/** Who was removed from a room and may not simply come back, for as long as the sitting lasts. */
import { type Origin, OWNER_LINK } from './origin.ts';
import type { SittingMemory } from './sitting-memory.ts';

/** Links and browsers remembered; beyond it the oldest are forgotten. */
const REMEMBERED_MAX = 1000;

export class Expelled {
  readonly #browsers: Set<string>;
  readonly #links: Set<string>;
  readonly #added: () => void;

  /** `added` is called with each removal. */
  constructor({ links, browsers }: SittingMemory['removed'], added: () => void) {
    this.#links = new Set(links);
    this.#browsers = new Set(browsers);
    this.#added = added;
  }

  get memory(): SittingMemory['removed'] {
    return { links: [...this.#links], browsers: [...this.#browsers] };
  }

  /** The owner is never kept out of his own studio. */
  add(origin: Origin): void {
    if (origin.link === OWNER_LINK) return;
    remember(this.#links, origin.link);
    if (origin.browser !== null) remember(this.#browsers, keyOf(origin.link, origin.browser));
    this.#added();
  }

  /** Whether this browser was removed and shows the link that it had then. Another link is a new invitation. */
  has({ link, browser }: Origin): boolean {
    return browser !== null && this.#browsers.has(keyOf(link, browser));
  }

  /** Whether somebody who was removed had this link: it could be him again, so that a host looks at everybody who shows it. */
  suspects({ link }: Origin): boolean {
    return this.#links.has(link);
  }
}

const keyOf = (link: string, browser: string): string => `${link} ${browser}`;

function remember(set: Set<string>, key: string): void {
  set.add(key);
  const [oldest] = set;
  if (set.size > REMEMBERED_MAX && oldest !== undefined) set.delete(oldest);
}
