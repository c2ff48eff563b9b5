import { describe, expect, test } from 'vitest';
import { LISTEN_TEXTS } from '../../../studio-web/listen/listen-texts.ts';
import { ENGLISH_ERRORS } from '../../../studio-web/texts/error-texts.ts';
import { GERMAN } from '../../../studio-web/texts/german.ts';
import { GERMAN_ERRORS } from '../../../studio-web/texts/german-errors.ts';
import { chooseLanguage } from '../../../studio-web/texts/language.ts';
import { momentText, oneDecimal, setNumberLanguage } from '../../../studio-web/texts/numbers.ts';
import * as english from '../../../studio-web/texts/texts.ts';

type Leaf = { readonly path: string; readonly text: string };

/** Every sentence of a catalogue with the way to it; those that are made of something are made of "7". */
function leaves(value: unknown, path = ''): Leaf[] {
  if (value === null) return [{ path, text: 'null' }];
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value === 'function') return [{ path, text: String(value(7, 7, 7)) }];
  if (typeof value !== 'object') return [{ path, text: `a ${typeof value}` }];
  return Object.entries(value).flatMap(([key, each]) => leaves(each, `${path}.${key}`));
}

const PAIRS = [
  ['the studio', english.ENGLISH, GERMAN],
  ['errors', ENGLISH_ERRORS, GERMAN_ERRORS],
  ['the listener page', LISTEN_TEXTS.en, LISTEN_TEXTS.de],
] as const;

/** What is called the same in both languages. */
const SAME =
  /^(null|OpenStudio|Host|Backstage|Fader|Cue|CLIP|-∞|-inf|–|LIVE|Pause|Player|Integriert|Name|,? ?\d.*|Chat|Producer|Status|Mute|Limiter|Trim|Pan|Gate|Ducking|Soundboard|Pads?(: 7)?|Orange)$/;

describe.each(PAIRS)('%s', (_name, one, other) => {
  test('has the same sentences in both languages, none of them empty', () => {
    expect(leaves(other).map((leaf) => leaf.path)).toEqual(leaves(one).map((leaf) => leaf.path));
    expect([...leaves(one), ...leaves(other)].filter(({ text }) => text.trim() === '')).toEqual([]);
  });

  test('forgets no value that the English sentence tells', () => {
    const counts = (leaf: Leaf) => leaf.text.split('7').length;
    const originals = leaves(one);
    const wrong = leaves(other).filter((leaf, index) => counts(leaf) !== counts(originals[index] ?? leaf));
    expect(wrong).toEqual([]);
  });

  test('is translated', () => {
    const originals = new Map(leaves(one).map((leaf) => [leaf.path, leaf.text]));
    const untouched = leaves(other).filter(
      ({ path, text }) => originals.get(path) === text && !SAME.test(text),
    );
    expect(untouched).toEqual([]);
  });
});

test('whatever texts.ts says is part of the catalogue that a translation must have', () => {
  const said = Object.keys(english).filter((name) => /^[A-Z_]+$/.test(name) && name !== 'ENGLISH');
  expect(Object.keys(english.ENGLISH).sort()).toEqual(said.sort());
});

test('the names that scripts and screen readers rely on are what they were', () => {
  const { greenRoom, own, strip, program, invite } = english.ENGLISH.TEXTS;
  expect([greenRoom.name, greenRoom.microphone, greenRoom.microphoneLevel, greenRoom.enter]).toEqual([
    'Your name',
    'Microphone',
    'Microphone level',
    'Enter studio',
  ]);
  expect([own.mute, own.leave]).toEqual(['Mute microphone', 'Leave']);
  expect([strip.on, strip.fader, strip.mute, strip.cue, strip.level]).toEqual([
    'On air',
    'Fader',
    'Mute',
    'Cue',
    'Level',
  ]);
  expect([program.goLive, program.stop, program.broadcast, program.level, program.title]).toEqual([
    'Go live',
    'Stop broadcast',
    'Broadcast',
    'Program level',
    'Title',
  ]);
  expect([invite.open, invite.createGuest, invite.guestLink]).toEqual([
    'Invite',
    'Create guest link',
    'Guest link',
  ]);
  expect(Object.values(english.ENGLISH.PHASE_WORDS)).toEqual([
    'OFF AIR',
    'STARTING',
    'ON AIR',
    'RECONNECTING',
    'STOPPING',
    'FAILED',
  ]);
  expect([LISTEN_TEXTS.en.play, LISTEN_TEXTS.en.pause, LISTEN_TEXTS.en.nowPlaying]).toEqual([
    'Play',
    'Pause',
    'Now playing',
  ]);
});

describe('the language', () => {
  test.each([
    ['de', ['en'], 'de'],
    [null, ['fr', 'de-AT', 'en'], 'de'],
    [null, ['en-GB', 'de'], 'en'],
    [null, ['fr'], 'en'],
    ['xx', [], 'en'],
  ] as const)('saved %s, browser %j: %s', (saved, wanted, chosen) => {
    expect(chooseLanguage(saved, wanted)).toBe(chosen);
  });

  test('writes numbers and moments its own way', () => {
    const atMs = Date.UTC(2026, 10, 28, 12);
    expect([oneDecimal(-6), oneDecimal(-0.01), momentText(atMs).includes('Sat')]).toEqual([
      '-6.0',
      '0.0',
      true,
    ]);
    setNumberLanguage('de');
    expect([oneDecimal(-6), momentText(atMs).includes('Sa')]).toEqual(['-6,0', true]);
    setNumberLanguage('en');
  });
});
