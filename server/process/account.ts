/** The account a supervised program runs as. Started by root, no program of ours stays root; otherwise it runs as we do. */
import { readFile } from 'node:fs/promises';
import { SetupProblem } from '../secrets.ts';

export type Account = { readonly name: string; readonly uid: number; readonly gid: number };

/** The first of `names` in the text of /etc/passwd (passwd(5)) that is not root itself, or null. */
export function findAccount(passwd: string, names: readonly string[]): Account | null {
  const lines = passwd.split('\n').map((line) => line.split(':'));
  for (const name of names) {
    const [, , uid = '', gid = ''] = lines.find((fields) => fields[0] === name) ?? [];
    if (/^[1-9]\d*$/.test(uid) && /^\d+$/.test(gid)) return { name, uid: Number(uid), gid: Number(gid) };
  }
  return null;
}

/** Null when we are not root. Throws SetupProblem when we are and none of `names` is an account of this machine. */
export async function accountToRunAs(names: readonly string[]): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const account = findAccount(await readFile('/etc/passwd', 'utf8').catch(() => ''), names);
  if (account !== null) return account;
  throw new SetupProblem(
    `OpenStudio was started by root and found no unprivileged account (${names.join(', ')}) for its programs. Start it as another account.`,
  );
}
