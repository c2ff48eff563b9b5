/** Ownership: who closes what. Every object that holds a resource extends Closable and is owned by exactly one other. */

/** Why something closed; travels down the cascade and up to `onClosed`, and ends in log lines. */
export type CloseReason = string;

type Child = { close(reason: CloseReason): void };

let reportCascadeError: (error: unknown) => void = () => {};

/** Says where an error thrown inside a cascade goes. The cascade itself never stops and never throws. */
export function onCascadeError(report: (error: unknown) => void): void {
  reportCascadeError = report;
}

/**
 * The base of everything that must be closed. `close` is synchronous, idempotent and never throws; it closes
 * what this object owns, newest first, then runs `onClose` of the subclass, then tells the listeners of `onClosed`.
 */
export class Closable {
  readonly #children = new Set<Child>();
  readonly #listeners = new Set<(reason: CloseReason) => void>();
  readonly #abort = new AbortController();
  #closedReason: CloseReason | null = null;

  get closed(): boolean {
    return this.#closedReason !== null;
  }

  /** The reason given to the first `close`, or null while open. */
  get closedReason(): CloseReason | null {
    return this.#closedReason;
  }

  /** Aborts when this object closes; timers and event listeners hang on it. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** How many owned objects are still open. Tests use it to prove that nothing is left. */
  get ownedCount(): number {
    return this.#children.size;
  }

  /** Takes ownership of `child`; a closed owner closes it at once. A Closable child that closes by itself is forgotten. */
  own<T extends Child>(child: T): T {
    if (this.#closedReason !== null) {
      quietly(() => child.close(this.#closedReason ?? 'owner closed'));
      return child;
    }
    this.#children.add(child);
    if (child instanceof Closable) child.onClosed(() => this.#children.delete(child));
    return child;
  }

  /** Calls `listener` once when this object closes; at once if it is closed already. Returns the way to unsubscribe. */
  onClosed(listener: (reason: CloseReason) => void): () => void {
    if (this.#closedReason !== null) {
      const reason = this.#closedReason;
      quietly(() => listener(reason));
      return () => {};
    }
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Closes now. Safe to call at any time and any number of times. */
  close(reason: CloseReason): void {
    if (this.#closedReason !== null) return;
    this.#closedReason = reason;
    for (const child of [...this.#children].reverse()) quietly(() => child.close(reason));
    this.#children.clear();
    quietly(() => this.onClose(reason));
    quietly(() => this.#abort.abort());
    for (const listener of [...this.#listeners]) quietly(() => listener(reason));
    this.#listeners.clear();
  }

  /**
   * Waits for `pending`. When this object closed meanwhile, the late result is undone and `ClosedWhileWaiting` is thrown,
   * so the code after an await never works on a closed object.
   */
  async guard<T>(pending: Promise<T>, undo: (value: T) => void): Promise<T> {
    const value = await pending;
    if (this.#closedReason !== null) {
      quietly(() => undo(value));
      throw new ClosedWhileWaiting(this.#closedReason);
    }
    return value;
  }

  /** Waits for `ms`, or until this object closes, whichever comes first. No timer outlives the owner. */
  protected async pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    const unsubscribe = this.onClosed(() => resolve());
    await promise;
    clearTimeout(timer);
    unsubscribe();
  }

  /** What the subclass itself must let go of. Children are closed already. */
  protected onClose(_reason: CloseReason): void {}
}

/** Thrown by `guard` when the owner closed while it waited. */
export class ClosedWhileWaiting extends Error {
  override readonly name = 'ClosedWhileWaiting';
  readonly reason: CloseReason;

  constructor(reason: CloseReason) {
    super(`Closed while waiting: ${reason}`);
    this.reason = reason;
  }
}

function quietly(act: () => void): void {
  try {
    act();
  } catch (error) {
    reportCascadeError(error);
  }
}
