/** A point where fakes wait while a test holds it shut, so that a test decides what happens in between. */
export class Gate {
  #waiting: Promise<void> | null = null;
  #open: () => void = () => {};

  /** From now on `pass` waits. */
  shut(): void {
    this.#waiting ??= new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
    this.#waiting = null;
    this.#open();
  }

  async pass(): Promise<void> {
    await this.#waiting;
  }
}
