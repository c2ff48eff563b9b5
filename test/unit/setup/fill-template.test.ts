/** The images fill the templates by sh and sed, the native start by TypeScript: both must come to the same file, whatever the password. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { escapeXml, fillTemplate, plainValue } from '../../../server/process/config-template.ts';

const run = promisify(execFile);
const LIBRARY = new URL('../../../server/setup/image/fill-template.sh', import.meta.url).pathname;
/** Everything that XML, sed or a shell could take for its own. */
const NASTY = `a&b<c>d"e'f\\g|h/i$j\`k\${l} m*n[o]p.q^r%s!t#u(v)w;x~y`;

/** `${NAME}`, as it stands in a template. */
const place = (name: string) => `\${${name}}`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fill-template-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs lines of sh with the library loaded. */
function shell(
  lines: string,
  env: Readonly<Record<string, string>>,
): Promise<{ stdout: string; stderr: string }> {
  return run('sh', ['-c', `set -eu\n. ${LIBRARY}\n${lines}`], {
    env: { PATH: process.env.PATH, ...env },
    cwd: folder,
  });
}

describe('filling a template by sh', () => {
  test.each([
    ['as_xml', escapeXml, NASTY],
    ['as_plain', plainValue, NASTY.replaceAll(' ', '')],
  ] as const)('%s comes to what the native start comes to', async (quote, native, value) => {
    const template = `# ${place('...')}\n<a>${place('FIRST')}</a> ${place('SECOND')}\n${place('FIRST')}${place('EMPTY')}\n`;
    writeFileSync(path.join(folder, 'template'), template);
    const values = { FIRST: value, SECOND: '8000', EMPTY: '' };
    await shell(`fill_template template target ${quote} FIRST SECOND EMPTY`, values);
    expect(readFileSync(path.join(folder, 'target'), 'utf8')).toBe(fillTemplate(template, values, native));
  });

  test('leaves a file that nobody else can read, and no second copy of the secret', async () => {
    writeFileSync(path.join(folder, 'template'), `${place('SECRET')}\n`);
    await shell('fill_template template target as_plain SECRET', { SECRET: 'a-long-password' });
    expect(statSync(path.join(folder, 'target')).mode & 0o077).toBe(0);
    expect(readFileSync(path.join(folder, 'target.sed'), 'utf8')).toBe('');
  });

  test.each([
    ['a place without a value', `${place('OTHER')}\n`, 'as_xml', 'x'],
    ['a control character', `${place('VALUE')}\n`, 'as_xml', 'x\u0007'],
    ['a second line', `${place('VALUE')}\n`, 'as_plain', 'x\ny'],
    ['a blank where nothing can be quoted', `${place('VALUE')}\n`, 'as_plain', 'x y'],
  ])('refuses %s', async (_what, template, quote, VALUE) => {
    writeFileSync(path.join(folder, 'template'), template);
    await expect(shell(`fill_template template target ${quote} VALUE`, { VALUE })).rejects.toMatchObject({
      code: 78,
    });
  });
});

describe('reading a secret by sh', () => {
  test('takes it from a file, without the end of the line', async () => {
    writeFileSync(path.join(folder, 'secret'), 'a-long-password\n');
    const { stdout } = await shell('read_secret PASS; printf "[%s]" "$PASS"', {
      PASS_FILE: path.join(folder, 'secret'),
    });
    expect(stdout).toBe('[a-long-password]');
  });

  test.each([
    ['none', {}, /PASS is not set/],
    ['a short one', { PASS: 'short-one' }, /at least 12 characters/],
    ['the one of all examples', { PASS: 'hackmehackme' }, /well-known default/],
    ['a file that is not there', { PASS_FILE: '/nowhere' }, /cannot be read/],
    ['two', { PASS: 'a-long-password', PASS_FILE: '/dev/null' }, /both set/],
    ['an empty file', { PASS_FILE: '/dev/null' }, /is empty/],
  ])(
    'refuses %s with a sentence that does not hold it',
    async (_what, env: Record<string, string>, sentence) => {
      const failure = await shell('read_secret PASS', env).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 78, stdout: '', stderr: expect.stringMatching(sentence) });
      if (env.PASS !== undefined)
        expect(failure).not.toMatchObject({ stderr: expect.stringContaining(env.PASS) });
    },
  );
});
