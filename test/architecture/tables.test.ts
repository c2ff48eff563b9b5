import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '#protocol/commands.ts';
import { ERROR_CODES } from '#protocol/error-codes.ts';
import { SETTING_NAMES } from '../../server/config.ts';
import { ROOT, readText, sourceFiles } from './project-files.ts';

/** The texts that are written for people who run or build a studio. */
const DOCUMENTS = [
  'README.md',
  ...readdirSync(path.join(ROOT, 'memory-bank')).map((name) => `memory-bank/${name}`),
]
  .filter((name) => name.endsWith('.md'))
  .map(readText)
  .join('\n');

const mentions = (text: string, word: string) =>
  new RegExp(`(?<![\\w.])${word.replaceAll('.', '\\.')}(?![\\w.]*\\w)`).test(text);

describe('every error code', () => {
  const texts = readText('studio-web/texts/error-texts.ts');

  test('has a text for people in the browser', () => {
    expect(Object.keys(ERROR_CODES).filter((code) => !new RegExp(`^ {2}${code}:`, 'm').test(texts))).toEqual(
      [],
    );
  });

  test('is used: somebody says it', () => {
    const code = sourceFiles('server')
      .filter((file) => file.path !== 'server/protocol/error-codes.ts')
      .map((file) => file.code)
      .join('\n');
    expect(Object.keys(ERROR_CODES).filter((name) => !code.includes(`'${name}'`))).toEqual([]);
  });

  test('tells people a whole sentence', () => {
    const summaries = Object.values(ERROR_CODES).map((entry) => entry.summary);
    expect(summaries.filter((summary) => !/^([A-Z]|ffmpeg ).*\.$/.test(summary))).toEqual([]);
  });
});

describe('every setting', () => {
  test('is explained in the README or the memory bank', () => {
    expect(SETTING_NAMES.filter((name) => !mentions(DOCUMENTS, name))).toEqual([]);
  });
});

describe('every command', () => {
  test('has a row in the protocol document', () => {
    const document = readText('memory-bank/protocol.md');
    expect(Object.keys(COMMANDS).filter((name) => !document.includes(`\`${name}\``))).toEqual([]);
  });

  test('tells people a whole sentence', () => {
    const about = Object.values(COMMANDS).map((row) => row.about);
    expect(about.filter((sentence) => !/^[A-Z].*\.$/.test(sentence))).toEqual([]);
  });
});
