import { expect, test } from 'vitest';
import {
  faderFieldText,
  faderValueText,
  levelText,
  parseFaderText,
  snapToFader,
} from '../../../studio-web/console/decibel-text.ts';

test.each([
  [-6, '-6.0 dB'],
  [0, '0.0 dB'],
  [10, '10.0 dB'],
  [-59.5, '-59.5 dB'],
  [-60, 'minus infinity'],
])('a fader at %d is spoken as "%s"', (db, text) => {
  expect(faderValueText(db)).toBe(text);
});

test('the field under a fader shows the bottom as minus infinity', () => {
  expect(faderFieldText(-60)).toBe('-∞');
  expect(faderFieldText(-12.5)).toBe('-12.5');
});

test.each([
  ['-6', -6],
  ['−6', -6],
  [' +3 dB', 3],
  ['-3,5', -3.5],
  ['-3.3', -3.5],
  ['99', 10],
  ['-200', -60],
  ['-inf', -60],
  ['-∞', -60],
  ['loud', null],
  ['', null],
  ['1e3', null],
])('typing "%s" means %s', (text, db) => {
  expect(parseFaderText(text)).toBe(db);
});

test('nudging stays on the steps and within the range', () => {
  expect(snapToFader(-0.2)).toBeCloseTo(0);
  expect(snapToFader(10.5)).toBe(10);
  expect(snapToFader(-60.5)).toBe(-60);
});

test('a level is spoken in whole decibels', () => {
  expect(levelText(-17.6, -60)).toBe('-18 dB');
  expect(levelText(-60, -60)).toBe('silent');
});
