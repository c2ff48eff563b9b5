/** Which Chromium the tests use, and how it is started behind another command: on one processor, in another network. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

const CHROMIUM_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const CHROMIUM =
  process.env.CHROMIUM_PATH ?? CHROMIUM_PATHS.find((path) => existsSync(path)) ?? 'chromium';

/** What every test starts it with. Sound plays without a click. */
export const CHROMIUM_ARGUMENTS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];

/** One command that starts Chromium behind `launcher`, which becomes it: a script in `folder`, as Playwright starts one file. */
export async function chromiumBehind(launcher: readonly string[], folder: string): Promise<string> {
  if (launcher.length === 0) return CHROMIUM;
  const command = path.join(folder, 'chromium.sh');
  const words = [...launcher, CHROMIUM].map((word) => `'${word}'`).join(' ');
  await writeFile(command, `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
  return command;
}
