/** What a browser loads before anything can be done, against what it may be. Needs the pages to be built, as `npm test` does. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

const DIST = path.resolve(import.meta.dirname, '../../../studio-web/dist');
const KB = 1000;

/** The page, and every script and style that it names itself: what is loaded later is loaded by who needs it. */
function firstLoad(page: string): string[] {
  const html = readFileSync(path.join(DIST, page), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(
    ([, file]) => file ?? '',
  );
  return [page, ...new Set(named)];
}

const gzippedBytes = (files: readonly string[]): number =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(path.join(DIST, file))).length, 0);

describe.runIf(existsSync(path.join(DIST, 'index.html')))('the first load, gzipped,', () => {
  test('of a guest is under 180 kB', () => {
    const files = firstLoad('index.html');
    expect(files.length).toBeGreaterThan(2);
    expect(gzippedBytes(files)).toBeLessThan(180 * KB);
  });

  test('of a host is under 300 kB, with everything that the console may load later', () => {
    const others = [firstLoad('listen.html'), firstLoad('errors.html')].flat();
    const needed = firstLoad('index.html');
    const later = readdirSync(path.join(DIST, 'assets'))
      .map((file) => `assets/${file}`)
      .filter((file) => !needed.includes(file) && !others.includes(file) && !file.includes('german'));
    expect(later.some((file) => file.startsWith('assets/console-'))).toBe(true);
    expect(gzippedBytes([...needed, ...later])).toBeLessThan(300 * KB);
  });

  test('of the listener page is under 30 kB', () => {
    const files = firstLoad('listen.html');
    expect(files.length).toBeGreaterThan(2);
    expect(gzippedBytes(files)).toBeLessThan(30 * KB);
  });

  test('has no language but English in it', () => {
    const text = firstLoad('index.html')
      .map((file) => readFileSync(path.join(DIST, file), 'utf8'))
      .join('\n');
    expect(text).toContain('Enter studio');
    expect(text).not.toContain('Studio betreten');
  });
});
