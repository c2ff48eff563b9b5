import { describe, expect, it } from 'vitest';
import { escapeXml, fillTemplate, plainValue } from '../../../server/process/config-template.ts';
import { SetupProblem } from '../../../server/secrets.ts';

/** `${NAME}`, as it stands in a template. */
const place = (name: string) => `$\{${name}}`;

describe('filling a template', () => {
  it('puts every value into its places', () => {
    expect(
      fillTemplate(`<a>${place('A_1')}</a><b>${place('B')}</b>${place('B')}`, { A_1: 7, B: 'x' }, escapeXml),
    ).toBe('<a>7</a><b>x</b>x');
  });

  it('does not read places out of values', () => {
    expect(fillTemplate(`${place('A')}-${place('B')}`, { A: place('B'), B: '$&' }, plainValue)).toBe(
      `${place('B')}-$&`,
    );
  });

  it('refuses a place without a value and a value without a place', () => {
    expect(() => fillTemplate(place('A'), {}, plainValue)).toThrow('asks for A');
    expect(() => fillTemplate('', { A: 1 }, plainValue)).toThrow('no place for A');
  });

  it('quotes for XML', () => {
    expect(escapeXml(`a<b>&"c'</source-password>é😀`)).toBe(
      'a&lt;b&gt;&amp;&quot;c&apos;&lt;/source-password&gt;é😀',
    );
    expect(() => escapeXml('a\u0000b')).toThrow(SetupProblem);
  });

  it('never lets a value begin a new line of settings', () => {
    for (const value of ['a\nno-auth', 'a\rb', 'a b', 'ä'])
      expect(() => plainValue(value)).toThrow(SetupProblem);
    expect(plainValue('aZ_-09:.')).toBe('aZ_-09:.');
  });
});
