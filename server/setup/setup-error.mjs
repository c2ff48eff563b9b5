// A reason why the setup cannot go on, in words for the person at the terminal.

export class SetupError extends Error {
  /**
   * @param {string} message One plain sentence: what is wrong.
   * @param {{ fix?: string, cause?: unknown }} [options] `fix` says what to do, usually the command to run.
   */
  constructor(message, { fix, cause } = {}) {
    super(message, { cause });
    this.name = 'SetupError';
    /** @type {string | undefined} */
    this.fix = fix;
  }
}
