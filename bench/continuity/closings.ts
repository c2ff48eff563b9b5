/** What a row has opened, and how it is closed: the newest first, each even when another fails. */

export class Closings {
  readonly #closings: (() => unknown)[] = [];

  /** Takes note of something to be closed, and hands it on. */
  add<T>(thing: T, close: (thing: T) => unknown): T {
    this.#closings.push(() => close(thing));
    return thing;
  }

  /** Closes everything. Throws the first error when all is done. */
  async close(): Promise<void> {
    const errors: unknown[] = [];
    for (const close of this.#closings.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}
