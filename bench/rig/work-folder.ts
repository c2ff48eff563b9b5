/** A folder for what a run writes, removed with everything in it. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Programs that change to another account may write there, too. */
export async function workFolder(name: string): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), `openstudio-bench-${name}-`));
  await chmod(folder, 0o777);
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
