import { expect, test } from 'vitest';
import { ERROR_CODES } from '#protocol/error-codes.ts';
import { ERROR_TEXTS, errorSentence } from '../../../studio-web/texts/error-texts.ts';
import { GERMAN_ERRORS } from '../../../studio-web/texts/german-errors.ts';

const TEXTS = [...Object.entries(ERROR_TEXTS), ...Object.entries(GERMAN_ERRORS)];

test('every code of the server has a text', () => {
  expect(Object.keys(ERROR_TEXTS)).toEqual(expect.arrayContaining(Object.keys(ERROR_CODES)));
});

test.each(TEXTS)('%s says in whole sentences what happened and what to do', (code, { what, next }) => {
  expect(what).toMatch(/^[A-ZÄÖÜ].*\.$/);
  expect(next).toMatch(/^[A-ZÄÖÜ].*\.$/);
  expect(`${what} ${next}`).not.toContain(code);
});

test('a server fault carries the reference that finds its log line', () => {
  expect(errorSentence('internal', 'r-17')).toContain('r-17');
});
