import { describe, expect, test } from 'vitest';
import type { Phase } from '#protocol/state.ts';
import { chooseCodec } from '../../../studio-web/listen/codec-choice.ts';
import { pastTitles } from '../../../studio-web/listen/past-titles.ts';
import { parseShowNews } from '../../../studio-web/listen/show-news.ts';

test.each([
  [null, 'probably', 'opus'],
  [null, 'maybe', 'mp3'],
  [null, '', 'mp3'],
  ['mp3', 'probably', 'mp3'],
  ['opus', 'maybe', 'opus'],
  ['opus', '', 'mp3'],
  ['flac', 'probably', 'opus'],
] as const)('kept %s, the browser plays Opus "%s": %s', (kept, plays, codec) => {
  expect(chooseCodec(kept, plays)).toBe(codec);
});

describe('what was played', () => {
  const history = [
    { title: 'Now', atMs: 2 },
    { title: 'Before', atMs: 1 },
  ];
  const past = (phase: Phase, title: string) =>
    pastTitles({ phase, title, listeners: 0, onAirSinceMs: null, history }).map((each) => each.title);

  test('leaves out what is still playing', () => {
    expect(past('live', 'Now')).toEqual(['Before']);
    expect(past('off', 'Now')).toEqual(['Now', 'Before']);
    expect(past('live', 'Something new')).toEqual(['Now', 'Before']);
  });

  test('comes with the news, without what makes no sense', () => {
    const text = JSON.stringify({ phase: 'live', title: 'Now', history: [...history, { title: 7 }, null] });
    expect(parseShowNews(text)?.history).toEqual(history);
    expect(parseShowNews('{"phase":"live"}')?.history).toEqual([]);
  });
});
