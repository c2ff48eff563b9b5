/** Where this machine gets Debian packages: read from apt's own configuration, so that no mirror is named here. */
import { existsSync } from 'node:fs';
import { run } from './run.ts';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

export type AptSource = { readonly site: string; readonly suite: string; readonly component: string };

/** Debian's own sources, the main archive first. Throws when there are none. */
export async function debianSources(): Promise<readonly AptSource[]> {
  const format = '$(ORIGIN)|$(SITE)|$(RELEASE)|$(COMPONENT)';
  const text = await run('apt-get', ['indextargets', '--format', format, 'Identifier: Packages']);
  const rows = new Set(text.split('\n').filter((line) => line.startsWith('Debian|')));
  const sources = [...rows].map((row) => {
    const [, site = '', suite = '', component = ''] = row.split('|');
    return { site, suite, component };
  });
  const main = sources.filter(({ component }) => component === 'main');
  if (main.length === 0)
    throw new Error(
      'apt knows no Debian archive, and without one there are no stand-ins for the base images.',
    );
  return main.sort((a, b) => a.suite.length - b.suite.length);
}

/** The codename of the release that this machine runs on. */
export function releaseOf(sources: readonly AptSource[]): AptSource {
  const release = sources.find(({ suite }) => !suite.includes('-'));
  if (release === undefined) throw new Error('apt knows no release of Debian.');
  return release;
}

/** The sources as a file in the format of deb822 (sources.list(5)). */
export function sourcesText(sources: readonly AptSource[]): string {
  const signed = existsSync(KEYRING) ? `Signed-By: ${KEYRING}\n` : '';
  return sources
    .map(
      ({ site, suite, component }) =>
        `Types: deb\nURIs: ${site}\nSuites: ${suite}\nComponents: ${component}\n${signed}`,
    )
    .join('\n');
}
