import { expect, test } from 'vitest';
import { LastLines } from '../../../server/ffmpeg/last-lines.ts';

test('the last lines are kept, the oldest first, an unfinished one too', () => {
  const lines = new LastLines();
  lines.push('one\ntw');
  lines.push('o\r\n\nthree');
  expect(lines.tail(2)).toEqual(['two', 'three']);
});

test('a child that writes without end fills nothing', () => {
  const lines = new LastLines();
  for (let i = 0; i < 1000; i += 1) lines.push(`${i} ${'x'.repeat(1000)}\n`);
  lines.push('y'.repeat(100_000));
  const kept = lines.tail(1000);
  expect(kept.length).toBeLessThanOrEqual(21);
  expect(Math.max(...kept.map((line) => line.length))).toBeLessThanOrEqual(300);
});

test('credentials in URLs are cut out', () => {
  const lines = new LastLines();
  lines.push('icecast://source:very-secret@127.0.0.1:8000/live.mp3: refused\n');
  expect(lines.tail(1)).toEqual(['icecast://127.0.0.1:8000/live.mp3: refused']);
});
