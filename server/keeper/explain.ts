/** Why something cannot start, for the person at the terminal. */
import { ConfigProblem } from '../config.ts';
import { StudioError } from '../errors.ts';
import { SetupProblem } from '../secrets.ts';

/** Mistakes in the settings and on the machine are told in sentences; anything else with its stack, because it is a bug. */
export function explain(error: unknown): string {
  const known =
    error instanceof ConfigProblem || error instanceof SetupProblem || error instanceof StudioError;
  if (known) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
