/** Bytes with the times of their arrival (`performance.now()`). */

type Piece = { readonly atMs: number; readonly bytes: Buffer };

export class TimedBytes {
  readonly #pieces: Piece[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** When the first byte came, null before. */
  get firstAtMs(): number | null {
    return this.#pieces[0]?.atMs ?? null;
  }

  push(bytes: Buffer, atMs = performance.now()): void {
    if (bytes.length === 0) return;
    this.#pieces.push({ atMs, bytes });
    this.#length += bytes.length;
  }

  all(): Buffer {
    return Buffer.concat(this.#pieces.map(({ bytes }) => bytes));
  }

  /** When byte number `offset` came; for ever-growing offsets ask `timesAt`. Infinity beyond the end. */
  timesAt(offsets: readonly number[]): readonly number[] {
    const times: number[] = [];
    let piece = 0;
    let end = this.#pieces[0]?.bytes.length ?? 0;
    for (const offset of offsets) {
      while (piece < this.#pieces.length && end <= offset) {
        piece += 1;
        end += this.#pieces[piece]?.bytes.length ?? 0;
      }
      times.push(this.#pieces[piece]?.atMs ?? Number.POSITIVE_INFINITY);
    }
    return times;
  }
}
