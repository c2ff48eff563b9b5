import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { COMMANDS } from '#protocol/commands.ts';
import { DOCUMENT_FILE, fillDocument } from '../../../server/protocol-document.ts';

const document = readFileSync(DOCUMENT_FILE, 'utf8');

it('the tables of memory-bank/protocol.md are what `node server/protocol-document.ts` writes', () => {
  expect(document).toBe(fillDocument(document));
});

it.each(Object.entries(COMMANDS))('%s is in the document with what it does', (name, { about, role }) => {
  const row = document.split('\n').find((line) => line.startsWith(`| \`${name}\` | ${role} |`));
  expect(row?.endsWith(`| ${about} |`)).toBe(true);
});

it('a document without a place for a table is refused', () => {
  expect(() => fillDocument('# Protocol')).toThrow('no place for the table');
});

it('what stands around the tables is kept', () => {
  const filled = fillDocument(document.replace('# Protocol\n', '# Protocol, changed\n'));
  expect(filled.startsWith('# Protocol, changed\n')).toBe(true);
});
