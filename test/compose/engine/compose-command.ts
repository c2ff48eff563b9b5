/** Finds the second generation of Docker Compose on this machine, or takes it from a newer Debian into the cache. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { debianSources, releaseOf, sourcesText } from './apt-mirror.ts';
import { cacheFolder } from './cache.ts';
import { attempt, run } from './run.ts';

/** The first Debian with version 2 of Compose, and the package and the file in it. */
const NEWER_SUITE = 'trixie';
const PACKAGE = 'docker-compose';
const FILE_IN_PACKAGE = 'usr/libexec/docker/cli-plugins/docker-compose';
/** Older ones do not know all of our file, nested defaults above all. */
const VERSION_MIN = [2, 20] as const;

/** What comes before the words for Compose. */
export type ComposeCommand = { readonly file: string; readonly words: readonly string[] };

export async function findCompose(): Promise<ComposeCommand> {
  const cached = path.join(await cacheFolder('bin'), PACKAGE);
  const candidates: ComposeCommand[] = [
    { file: 'docker', words: ['compose'] },
    { file: 'docker-compose', words: [] },
    { file: cached, words: [] },
  ];
  for (const candidate of candidates) if (await isNewEnough(candidate)) return candidate;
  await fetchCompose(cached);
  return { file: cached, words: [] };
}

async function isNewEnough({ file, words }: ComposeCommand): Promise<boolean> {
  const { code, text } = await attempt(file, [...words, 'version', '--short']);
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(text) ?? [];
  const [majorMin, minorMin] = VERSION_MIN;
  return (
    code === 0 && (Number(major) > majorMin || (Number(major) === majorMin && Number(minor) >= minorMin))
  );
}

/** apt itself fetches and checks it, with lists of its own: nothing of the machine's configuration changes. */
async function fetchCompose(target: string): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'openstudio-compose-'));
  try {
    const lists = path.join(folder, 'lists');
    const sources = path.join(folder, 'newer.sources');
    await mkdir(path.join(lists, 'partial'), { recursive: true });
    const { site, component } = releaseOf(await debianSources());
    await writeFile(sources, sourcesText([{ site, suite: NEWER_SUITE, component }]));
    const options = [
      `Dir::State::Lists=${lists}`,
      `Dir::Cache=${folder}`,
      `Dir::Etc::SourceList=${sources}`,
      'Dir::Etc::SourceParts=/dev/null',
      'Dir::Etc::Preferences=/dev/null',
      'Dir::Etc::PreferencesParts=/dev/null',
      'Acquire::Languages=none',
      'APT::Sandbox::User=root',
    ].flatMap((option) => ['-o', option]);
    await run('apt-get', [...options, 'update'], { cwd: folder });
    await run('apt-get', [...options, 'download', PACKAGE], { cwd: folder });
    const file = (await readdir(folder)).find((name) => name.endsWith('.deb'));
    if (file === undefined) throw new Error('The package of Docker Compose did not come.');
    await run('dpkg', ['-x', file, 'unpacked'], { cwd: folder });
    const unpacked = path.join(folder, 'unpacked', FILE_IN_PACKAGE);
    if (!existsSync(unpacked)) throw new Error(`The package of Docker Compose has no ${FILE_IN_PACKAGE}.`);
    await copyFile(unpacked, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
