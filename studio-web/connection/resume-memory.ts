/** Remembers, for this tab only, how to come back as the same participant. */

/** The part of Storage that is used; a browser that refuses storage just forgets. */
export type SessionStorageLike = {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
};

/** After a reload, the earlier session counts as just interrupted for this long. The server's grace time is as long. */
const FRESH_MS = 30_000;

export class ResumeMemory {
  readonly #storage: SessionStorageLike;
  readonly #key: string;
  readonly #nowMs: () => number;

  /** `place` tells rooms apart: the path of the page. */
  constructor(options: { storage: SessionStorageLike; place: string; nowMs: () => number }) {
    this.#storage = options.storage;
    this.#key = `openstudio.resume:${options.place}`;
    this.#nowMs = options.nowMs;
  }

  save(token: string): void {
    this.#storage.setItem(this.#key, JSON.stringify({ token, seenAtMs: this.#nowMs() }));
  }

  /** Says that the session is alive still; called now and then and when the page goes. */
  touch(): void {
    const token = this.token();
    if (token !== null) this.save(token);
  }

  clear(): void {
    this.#storage.removeItem(this.#key);
  }

  /** The token, however old; the server decides whether it still holds. */
  token(): string | null {
    return this.#read()?.token ?? null;
  }

  /** Whether the page was in the room a moment ago, so that it should go straight back. */
  isFresh(): boolean {
    const record = this.#read();
    return record !== null && this.#nowMs() - record.seenAtMs < FRESH_MS;
  }

  #read(): { token: string; seenAtMs: number } | null {
    const text = this.#storage.getItem(this.#key);
    if (text === null) return null;
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value !== 'object' || value === null) return null;
      if (!('token' in value) || typeof value.token !== 'string') return null;
      if (!('seenAtMs' in value) || typeof value.seenAtMs !== 'number') return null;
      return { token: value.token, seenAtMs: value.seenAtMs };
    } catch {
      return null;
    }
  }
}
