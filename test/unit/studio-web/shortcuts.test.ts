import { describe, expect, test } from 'vitest';
import { readSettings } from '../../../studio-web/store/settings-values.ts';
import { type PressedKey, shortcutOf } from '../../../studio-web/store/shortcuts.ts';

const press = (key: string, change: Partial<PressedKey> = {}): PressedKey => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...change,
});
const FREE = { typing: false, letterKeys: true };

test.each([
  ['Ctrl+D', press('d', { ctrlKey: true }), { kind: 'mute' }],
  ['Cmd+D', press('d', { metaKey: true }), { kind: 'mute' }],
  ['Ctrl+E', press('e', { ctrlKey: true }), { kind: 'camera' }],
  ['F2', press('F2'), { kind: 'toolbar' }],
  ['Ctrl+Shift+L', press('L', { ctrlKey: true, shiftKey: true }), { kind: 'broadcast' }],
  ['?', press('?', { shiftKey: true }), { kind: 'sheet' }],
  ['V', press('v'), { kind: 'talk' }],
  ['T', press('t'), { kind: 'talkback' }],
  ['3', press('3'), { kind: 'strip', place: 2 }],
  ['0', press('0'), null],
  ['Ctrl+Shift+D', press('D', { ctrlKey: true, shiftKey: true }), null],
  ['Ctrl+3', press('3', { ctrlKey: true }), null],
  ['Ctrl+Alt+D', press('d', { ctrlKey: true, altKey: true }), null],
  ['L', press('l'), null],
  ['a space', press(' '), null],
])('%s', (_name, pressed, action) => {
  expect(shortcutOf(pressed, FREE)).toEqual(action);
});

describe('single characters', () => {
  test.each(['?', 'v', 't', '3'])(
    '%s is text while somebody types, and nothing when they are switched off',
    (key) => {
      expect(shortcutOf(press(key), { typing: true, letterKeys: true })).toBeNull();
      expect(shortcutOf(press(key), { typing: false, letterKeys: false })).toBeNull();
    },
  );

  test('leave the others alone', () => {
    expect(shortcutOf(press('d', { ctrlKey: true }), { typing: true, letterKeys: false })).toEqual({
      kind: 'mute',
    });
  });
});

test.each([
  [null, { theme: 'dark', letterKeys: true }],
  ['{"theme":"light","letterKeys":false}', { theme: 'light', letterKeys: false }],
  ['{"theme":"pink"}', { theme: 'dark', letterKeys: true }],
  ['nonsense', { theme: 'dark', letterKeys: true }],
])('settings kept as %s are read as they can be', (kept, settings) => {
  expect(readSettings(kept)).toEqual({ ...settings, soundboard: false });
});
