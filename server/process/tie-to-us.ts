/**
 * Makes sure that a program does not outlive us, not even when we are killed with SIGKILL and can do nothing any more.
 *
 * On Linux `setpriv` (util-linux 2.33) asks the kernel for a signal at the death of the parent (prctl(2), PR_SET_PDEATHSIG) and then becomes
 * the program: same process id, nothing stays between. A change of account would clear that wish, so the account is changed before.
 * Such a program gets a session of its own: a Ctrl-C at the terminal reaches only us, and we end it in our own order.
 *
 * Elsewhere, or without setpriv, the program stays in our terminal session and is ended by `stop` and `close` only. When we are killed with
 * SIGKILL it goes on, and the next start says that its port is in use.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export type TiedCommand = {
  readonly file: string;
  readonly args: readonly string[];
  readonly detached: boolean;
};

const SETPRIV = 'setpriv';
const CHECK_TIMEOUT_MS = 5000;

let checked: Promise<boolean> | null = null;

/** Whether this machine can tie programs to us. Found out once. */
export function canTie(): Promise<boolean> {
  checked ??=
    process.platform === 'linux'
      ? promisify(execFile)(SETPRIV, ['--pdeathsig', 'KILL', '--', 'true'], {
          timeout: CHECK_TIMEOUT_MS,
        }).then(
          () => true,
          () => false,
        )
      : Promise.resolve(false);
  return checked;
}

/** What to start instead of `file args`, so that it ends with us. */
export async function tieToUs(file: string, args: readonly string[]): Promise<TiedCommand> {
  if (!(await canTie())) return { file, args, detached: false };
  return { file: SETPRIV, args: ['--pdeathsig', 'KILL', '--', file, ...args], detached: true };
}
