/** The entrypoint of our coturn gives the program no option that it does not know, and uses those it does: coturn does not start with unknown ones. */
import { execFile } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findCommand, widenedPath } from '../../../server/setup/commands.mjs';

const run = promisify(execFile);
const project = (name: string) => new URL(`../../../${name}`, import.meta.url).pathname;
const LIMIT = ['--unauthorized-ratelimit', '--unauthorized-ratelimit-rps=10'];
const NEWER_HELP = ` --unauthorized-ratelimit	Enable per-source rate limiting
 --unauthorized-ratelimit-rps	<number>	Answers a second`;
const SETTINGS = {
  TURN_SECRET: 'a-long-secret-of-a-test',
  TURN_LISTEN_IP: '192.0.2.1',
  TURN_SFU_IP: '192.0.2.1',
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'coturn-entrypoint-'));
  const inImage = path.join(folder, 'openstudio');
  for (const name of [inImage, path.join(folder, 'tmp'), path.join(folder, 'bin')]) mkdirSync(name);
  copyFileSync(project('coturn/turnserver.conf.template'), path.join(inImage, 'turnserver.conf.template'));
  copyFileSync(project('server/setup/image/fill-template.sh'), path.join(inImage, 'fill-template.sh'));
  // The same script, with the folders of an image in a folder of this test.
  const script = readFileSync(project('coturn/entrypoint.sh'), 'utf8');
  const moved = script.replaceAll(/(^|[\s=])\/(openstudio|tmp|certificates)\b/gm, `$1${folder}/$2`);
  writeFileSync(path.join(folder, 'entrypoint.sh'), moved);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Starts it with a turnserver that prints its words; what it says to `-h` is a line of sh. */
async function wordsAfterStart(help: string): Promise<readonly string[]> {
  const program = path.join(folder, 'bin/turnserver');
  writeFileSync(program, `#!/bin/sh\nif [ "$1" = -h ]; then ${help}; exit; fi\nprintf '%s\\n' "$@"\n`);
  chmodSync(program, 0o755);
  const PATH = `${path.join(folder, 'bin')}:/usr/bin:/bin`;
  const { stdout } = await run('sh', [path.join(folder, 'entrypoint.sh')], { env: { PATH, ...SETTINGS } });
  return stdout.trim().split('\n');
}

describe('the limit of answers to strangers', () => {
  test('is set where the program knows it', async () => {
    writeFileSync(path.join(folder, 'help'), NEWER_HELP);
    expect(await wordsAfterStart(`cat ${path.join(folder, 'help')}`)).toEqual(expect.arrayContaining(LIMIT));
  });

  test('is left out where the program does not', async () => {
    const words = await wordsAfterStart('echo --stale-nonce');
    expect(words.slice(0, 1)).toEqual(['-c']);
    expect(words.filter((word) => word.includes('ratelimit'))).toEqual([]);
  });

  test('is set for the coturn of this machine exactly when that would start with it', async () => {
    const real = findCommand('turnserver', widenedPath(process.env.PATH)) ?? '';
    const { stdout, stderr } = await run(real, ['-h']).catch(
      (error: { stdout: string; stderr: string }) => error,
    );
    const knows = `${stdout}${stderr}`.includes(`${LIMIT[1]?.split('=')[0]}`);
    const words = await wordsAfterStart(`${real} -h`);
    expect(words.some((word) => word.includes('ratelimit'))).toBe(knows);
  });
});
