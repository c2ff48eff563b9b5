import { statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT, sourceFiles, topLevelNames } from './project-files.ts';
import { CATALOGUES, LINES_MAX, LONG_FILES, TOP_LEVEL_FILES, TOP_LEVEL_FOLDERS } from './rules.ts';

const SHIPPED = sourceFiles('server', 'studio-web');
const ALL = sourceFiles('server', 'studio-web', 'test', 'bench');

const paths = (files: readonly { path: string }[]) => files.map((file) => file.path);
const lineCount = (text: string) => text.trimEnd().split('\n').length;

describe('a file', () => {
  test(`has at most ${LINES_MAX} lines, unless there is a reason`, () => {
    const long = SHIPPED.filter(
      ({ path: file, text }) => lineCount(text) > LINES_MAX && !CATALOGUES.test(file),
    );
    expect(paths(long)).toEqual(Object.keys(LONG_FILES));
  });

  test('has no default export, configuration of tools excepted', () => {
    const guilty = ALL.filter(({ path: file, code }) => {
      return !file.endsWith('.config.ts') && /^export (default\b|\{[^}]*\bas default\b)/m.test(code);
    });
    expect(paths(guilty)).toEqual([]);
  });

  test('is no barrel', () => {
    const barrels = ALL.filter(({ path: file, code }) => {
      return /\/index\.(ts|tsx|mjs)$/.test(file) || /^export \* from/m.test(code);
    });
    expect(paths(barrels)).toEqual([]);
  });

  test('is named in kebab-case', () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.(ts|tsx|mjs)$/;
    expect(paths(ALL).filter((file) => !kebab.test(path.basename(file)))).toEqual([]);
  });

  test('begins with a sentence that says what it is for', () => {
    const silent = SHIPPED.filter(({ text }) => !/^(#!.*\n)?(\/\*\*|\/\/)/.test(text));
    expect(paths(silent)).toEqual([]);
  });

  test('is not left unfinished', () => {
    const unfinished = ALL.filter(({ text }) => /\b(TODO|FIXME|XXX)\b/.test(text));
    expect(paths(unfinished).filter((file) => file !== 'test/architecture/shape.test.ts')).toEqual([]);
  });
});

describe('a test', () => {
  const tests = sourceFiles('test').filter((file) => file.path.endsWith('.test.ts'));

  test('is never skipped for good and never alone', () => {
    const focused = /\b(test|it|describe)\.(only|skip|todo)\b/;
    expect(paths(tests.filter(({ code }) => focused.test(code)))).toEqual([]);
  });
});

describe('the top of the project', () => {
  test('has the folders and files that were agreed on', () => {
    const unexpected = topLevelNames().filter((name) => {
      const isFolder = statSync(path.join(ROOT, name)).isDirectory();
      return isFolder && !name.startsWith('.')
        ? !TOP_LEVEL_FOLDERS.includes(name)
        : !TOP_LEVEL_FILES.test(name);
    });
    expect(unexpected).toEqual([]);
  });
});
