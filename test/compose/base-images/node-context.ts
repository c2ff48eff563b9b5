/** What the stand-in for the Node image is built from: the Node that runs these tests, which came from the npm registry, and npm. */
import { copyFile, mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../engine/run.ts';

export const NPM_VERSION = '11.21.2';

/** Fills `folder` with what belongs below /usr/local. */
export async function putNode(folder: string): Promise<void> {
  const bin = path.join(folder, 'bin');
  const modules = path.join(folder, 'lib/node_modules');
  await mkdir(bin, { recursive: true });
  await mkdir(modules, { recursive: true });
  await copyFile(process.execPath, path.join(bin, 'node'));
  await run('npm', ['pack', '--silent', `npm@${NPM_VERSION}`], { cwd: modules });
  const archive = (await readdir(modules)).find((name) => name.endsWith('.tgz'));
  if (archive === undefined) throw new Error('npm did not come from the registry.');
  await run('tar', ['-xzf', archive], { cwd: modules });
  await rm(path.join(modules, archive));
  await rename(path.join(modules, 'package'), path.join(modules, 'npm'));
  for (const name of ['npm', 'npx'])
    await symlink(`../lib/node_modules/npm/bin/${name}-cli.js`, path.join(bin, name));
}
