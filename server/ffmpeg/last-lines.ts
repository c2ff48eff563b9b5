/** Keeps the last lines that a child wrote, within limits and without credentials, for the report of its death. */

const LINES_MAX = 20;
const LINE_MAX_LENGTH = 300;

export class LastLines {
  readonly #lines: string[] = [];
  #rest = '';

  push(text: string): void {
    const lines = (this.#rest + text).split(/[\r\n]+/);
    this.#rest = (lines.pop() ?? '').slice(0, LINE_MAX_LENGTH);
    for (const line of lines) this.#keep(line);
  }

  /** The last `count` lines, oldest first. */
  tail(count: number): readonly string[] {
    const rest = this.#rest.trim() === '' ? [] : [clean(this.#rest)];
    return [...this.#lines, ...rest].slice(-count);
  }

  #keep(line: string): void {
    if (line.trim() === '') return;
    this.#lines.push(clean(line));
    if (this.#lines.length > LINES_MAX) this.#lines.shift();
  }
}

/** Cuts the user and password out of URLs: no line of ours should hold one, but these lines are not ours. */
function clean(line: string): string {
  return line
    .trim()
    .slice(0, LINE_MAX_LENGTH)
    .replace(/\/\/[^@/\s]*@/g, '//');
}
