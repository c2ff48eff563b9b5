/** The last blocks of a mount, so that a newcomer has something to play at once. Pure. */

export class RecentBlocks {
  readonly #maxBytes: number;
  #blocks: Buffer[] = [];
  #bytes = 0;

  /** Keeps whole blocks of `maxBytes` together at most. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(block: Buffer): void {
    this.#blocks.push(block);
    this.#bytes += block.length;
    while (this.#bytes > this.#maxBytes) {
      const oldest = this.#blocks.shift();
      this.#bytes -= oldest?.length ?? 0;
    }
  }

  clear(): void {
    this.#blocks = [];
    this.#bytes = 0;
  }

  /** Oldest first. */
  all(): Buffer {
    return Buffer.concat(this.#blocks);
  }
}
