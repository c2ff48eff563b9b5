import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../server/ears/judge-sound.ts';
import { VerdictMemory } from '../../../server/ears/verdict-memory.ts';

function complaintAfter(verdicts: readonly Verdict[], isProgram = false) {
  const memory = new VerdictMemory();
  for (const [index, verdict] of verdicts.entries())
    memory.add(verdict, isProgram && index === verdicts.length - 1);
  return memory.complaint;
}

describe('a complaint', () => {
  test('takes two equal verdicts in a row', () => {
    expect(complaintAfter(['silent'])).toBeNull();
    expect(complaintAfter(['silent', 'other', 'silent'])).toBeNull();
    expect(complaintAfter(['silent', 'silent'])).toBe('silent');
    expect(complaintAfter(['other', 'other'])).toBe('other');
  });

  test('stays while nothing is known', () => {
    expect(complaintAfter(['silent', 'silent', 'unknown', 'unknown'])).toBe('silent');
  });

  test('about silence ends with sound, about other sound only with the program', () => {
    expect(complaintAfter(['silent', 'silent', 'sounds'])).toBeNull();
    expect(complaintAfter(['other', 'other', 'sounds'])).toBe('other');
    expect(complaintAfter(['other', 'other', 'sounds'], true)).toBeNull();
  });

  test('does not last for ever without new reasons', () => {
    const unknown = new Array<Verdict>(20).fill('unknown');
    expect(complaintAfter(['other', 'other', ...unknown])).toBeNull();
  });

  test('is forgotten with the connection', () => {
    const memory = new VerdictMemory();
    memory.add('silent', false);
    memory.add('silent', false);
    memory.forget();
    expect(memory.complaint).toBeNull();
  });
});
