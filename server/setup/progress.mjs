// Shows the steps of the setup as they happen: one updating line on a terminal, a line every few seconds in a pipe.

const TERMINAL_INTERVAL_MS = 120;
const PIPE_INTERVAL_MS = 5_000;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const DEFAULT_COLUMNS = 80;

/**
 * @typedef {object} Step
 * @property {(detail: string) => void} update Says what is being done right now; shown at the next turn.
 * @property {(detail?: string) => void} done Ends the step with a tick and its time.
 * @property {(detail?: string) => void} fail Ends the step with a cross and its time.
 * @property {() => number} elapsedMs
 */

/**
 * @typedef {object} Progress
 * @property {(title: string) => Step} step Begins a step. Only one runs at a time.
 * @property {(line: string) => void} note Prints a line of its own.
 */

/**
 * @typedef {object} ProgressOutput
 * @property {boolean} [isTTY]
 * @property {number} [columns]
 * @property {(text: string) => unknown} write
 */

/**
 * A time as people read it: `0.4 s`, `12 s`, `3 min 07 s`.
 * @param {number} ms
 * @returns {string}
 */
export function formatDuration(ms) {
  if (ms < 9_950) {
    return `${(ms / 1000).toFixed(1)} s`;
  }
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) {
    return `${seconds} s`;
  }
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/**
 * Cuts a line so that it stays one line on the terminal.
 * @param {string} line
 * @param {number} columns
 * @returns {string}
 */
export function fitLine(line, columns) {
  return line.length < columns ? line : `${line.slice(0, Math.max(0, columns - 2))}…`;
}

/**
 * @param {ProgressOutput} [output]
 * @returns {Progress}
 */
export function createProgress(output = process.stdout) {
  const onTerminal = output.isTTY === true;

  /**
   * @param {string} title
   * @returns {Step}
   */
  function step(title) {
    const startedAt = performance.now();
    const elapsedMs = () => performance.now() - startedAt;
    let detail = '';
    let frame = 0;

    const show = () => {
      const state = `${title}${detail === '' ? '' : `: ${detail}`} (${formatDuration(elapsedMs())})`;
      if (onTerminal) {
        frame = (frame + 1) % FRAMES.length;
        output.write(`\r\x1b[K${fitLine(`${FRAMES[frame]} ${state}`, output.columns ?? DEFAULT_COLUMNS)}`);
      } else {
        output.write(`  ${state}\n`);
      }
    };

    if (!onTerminal) {
      output.write(`· ${title}\n`);
    }
    const timer = setInterval(show, onTerminal ? TERMINAL_INTERVAL_MS : PIPE_INTERVAL_MS);
    // The command that is being shown keeps the process alive, not its display.
    timer.unref();

    /** @param {string} mark @param {string | undefined} result */
    const end = (mark, result) => {
      clearInterval(timer);
      const line = `${mark} ${title}${result === undefined ? '' : `: ${result}`} (${formatDuration(elapsedMs())})`;
      output.write(onTerminal ? `\r\x1b[K${line}\n` : `${line}\n`);
    };

    return {
      update(next) {
        detail = next;
      },
      done: (result) => end('✓', result),
      fail: (result) => end('✗', result),
      elapsedMs,
    };
  }

  return { step, note: (line) => void output.write(`${line}\n`) };
}
