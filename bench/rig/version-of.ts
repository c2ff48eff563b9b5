/** Asks programs which version they are. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const TIMEOUT_MS = 10_000;

/** The first match of `pattern` in what the program prints, or null when it is not there or says nothing of the kind. */
export async function versionOf(
  file: string,
  args: readonly string[],
  pattern: RegExp,
): Promise<string | null> {
  try {
    const { stdout, stderr } = await promisify(execFile)(file, args, { timeout: TIMEOUT_MS });
    return pattern.exec(`${stdout}\n${stderr}`)?.[1] ?? null;
  } catch {
    return null;
  }
}
