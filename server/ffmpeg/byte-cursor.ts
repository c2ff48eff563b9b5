/** Reads numbers one after the other from bytes that may end too early. */

/** Thrown when the bytes end before the number does: more may come. */
export class EndOfBytes extends Error {
  override readonly name = 'EndOfBytes';
}

export class ByteCursor {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Where the next read begins. */
  get at(): number {
    return this.#at;
  }

  byte(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) throw new EndOfBytes();
    this.#at += 1;
    return value;
  }

  /** NUT's `v`: seven bits a byte, the highest first, the top bit says that more follow. Exact up to 2^53. */
  variable(): number {
    let value = 0;
    for (;;) {
      const byte = this.byte();
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
  }

  /** `length` bytes, not copied. */
  take(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new EndOfBytes();
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}
