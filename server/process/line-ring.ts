/** The last lines a program printed, with its secrets blotted out. A program that prints for ever fills nothing. */
import { StringDecoder } from 'node:string_decoder';

/** Lines kept; older ones are forgotten. */
const RING_MAX_LINES = 200;
/** Characters kept of one line. */
const LINE_MAX_CHARS = 500;
/** Characters held while a line has no end yet; more than a line, so that a secret across the cut is still seen whole. */
const PENDING_MAX_CHARS = 4 * LINE_MAX_CHARS;
const BLOT = '[secret]';

export class LineRing {
  readonly #secrets: readonly string[];
  readonly #lines: string[] = [];

  /** `redact`: texts that never appear in a line. */
  constructor(redact: readonly string[]) {
    this.#secrets = redact.filter((secret) => secret.length > 0).sort((a, b) => b.length - a.length);
  }

  /** The newest lines, oldest first. */
  last(count: number): readonly string[] {
    return count <= 0 ? [] : this.#lines.slice(-count);
  }

  /** A sink for the bytes of one output of the program; each output has its own, so that lines do not mix. */
  sink(): { write(bytes: Buffer): void; end(): void } {
    const decoder = new StringDecoder('utf8');
    let pending = '';
    const take = (text: string) => {
      const parts = text.split('\n');
      const rest = parts.pop() ?? '';
      for (const part of parts) {
        this.#add(pending + part);
        pending = '';
      }
      pending = (pending + rest).slice(0, PENDING_MAX_CHARS);
    };
    return {
      write: (bytes) => take(decoder.write(bytes)),
      end: () => take(`${decoder.end()}\n`),
    };
  }

  #add(line: string): void {
    let clean = line.slice(0, PENDING_MAX_CHARS);
    for (const secret of this.#secrets) clean = clean.replaceAll(secret, BLOT);
    clean = clean
      .replace(/\p{Cc}+/gu, ' ')
      .trimEnd()
      .slice(0, LINE_MAX_CHARS);
    if (clean === '') return;
    this.#lines.push(clean);
    if (this.#lines.length > RING_MAX_LINES) this.#lines.shift();
  }
}
