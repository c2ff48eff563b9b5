import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLog, type Log, redactText } from '../../../server/log.ts';

const SECRETS = ['s3cret-source-word', 'with "quotes" and \\ backslash', 'abc'];

function logInto(readable = false): { log: Log; lines: () => string } {
  const destination = new PassThrough();
  const log = createLog({ level: 'info', destination, readable, secrets: SECRETS });
  return { log, lines: () => String(destination.read() ?? '') };
}

describe.each([
  ['JSON', false],
  ['readable', true],
])('a %s log', (_kind, readable) => {
  it.each<[string, (log: Log) => void]>([
    ['as a field', (log) => log.info({ password: 's3cret-source-word' }, 'x')],
    [
      'in a nested field',
      (log) => log.info({ icecast: { access: { sourcePassword: 's3cret-source-word' } } }, 'x'),
    ],
    ['under a name that nobody thought of', (log) => log.info({ whatever: 's3cret-source-word' }, 'x')],
    ['in the message', (log) => log.info('connecting with s3cret-source-word')],
    ['in an error', (log) => log.error({ err: new Error('refused: s3cret-source-word') }, 'x')],
    [
      'in the cause of an error',
      (log) => log.error({ err: new Error('x', { cause: new Error('s3cret-source-word') }) }),
    ],
    ['in a child', (log) => log.child({ room: 'main' }).info('s3cret-source-word')],
    ['in the context of a child', (log) => log.child({ about: 's3cret-source-word' }).info('x')],
    ['with quotes', (log) => log.info({ text: SECRETS[1] }, 'x')],
  ])('never has a secret %s', (_where, write) => {
    const { log, lines } = logInto(readable);
    write(log);
    const text = lines();
    expect(text).not.toBe('');
    for (const secret of SECRETS.slice(0, 2)) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
    }
    expect(text).toContain('[redacted]');
  });

  it('does not blank out words for a secret of three letters', () => {
    const { log, lines } = logInto(readable);
    log.info('the abc of radio');
    expect(lines()).toContain('the abc of radio');
  });
});

describe('text', () => {
  it.each([
    ['GET /claim/abcDEF123_-x', 'GET /claim/[redacted]'],
    ['/join/abc?x=1', '/join/[redacted]?x=1'],
    ['/api/invites/abc', '/api/invites/[redacted]'],
    ['http://user:word@host/x', 'http://[redacted]@host/x'],
    ['icecast://source:hackme@localhost:8000/main.mp3', 'icecast://[redacted]@localhost:8000/main.mp3'],
    ['Authorization: Basic c291cmNlOmhhY2ttZQ==', 'Authorization: Basic [redacted]'],
    ['Bearer abcdefghijklmnop.qrs', 'Bearer [redacted]'],
  ])('%s becomes %s', (before, after) => {
    expect(redactText(before)).toBe(after);
  });

  it.each([
    'http://localhost:3000/studio/main',
    'Basic settings were read',
    'joined the room',
    'a@b.example',
  ])('%s stays as it is', (text) => {
    expect(redactText(text)).toBe(text);
  });
});
