import { describe, expect, it } from 'vitest';
import { personName } from '#protocol/command-row.ts';
import { COMMANDS, isCommandName, programTitle } from '#protocol/commands.ts';
import { showSlug } from '#protocol/ids.ts';
import { dtlsParameters, opaqueParameters } from '#protocol/media.ts';

describe('a name', () => {
  it.each(['A', 'Ägidius Ümläut', '名前', "O'Hara <b>", 'x'.repeat(64)])('may be %s', (name) => {
    expect(personName.safeParse(name).success).toBe(true);
  });

  it('loses the spaces around it', () => {
    expect(personName.parse('  Ada  ')).toBe('Ada');
  });

  it.each(['', '   ', 'x'.repeat(65), 'a\nb', 'a\u0000b', 'a\u007fb', 'a\u0085b'])(
    'may not be %j',
    (name) => {
      expect(personName.safeParse(name).success).toBe(false);
    },
  );
});

describe('a title', () => {
  it('may be empty, which means the show’s name', () => {
    expect(programTitle.parse('  ')).toBe('');
  });

  it.each(['x'.repeat(129), 'a\r\nIcy-Injected: yes'])('may not be %j', (title) => {
    expect(programTitle.safeParse(title).success).toBe(false);
  });
});

describe('the name of a show in addresses', () => {
  it.each(['main', 'a', '0', 'night-shift-2', 'x'.repeat(32)])('may be %s', (slug) => {
    expect(showSlug.safeParse(slug).success).toBe(true);
  });

  it.each(['', '-a', 'a-', 'A', 'a_b', 'a.b', 'a/b', '..', 'x'.repeat(33), 'ä', 'a b'])(
    'may not be %j',
    (slug) => {
      expect(showSlug.safeParse(slug).success).toBe(false);
    },
  );
});

describe('media parameters', () => {
  const value = Array(32).fill('AB').join(':');

  it('pass as they came when they are an object of bounded width', () => {
    const codecs = { codecs: [{ mimeType: 'audio/opus', parameters: { useinbandfec: 1 } }] };
    expect(opaqueParameters.parse(codecs)).toEqual(codecs);
  });

  it.each([null, [], 'x', 5, undefined])('are never %j', (wrong) => {
    expect(opaqueParameters.safeParse(wrong).success).toBe(false);
  });

  it('of DTLS have at least one fingerprint and at most eight', () => {
    const withFingerprints = (count: number) =>
      dtlsParameters.safeParse({ fingerprints: Array(count).fill({ algorithm: 'sha-256', value }) }).success;
    expect([0, 1, 8, 9].map(withFingerprints)).toEqual([false, true, true, false]);
  });
});

describe('the command table', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'room', 'room.enter '])(
    'has no command %j',
    (name) => {
      expect(isCommandName(name)).toBe(false);
    },
  );

  it.each(Object.entries(COMMANDS))('%s refuses fields that it does not know', (_name, { input }) => {
    const result = input.safeParse({ unheardOf: 1 });
    expect(result.error?.issues.some(({ code }) => code === 'unrecognized_keys')).toBe(true);
  });
});
