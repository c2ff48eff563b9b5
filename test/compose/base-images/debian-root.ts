/** The root of a small Debian, made once by debootstrap and kept in the cache: the release and the mirror are this machine's own. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { debianSources, releaseOf, sourcesText } from '../engine/apt-mirror.ts';
import { cacheFolder } from '../engine/cache.ts';
import { run } from '../engine/run.ts';

const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';
/** What slim images leave out, too. */
const LEFT_OUT = [
  'usr/share/doc',
  'usr/share/man',
  'usr/share/locale',
  'usr/share/info',
  'var/cache/apt',
  'var/lib/apt/lists',
];

/** The folder. About half a minute the first time. */
export async function debianRoot(): Promise<string> {
  const sources = await debianSources();
  const release = releaseOf(sources);
  const folder = path.join(await cacheFolder(), `root-${release.suite}`);
  if (existsSync(folder)) return folder;
  const draft = `${folder}.new`;
  await rm(draft, { recursive: true, force: true });
  await run('debootstrap', ['--variant=minbase', release.suite, draft, release.site]);
  for (const name of LEFT_OUT) {
    await rm(path.join(draft, name), { recursive: true, force: true });
    await mkdir(path.join(draft, name), { recursive: true });
  }
  await rm(path.join(draft, 'etc/apt/sources.list'), { force: true });
  await writeFile(path.join(draft, 'etc/apt/sources.list.d/debian.sources'), sourcesText(sources));
  // A network that looks into https has an authority of its own, and this machine knows it.
  if (existsSync(AUTHORITIES)) {
    await mkdir(path.join(draft, path.dirname(AUTHORITIES)), { recursive: true });
    await copyFile(AUTHORITIES, path.join(draft, AUTHORITIES));
  }
  await rename(draft, folder);
  return folder;
}
