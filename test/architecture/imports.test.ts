import { describe, expect, test } from 'vitest';
import { cyclesIn, type Import, importsOf } from './imports.ts';
import { sourceFiles } from './project-files.ts';
import {
  APP_FILES,
  FOLDER_RULES,
  type FolderRule,
  MIXER_MUST_NOT_IMPORT,
  PACKAGE_RULES,
  PROTOCOL_MAY_IMPORT,
} from './rules.ts';

const FILES = sourceFiles('server', 'studio-web');
const IMPORTS = FILES.flatMap(importsOf);

/** Whether `file` is one of `places`, or in one of them. */
const isIn = (file: string, places: readonly string[]) =>
  places.some((place) => file === place || file.startsWith(`${place}/`));

const asText = ({ from, target }: Import) => `${from} imports ${target}`;

describe('the reader', () => {
  const read = (code: string) =>
    importsOf({ path: 'server/room/room.ts', text: code, code }).map(({ target, kind, typeOnly }) => [
      target,
      kind,
      typeOnly,
    ]);

  test('sees every way to import', () => {
    expect(
      read(
        [
          "import { readFile } from 'node:fs';",
          "import type { Log } from '../log.ts';",
          "import { type Role, x } from '#protocol/state.ts';",
          "import {\n  a,\n  b,\n} from './strip.ts';",
          "export { c } from './c.ts';",
          "export type { D } from './d.ts';",
          "import './styles.css';",
          "const late = await import('./late.ts');",
          "new Worker(new URL('../live-path/thread.ts', import.meta.url));",
        ].join('\n'),
      ),
    ).toEqual([
      ['node:fs', 'package', false],
      ['server/log.ts', 'file', true],
      ['server/protocol/state.ts', 'file', false],
      ['server/room/strip.ts', 'file', false],
      ['server/room/c.ts', 'file', false],
      ['server/room/d.ts', 'file', true],
      ['server/room/styles.css', 'file', false],
      ['server/room/late.ts', 'file', false],
      ['server/live-path/thread.ts', 'file', false],
    ]);
  });

  test('finds the ring in imports that go round', () => {
    const edge = (from: string, target: string): Import => ({ from, target, kind: 'file', typeOnly: false });
    expect(cyclesIn([edge('a', 'b'), edge('b', 'c'), edge('c', 'b'), edge('c', 'd')])).toEqual(['b → c → b']);
    expect(cyclesIn([edge('a', 'b'), edge('a', 'c'), edge('b', 'd'), edge('c', 'd')])).toEqual([]);
  });

  test('sees the project', () => {
    expect(FILES.length).toBeGreaterThan(50);
    expect(IMPORTS.length).toBeGreaterThan(200);
  });
});

describe('folders', () => {
  /** What the files of a part import although the rule does not say so. */
  function violations(rule: FolderRule): readonly string[] {
    const allowed = [...rule.part, ...rule.mayImport];
    return IMPORTS.filter(({ from, kind }) => kind === 'file' && isIn(from, rule.part))
      .filter(({ target }) => !isIn(target, allowed))
      .filter(({ target, typeOnly }) => !(typeOnly && isIn(target, rule.mayImportTypes ?? [])))
      .map(asText);
  }

  test.each(FOLDER_RULES.map((rule) => [rule.sentence, rule] as const))('%s', (_sentence, rule) => {
    expect(violations(rule)).toEqual([]);
  });

  test('only the app puts things together, and nobody imports the app', () => {
    const upward = IMPORTS.filter(({ from, target }) => isIn(target, APP_FILES) && !isIn(from, APP_FILES));
    expect(upward.map(asText)).toEqual([]);
  });

  test('every file of the server has a rule', () => {
    const ruled = [...FOLDER_RULES.flatMap((rule) => rule.part), ...APP_FILES];
    expect(FILES.filter(({ path }) => !isIn(path, ruled)).map(({ path }) => path)).toEqual([]);
  });

  test('nobody imports in a circle', () => {
    expect(cyclesIn(sourceFiles('server', 'studio-web', 'test', 'bench').flatMap(importsOf))).toEqual([]);
  });
});

describe('packages', () => {
  const packages = IMPORTS.filter(({ kind }) => kind === 'package');

  test.each(PACKAGE_RULES.map((rule) => [rule.sentence, rule] as const))('%s', (_sentence, rule) => {
    const outside = packages.filter(
      ({ from, target }) => rule.packages.test(target) && !isIn(from, rule.places),
    );
    expect(outside.map(asText)).toEqual([]);
  });

  test('protocol imports zod/mini and nothing else', () => {
    const others = packages.filter(
      ({ from, target }) => isIn(from, ['server/protocol']) && !PROTOCOL_MAY_IMPORT.test(target),
    );
    expect(others.map(asText)).toEqual([]);
  });

  test('mixer opens no socket and starts no process', () => {
    const touching = packages.filter(
      ({ from, target }) => isIn(from, ['server/mixer']) && MIXER_MUST_NOT_IMPORT.test(target),
    );
    expect(touching.map(asText)).toEqual([]);
  });

  test('studio-web uses nothing of Node', () => {
    const node = packages.filter(
      ({ from, target }) =>
        isIn(from, ['studio-web']) && target.startsWith('node:') && from !== 'studio-web/vite.config.ts',
    );
    expect(node.map(asText)).toEqual([]);
  });
});

describe('ffmpeg', () => {
  /** Arguments, formats and filters as they stand in a command line of ffmpeg. */
  const WORDS =
    /['"`](-f|-i|-ar|-ac|-c:a|-b:a|-af|-filter_complex|pipe:\d*|libmp3lame|[sf](16|32)le|ebur128.*|alimiter.*)['"`]/;

  test('is spoken to in one folder only', () => {
    const places = ['server/ffmpeg', 'server/setup'];
    const speaking = FILES.filter(({ path, code }) => !isIn(path, places) && WORDS.test(code));
    expect(speaking.map(({ path }) => path)).toEqual([]);
  });
});
