/** Where a program is on this machine. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { SetupProblem } from '../secrets.ts';

/** Looked in after PATH; a PATH of cron or of an editor often lacks them. */
const USUAL_FOLDERS = [
  '/usr/bin',
  '/usr/sbin',
  '/usr/local/bin',
  '/usr/local/sbin',
  '/opt/homebrew/bin',
  '/opt/homebrew/sbin',
];

export type ProgramSearch = {
  /** File names, the preferred one first. */
  readonly names: readonly string[];
  /** The sentence for a person when there is none of them. */
  readonly notInstalled: string;
  /** The value of PATH; ours when not given. */
  readonly path?: string;
};

/** The absolute path of the first of `names` that can be run. Throws SetupProblem with `notInstalled`. */
export async function findProgram({
  names,
  notInstalled,
  path = process.env.PATH ?? '',
}: ProgramSearch): Promise<string> {
  const folders = [...path.split(delimiter).filter((folder) => folder.startsWith('/')), ...USUAL_FOLDERS];
  for (const name of names) {
    for (const folder of folders) {
      const file = join(folder, name);
      if (await canBeRun(file)) return file;
    }
  }
  throw new SetupProblem(notInstalled);
}

async function canBeRun(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
